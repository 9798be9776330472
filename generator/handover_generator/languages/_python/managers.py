"""Classes of the repository that extend a library's: their own methods on what the library makes of them.

A library's method gives back what it was called on (``Shelf.objects.filter(...)`` is still the query set class that the repository wrote), so the
methods which the repository added are found there too. And a manager of Django begins every query at its ``get_queryset``.
"""

from __future__ import annotations

import ast

from handover_generator.analysis.tables import application_of
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.mapped import MAPPED, is_mapped, partner
from handover_generator.languages._python.outside_models import RELATIONS
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.roles import MODEL_PATH
from handover_generator.languages._python.rows import FIELD
from handover_generator.languages._python.signals import Signals
from handover_generator.languages._python.stored_rows import is_stored
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Api, Cls, Func, Inst, Str, UnknownValue, Value, Values, join
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_NO_QUERY = frozenset({"model", "name", "db", "_db", "auto_created", "creation_counter", "contribute_to_class", "deconstruct", "get_queryset"})
_MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
_OF_FLASK = frozenset({"query", "session"})
_IS_DATABASE = regex(r"\A[a-z]\w*(?:\.\w+)*\.db\Z")
_IS_MODEL = regex(r"\.(?:\w+_)?models\.(?:\w+\.)*[A-Z]\w*\Z")
_NO_MODEL = regex(r"(?:Manager|QuerySet|Query|Mixin|Field|Choices)\Z")
_MIXIN = "Mixin"
_OF_ROWS = regex(r"(?:Manager|QuerySet)(?:\.from_queryset\(\))?\Z")
_ROWS = regex(r"(?:Manager|QuerySet)\Z")
_HOLDS_ROWS = regex(r"(?:\A|/)(?:models|managers?|query|query_?sets?)(?:\.py|/[^/]+\.py)\Z")
"""Where an application keeps its query sets and managers."""
_HOLDS_MODELS = regex(r"(?:\A|/)models(?:\.py|/[^/]+\.py)\Z")
META = "._meta"
MODELS_OF_META = frozenset({"model", "concrete_model"})
"""What Django keeps about a model, and its members that are the model itself."""
TABLE_OF_META = "db_table"
NAMES_IN_META = frozenset({"model_name", "app_label"})
_OF_ALL_TABLES = (".SQLAlchemy", ".Session", ".AsyncSession", ".Engine")
"""Classes whose heirs are the way to every table, and none themselves."""
_BACK_TO_MANY = "_set"
_TWINS = {"asave": "save", "adelete": "delete"}
"""What Django's own methods for asynchronous code call."""
_PLAIN = "django."
"""Where the models come from whose rows are deleted as Django does it."""


