"""Signals: handlers that a framework calls when rows are saved or deleted, or when the repository sends a signal of its own.

Django's documentation of signals gives the pairs of operation and signal; bulk operations send none.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.cascades import goes_with
from handover_generator.languages._python.factories import PACKAGE, made_first, model_of_factory
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.outside_models import THROUGH, USER_MODEL, OutsideModels
from handover_generator.languages._python.program import ClassInfo, FunctionInfo
from handover_generator.languages._python.stored_rows import comes_without_key, is_stored, leaves_keys
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Const, Func, Inst, Partial, Receiver, Seq, Str, Value, Values
from handover_generator.model.behaviour import IN_SIGNAL_HANDLER, Act, Action
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import Text
from handover_generator.records import replace

_BUILT_IN = "django.db.models.signals."
_OWN = "django.dispatch.Signal()"
_LIB = "django"
_SENT_BY = {
    "save": ("pre_save", "post_save"), "create": ("pre_save", "post_save"), "get_or_create": ("pre_save", "post_save"),
    "update_or_create": ("pre_save", "post_save"), "create_user": ("pre_save", "post_save"), "create_superuser": ("pre_save", "post_save"),
    "delete": ("pre_delete", "post_delete"),
}
_AFTER_SAVING = "post_save"
_OF_DELETING = tuple(_BUILT_IN + name for name in _SENT_BY["delete"])
_OTHER = "another"
_EACH_MODEL = ".get_models()"
ANY_MODEL = "GenericForeignKey"
_IMPORTS = "import_export."
_WRITES_MODELS = ("rest_framework.", "django.forms.", "django.contrib.auth.forms.")
"""Packages with forms and serializers, whose ``Meta`` names the model."""
_LINKS = {"add": ("add",), "set": ("remove", "add"), "remove": ("remove",), "clear": ("clear",)}
"""What changes the table between two models, and the actions that its signal tells."""
_SAVES_ROWS = frozenset({"create", "get_or_create", "update_or_create", "create_user", "create_superuser"})
"""Methods of a query that call the ``save`` of the row they make; none calls a row's ``delete``."""
_MAKES_ROWS = frozenset({"create", "get_or_create"})
"""Those of them that only save a row that they made."""
_PLACES_OF_FILES = frozenset({"filesystem", "object-storage"})
_WHETHER_TO_SAVE = {"save": 2, "delete": 0}
"""Where the methods of a file that belongs to a row take whether they save the row."""
_ASYNC = {f"a{name}": name for name in (*_SENT_BY, *_LINKS)}