class Managers(Signals):
    """Members that the repository added to a class of a library."""

    def own_member(self, value: Api, name: str) -> Values | None:
        """A member of the repository class whose instance ``value`` still is; None if it is none, or has no such member."""
        kin = value.kin
        if kin is None or not value.state & self.engine.kinds.instance_of(kin.info):
            return None
        found = kin.info.find(name)
        if found is not None:
            return self.bound(name, found[1], Inst(kin.info, kin.site, value.model or kin.model, value.filtered), self_node=None)
        for base in kin.info.external_bases():               # what its base was made from: ``class Books(Manager.from_queryset(Marking))``
            if base.kin is not None and (found := base.kin.info.find(name)) is not None:
                return self.bound(name, found[1], Inst(base.kin.info, kin.site, value.model or kin.model, value.filtered), self_node=None)
        return None

    def inherited(self, value: Inst, name: str, node: ast.AST) -> Values | None:
        """A member that a library's class gives an instance of the repository's: by way of the manager's query set, of the class that its base
        was made from, or as the catalogue says. None if it has no such base.
        """
        bases = value.info.external_bases()
        if not bases:
            return None
        if name == "model" and value.model is not None and any(_OF_ROWS.search(base.path) for base in bases):
            outside = self.engine.kinds.is_outside(value.model)
            return (Api(self.engine.model_state, value.model.name, model=value.model) if outside else Cls(value.model),)
        start = value.info.find("get_queryset") if name not in _NO_QUERY else None
        if start is not None:
            queries: list[Values] = []
            for function in self.bound("get_queryset", start[1], value, self_node=None):
                if isinstance(function, Func):
                    queries.append(self.call_value(function, Arguments(), node))
            known = tuple(replace(one, model=value.model, filtered=one.filtered or value.filtered) if isinstance(one, Inst) else
                          replace(one, model=value.model or one.model if _of_no_model(one) else one.model, filtered=one.filtered or value.filtered)
                          if isinstance(one, Api) else one for one in join(*queries)
                          if isinstance(one, Inst) or (isinstance(one, Api) and self.engine.kinds.precise(one.state)))
            if known:
                return self.member(known, name, node)
        for base in bases:
            if base.kin is not None and (found := base.kin.info.find(name)) is not None:
                return self.bound(name, found[1], Inst(base.kin.info, "", value.model), self_node=None)
        row = bool(self.engine.instance_state & self.engine.kinds.instance_of(value.info))
        if row and (back := self.points_back(value.info, name, node)) is not None:
            return back
        if row and name in _TWINS and value.info.find(_TWINS[name]) is not None:
            return self.member((value,), _TWINS[name], node)
        kin = Inst(value.info, "", value.model, stored=value.stored)
        stands_for = self.engine.kinds.adopted(value.info)
        out: dict[frozenset[int], Value] = {}            # several bases that say the same are one
        for base in value.info.giving_bases():
            state = self.tools.api_step(stands_for or self.tools.api_step(self.tools.api_step(base.state, "@sub"), "@inst"), name)
            model = value.model or (None if base.path.endswith(_OF_ALL_TABLES) else self.rows_of(value.info, base))
            made = Api(state, f"{base.path}().{name}", items=(name,), model=model, filtered=value.filtered, kin=kin)
            out.setdefault(state, self.through(made, value.info, name) if row else made)
        return tuple(out.values())

    def row_of(self, value: Api) -> ClassInfo | None:
        """The class of which a value from outside is an instance, where it is one as its library makes them."""
        if value.state & self.engine.instance_state:
            return self.model_of(value)
        return value.model if value.model is not None and value.state & self.engine.kinds.instance_of(value.model) else None

    def row_as_instance(self, value: Value) -> Inst | Cls | None:
        """The object of a class of the repository that a value is, also where a library gave it; None for anything else."""
        if isinstance(value, (Inst, Cls)):
            return value
        row = self.row_of(value) if isinstance(value, Api) else None
        return Inst(row, stored=isinstance(value, Api) and is_stored(self, value)) if row is not None else None

    def model_behind(self, meta: Api) -> Values:
        """The model that ``row._meta`` belongs to; empty where it is not known."""
        if meta.model is None or meta.relation not in ("", meta.model.name + META):         # else of what hangs on the row
            return ()
        if not self.engine.kinds.is_outside(meta.model):
            return (Cls(meta.model),)
        return (Api(self.engine.model_state, f"{meta.path}.model", model=meta.model),)

    def table_behind(self, meta: Api) -> Values:
        """The table of the model that ``row._meta`` belongs to: as the model says, else as Django calls it after the application; empty where
        neither is certain. Of a model that is not here, what only a run can fill, called by the model.
        """
        models = self.model_behind(meta)
        owner = next((value.info for value in models if isinstance(value, Cls)), None)
        if owner is None:
            return tuple(Str(Text((Hole("unknown", value.model.name),))) for value in models if isinstance(value, Api) and value.model is not None)
        inner = next((value.info for value in owner.attributes.get("Meta", ()) if isinstance(value, Cls)), None)
        stated = {name: literal(inner.attributes.get(name, ())) for name in ("db_table", "app_label")} if inner is not None else {}
        if stated.get("db_table"):
            return (Str(Text.of(stated["db_table"] or "")),)
        if inner is not None and not {"db_table", "proxy"}.isdisjoint(inner.attributes):
            return ()
        label = stated.get("app_label") or application_of(owner.module.path, self.tools.files)
        return (Str(Text.of(f"{label}_{owner.name.lower()}")),) if label else ()

    def names_behind(self, meta: Api, name: str) -> Values:
        """``row._meta.model_name`` and ``app_label`` of a model that is here; empty where they are not certain."""
        owner = next((value.info for value in self.model_behind(meta) if isinstance(value, Cls)), None)
        if owner is None or len(self.model_behind(meta)) != 1:
            return ()
        inner = next((value.info for value in owner.attributes.get("Meta", ()) if isinstance(value, Cls)), None)
        stated = inner is not None and any("app_label" in one.attributes for one in inner.linear())
        found = owner.name.lower() if name == "model_name" else "" if stated else application_of(owner.module.path, self.tools.files)
        return (Str(Text.of(found)),) if found else ()

    @staticmethod
    def through(value: Api, row: ClassInfo, name: str) -> Api:
        """A member of a row, called by it: where it is a relation of which nothing else is known, its rows are not called like the row, and they
        are those of one row.
        """
        back = name.endswith(_BACK_TO_MANY)
        return replace(value, model=None if back else row, relation=f"{row.name}.{name}", filtered=value.filtered or back)

    def foreign_model(self, value: Api, name: str) -> frozenset[int]:
        """The state of the manager of a model that another application brings (``othershop.models.Order.objects``), for Flask of its query, and of
        the session of the database that it brings (``othershop.db.session``); empty if it is none.
        """
        if name not in _MANAGERS and name not in _OF_FLASK:
            return frozenset()
        if not (_IS_DATABASE if name == "session" else _IS_MODEL).search(value.path) or self.engine.kinds.precise(value.state):
            return frozenset()
        if name in _MANAGERS:
            return self.tools.api_step(self.engine.model_state, name)
        return self.engine.state("flask_sqlalchemy", "SQLAlchemy", "()", *(("Model",) if name == "query" else ()), name)

    def points_back(self, model: ClassInfo, name: str, node: ast.AST) -> Values | None:
        """The member that a relation of another model gives a row: the rows that point to it, or the one."""
        pointing = self.engine.kinds.pointing_back(name)
        if len(pointing) > 1:                                # called alike: those of this model
            pointing = [one for one in pointing if self._leads_to(one[0], one[1].member, model)]
        if not pointing:
            return None
        info, relation = pointing[0]
        if relation.is_mapped or any(one[0] is not info or one[1].kind != relation.kind for one in pointing):
            return None
        if relation.is_plain and not self._leads_to(info, relation.member, model):
            return None
        if info in model.linear():                           # a relation to itself is of the heir of an abstract model
            info = model
        if relation.is_one:
            return (Inst(info),)
        rows = self.member((Cls(info),), "objects", node)
        return tuple(replace(value, filtered=True, relation=relation.links) if isinstance(value, Api) else
                     replace(value, filtered=True) if isinstance(value, Inst) else value for value in rows)

    def _leads_to(self, info: ClassInfo, member: str, model: ClassInfo) -> bool:
        """Whether a relation of a class leads to the rows of ``model``."""
        found = info.find(member)
        return found is not None and any(
            isinstance(value, Api) and self.related(value, found[0], value.path.removesuffix("()").rpartition(".")[2]) in model.linear()
            for value in found[1])

    def mapped_back(self, name: str) -> Values | None:
        """The member that the ``backref`` of a relationship gives to the rows on the other side; None where none is called so."""
        found = self.engine.kinds.points_back(name)
        if found is None or not found[1].is_mapped:
            return None
        state = self.engine.state("sqlalchemy", "orm", "relationship", "()")
        return (Api(state, MAPPED, items=(name,), model=found[0], relation=f"{found[1].owner}.{found[1].member}"),)

    def as_model(self, base: Api, heir: ast.ClassDef) -> Api:
        """A base class from a package that nobody modelled: among an application's models it is an abstract model, for which Django is known; one
        that is called a mixin, where its heir has fields and no other base. And a query set or a manager of one, which the class is made from, is
        one of Django's with something added.
        """
        if (rows := _ROWS.search(base.path)) is not None and "()" not in base.path and not self.engine.kinds.precise(
                self.tools.api_step(base.state, "@sub")) and self._holds_rows():
            return replace(base, state=self.engine.state("django", "db", "models", rows.group()))
        if base.state or not _IS_MODEL.search(base.path) or self.tools.package_known(base.path.split(".")[0]):
            return base
        if _NO_MODEL.search(base.path) and not (base.path.endswith(_MIXIN) and len(heir.bases) == 1 and _has_fields(heir)):
            return base
        if not _HOLDS_MODELS.search(self.module.path) or "django" not in (self.tools.files[self.module.path].text or ""):
            return base
        return replace(base, state=self.engine.model_base)

    def _holds_rows(self) -> bool:
        """Whether a file is where an application of Django has its query sets and managers."""
        text = self.tools.files[self.module.path].text or ""
        return "django" in text and ("QuerySet" in text or _HOLDS_ROWS.search(self.module.path) is not None)

    def promised(self, info: ClassInfo, name: str, found: Values) -> Values | None:
        """What a library's class promises under a name that the repository fills with something nobody modelled: a manager of another
        package, or a class made from one, is still a manager. None where more is known of what it fills it with, or nothing is promised.
        """
        if not all(isinstance(value, UnknownValue) or (isinstance(value, (Api, Inst)) and not self._modelled(value)) for value in found):
            return None
        for base in info.external_bases():
            state = self.engine.kinds.precise(self.tools.api_step(self.tools.api_step(base.state, "@sub"), name))
            if not state:
                continue
            for value in found:
                if isinstance(value, Inst):
                    self.engine.kinds.adopt(value.info, state)
            if all(isinstance(value, (Api, UnknownValue)) for value in found):
                return (Api(state, f"{base.path}.{name}", items=(name,), model=info, kin=Inst(info)),)
        return None

    def _modelled(self, value: Api | Inst) -> bool:
        """Whether the catalogue knows where a value comes from. An object of the repository alone is known."""
        if isinstance(value, Api):
            return bool(self.engine.kinds.precise(value.state) if _OF_ROWS.search(value.path.removesuffix("()")) else value.state)
        bases = value.info.external_bases()
        return not bases or any(base.state for base in bases)

    def field_of(self, value: Api, owner: ClassInfo, name: str, *, of_row: bool) -> Api:
        """What ``owner`` holds under a name from outside, as it is seen from there: a relation leads to the rows of another model, to those of
        one row where it is a row's (``of_row``).
        """
        kind = value.path.removesuffix("()").rpartition(".")[2]
        if is_mapped(value):
            return replace(value, model=partner(self.engine, value, owner, name), relation=f"{owner.name}.{name}")
        if not kind.endswith(RELATIONS):
            # What a row holds there reads like the field, not like the words that the model gives it for people.
            named = Text((Hole("unknown", name),)) if kind.endswith(FIELD) and value.path.endswith("()") else value.made_with
            return value if self._is_of_another(value, owner) else replace(value, model=owner, made_with=named)
        model = self.related(value, owner, kind)
        state = value.state | self._beyond_plain(model, one=not kind.startswith("Many")) if of_row and model is not None else value.state
        return replace(value, state=state, model=model, relation=f"{owner.name}.{name}", filtered=value.filtered or of_row)

    def _beyond_plain(self, model: ClassInfo, *, one: bool) -> frozenset[int]:
        """Where a row of a model, or its rows, stand besides what holds for any model: of a package whose rows are deleted in another way."""
        step = self.tools.api_step
        own: set[int] = set()
        for base in model.external_bases():
            if not base.path.startswith(_PLAIN):
                kept = step(base.state, "@sub")
                own |= self.engine.kinds.precise(step(kept, "@inst" if one else "objects"))
        return frozenset(own) - self.engine.instance_state

    def _is_of_another(self, value: Api, owner: ClassInfo) -> bool:
        """Whether a class that is no model itself, such as a command, only holds a model or rows of one."""
        return (value.model is not None or MODEL_PATH.search(value.path) is not None) and not self.engine.instance_state & (
            self.engine.kinds.instance_of(owner))


def _of_no_model(query: Api) -> bool:
    """Whether a query is of nothing but the class of queries that the repository wrote."""
    return query.model is None or (query.kin is not None and query.model is query.kin.info)


def _has_fields(model: ast.ClassDef) -> bool:
    """Whether fields of Django stand in a class as one writes them there (``name = models.TextField()``)."""
    calls = (statement.value.func for statement in model.body if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr.endswith(("Field", "Key")) and getattr(call.value, "id", "") == "models"
               for call in calls)