class Signals(OutsideModels):
    """Registration and sending of signals."""

    def signal_call(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """The call, if it is about signals; None otherwise."""
        name = function.items[-1] if function.items else ""
        if function.path in ("django.dispatch.Signal", "django.dispatch.dispatcher.Signal"):
            site = f"{self.module.path}:{getattr(node, 'lineno', 0)}"
            return (Api(self.tools.api_step(function.state, "()"), _OWN, made_with=Text.of(site)),)
        if function.path in ("django.dispatch.receiver", "django.dispatch.dispatcher.receiver"):
            return (Receiver(tuple(_keys(arguments.get(0, "signal") or ())), tuple(self._senders(arguments.get(1, "sender")))),)
        key = _key(function, drop_member=True)
        if key is None:
            return None
        if name == "disconnect":                             # until it is connected again, here
            self.silenced.update((key, info) for info in _functions(arguments.get(0, "receiver")))
            return NONE
        if name == "connect":
            self.silenced.difference_update((key, info) for info in _functions(arguments.get(0, "receiver")))
            self.register((key,), tuple(self._senders(arguments.get(1, "sender"))), arguments.get(0, "receiver") or ())
            return NONE
        if name in ("send", "send_robust", "asend", "asend_robust"):
            self._notify(key, self._sender(arguments), dict(arguments.keywords), node)
            return UNKNOWN
        return None

    def register(self, keys: tuple[str, ...], senders: tuple[ClassInfo | str | None, ...], handlers: Values) -> None:
        """Remember handlers."""
        for key in keys:
            known = self.engine.receivers.setdefault(key, [])
            for sender in senders or (None,):
                for handler in handlers:
                    if isinstance(handler, (Func, Partial)) and (sender, handler) not in known:
                        self.engine.layer.add(None, known, (sender, handler))

    def after_write(self, row: ApiRow, receiver: Api, arguments: Arguments, node: ast.AST) -> None:
        """Rows of a model were written: handlers of signals run, and the ``save`` that the repository gave the model."""
        name = receiver.items[-1] if receiver.items else ""
        if row.resource in _PLACES_OF_FILES:
            self._after_storing(name, receiver, arguments, node)
            return
        if receiver.path.startswith(PACKAGE) and receiver.kin is not None:
            self._after_making(row, receiver, receiver.kin.info, node)
            return
        name = _ASYNC.get(name, name)
        if name in _LINKS and receiver.relation:
            owner = self.model_named(Text.of(receiver.relation.partition(".")[0]))
            linked: dict[str, Values] = {"action": tuple(Str(Text.of(f"{when}_{done}")) for done in _LINKS[name] for when in ("pre", "post"))}
            if receiver.model is not None:
                linked["model"] = (Cls(receiver.model),)      # what is at the other end
            if owner is not None and receiver.model is owner:         # changed from the other end
                there = self.member((Inst(owner),), receiver.relation.rpartition(".")[2], node)
                owner = next((value.model for value in there if isinstance(value, Api) and value.model is not None), None)
            if owner is not None:
                linked["instance"] = (Inst(owner),)
            self._notify(f"{_BUILT_IN}m2m_changed", receiver.relation, linked, node)
        if name not in _SENT_BY:
            return
        model = self._saved_by(self.model_of(receiver)) if "relation" not in row.target else None
        if row.lib != _LIB and (model is None or row.resource != "database"):      # what is stored elsewhere sends none
            return
        if name in _SAVES_ROWS and model is not None and (own := model.find("save")) is not None:
            fresh = name in _MAKES_ROWS and comes_without_key(model, arguments)
            for function in self.bound("save", own[1], Inst(model, fresh=fresh), self_node=None):
                self.call_value(function, Arguments(keyword_rest=UNKNOWN), node, spawn=True)      # signals are sent by what it calls
            return
        told: dict[str, Values] = {"created": (Const(True),)} if name in _MAKES_ROWS else {}
        if name == "save" and self._is_known_row(receiver, arguments):
            told = {"created": (Const(False),)}
        for signal in _SENT_BY[name]:
            self._notify(_BUILT_IN + signal, model, told if signal == _AFTER_SAVING else {}, node)

    def _saved_by(self, model: ClassInfo | None) -> ClassInfo | None:
        """The model of which a form or a serializer saves a row; a model itself, and what nothing is known of, as it is."""
        if model is None or not any(base.path.startswith(_WRITES_MODELS) for base in model.external_bases()):
            return model
        return model_of_factory(self, model) or model

    def _is_known_row(self, receiver: Api, arguments: Arguments) -> bool:
        """Whether ``save`` is called of a row that is stored already, and not asked to make another of it."""
        if "force_insert" in arguments.keywords or arguments.positional:
            return False
        if receiver.kin is not None and receiver.kin.stored and leaves_keys(self):
            return True
        return is_stored(self, replace(receiver, path=receiver.path.rpartition(".")[0]))

    def _after_making(self, row: ApiRow, receiver: Api, factory: ClassInfo, node: ast.AST) -> None:
        """A factory made a row: it is saved as the repository saves it, and the factories that it uses made theirs."""
        for made in (factory, *made_first(factory)):
            model = model_of_factory(self, made)
            if made is not factory:
                target = model.name if model is not None else made.name
                self.emit(Act(resource="database", action=Action.WRITE, what=row.what, at=self.at(node), target=target, condition=self.condition,
                              confidence=self.certainty))
            for function in self.member((Inst(model),), "save", node) if model is not None and model.find("save") is not None else ():
                self.call_value(function, Arguments(keyword_rest=UNKNOWN), node, spawn=True)      # signals are sent by what it calls
            if model is not None and model.find("save") is None and row.lib == _LIB:
                for signal in _SENT_BY["save"]:
                    self._notify(_BUILT_IN + signal, model, {}, node)

    def rows_of(self, info: ClassInfo, base: Api) -> ClassInfo:
        """The class of the rows that a class of the repository is about: itself, or what a factory makes, or an import."""
        return (model_of_factory(self, info) if base.path.startswith((PACKAGE, _IMPORTS)) else None) or info

    def _after_storing(self, name: str, receiver: Api, arguments: Arguments, node: ast.AST) -> None:
        """A file of a row was stored or deleted: the row is saved, unless it is asked not to be."""
        place = _WHETHER_TO_SAVE.get(name)
        if place is None or receiver.model is None or not self.engine.instance_state & self.engine.kinds.instance_of(receiver.model):
            return
        asked = arguments.get(place, "save")
        if (asked is None or truth(asked) is not False) and not receiver.path.endswith(f".storage.{name}"):      # that knows of no row
            # A file that is deleted was stored with its row; one that is stored may come with a new row.
            for function in self.member((Inst(receiver.model, stored=name == "delete"),), "save", node):
                self.call_value(function, Arguments(), node, spawn=True)

    def is_listened_to(self, model: ClassInfo) -> bool:
        """Whether handlers of signals get the rows of a model."""
        self.engine.load_receivers()
        return any(wanted is None or wanted in model.linear()
                   for key, known in self.engine.receivers.items() if key.startswith(_BUILT_IN) for wanted, _ in known)

    def _notify(self, key: str, sender: ClassInfo | str | None, keywords: dict[str, Values], node: ast.AST) -> None:
        self.engine.load_receivers()
        for wanted, handler in list(self.engine.receivers.get(key, ())):
            rows, conditions = sender, [IN_SIGNAL_HANDLER]
            if wanted is not None and wanted != sender and (sender is not None or key.startswith(_BUILT_IN)) and not _is_part(wanted, sender, key):
                if not self._deleted_with(wanted, sender, key):
                    continue
                rows, conditions = wanted, [f"as rows of {wanted.name if isinstance(wanted, ClassInfo) else wanted} go with it", IN_SIGNAL_HANDLER]
            if self.silenced and isinstance(handler, Func) and (key, handler.info) in self.silenced:
                continue
            given: dict[str, Values] = dict(keywords)
            if isinstance(rows, ClassInfo):
                given.setdefault("sender", (Cls(rows),))
                given.setdefault("instance", (Inst(rows),))
            self.conditions += conditions
            self.call_value(handler, Arguments([], given, keyword_rest=UNKNOWN), node, spawn=True)
            del self.conditions[-len(conditions):]

    def _deleted_with(self, wanted: ClassInfo | str | None, sender: ClassInfo | str | None, key: str) -> bool:
        """Whether deleting rows of one model deletes rows of another, which send their signals as well."""
        return key in _OF_DELETING and isinstance(sender, ClassInfo) and isinstance(wanted, ClassInfo) and goes_with(wanted, sender, self.related)

    def related(self, value: Api, owner: ClassInfo, kind: str) -> ClassInfo | None:
        """The class on the other side of a relation between models; None if it is not known."""
        if value.model is not None or value.made_with is None or kind == ANY_MODEL:
            return value.model
        return owner if value.made_with.literal == "self" else self.model_named(value.made_with)

    def _sender(self, arguments: Arguments) -> ClassInfo | None:
        """Who sends a signal; for one of Django's, what is said of its row where the class is computed (``sender=row.__class__``)."""
        for values in (arguments.get(0, "sender"), arguments.keywords.get("instance")):
            for value in values or ():
                if isinstance(value, (Cls, Inst)):
                    return value.info
                if isinstance(value, Api) and (model := self.model_of(value)) is not None:
                    return model
        return None

    def _senders(self, values: Values | None) -> Iterator[ClassInfo | str | None]:
        """Whom a handler listens to: models by their classes, the table between two models by its name. None is anybody, such as each of all
        models. One that only a run knows is none of those that are written here.
        """
        for value in values or ():
            if isinstance(value, (Cls, Inst)):
                yield value.info
            elif isinstance(value, Api) and value.path.endswith(f".{THROUGH}"):
                yield value.relation or ".".join(value.path.split(".")[-3:-1])
            elif isinstance(value, Api):
                found = self.model_of(value) or (self.model_named(value.made_with) if value.path.endswith(USER_MODEL) and value.made_with else None)
                yield found if found is not None or _EACH_MODEL in value.path else _OTHER
            elif isinstance(value, Str):
                yield self.model_named(value.text)
            elif value not in NONE:
                yield _OTHER


def _functions(values: Values | None) -> list[FunctionInfo]:
    return [value.info for value in values or () if isinstance(value, Func)]


def _is_part(wanted: ClassInfo | str, sender: ClassInfo | str | None, key: str) -> bool:
    """Whether rows of ``wanted`` go with those of ``sender``: a row of a child model is one of its parents', which is deleted with it."""
    return key in _OF_DELETING and isinstance(sender, ClassInfo) and wanted in sender.linear()


def _key(value: Value, *, drop_member: bool = False) -> str | None:
    if not isinstance(value, Api):
        return None
    path = value.path.rsplit(".", 1)[0] if drop_member else value.path
    if path.startswith(_BUILT_IN):
        return path
    if path == _OWN and value.made_with is not None:
        return "signal " + (value.made_with.literal or "")
    return None


def _keys(values: Values) -> list[str]:
    found: list[str] = []
    for value in values:
        if isinstance(value, Seq):
            found += [key for item in value.items for key in _keys(item)]
        elif (key := _key(value)) is not None:
            found.append(key)
    return found
