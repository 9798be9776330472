"""Signals: handlers that a framework calls when rows are saved or deleted, or when the repository sends a signal of its own.

Django's documentation of signals gives the pairs of operation and signal; bulk operations send none.
"""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.row_kinds import RowKinds
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Inst, Partial, Receiver, Seq, Value, Values
from handover_generator.model.behaviour import IN_SIGNAL_HANDLER
from handover_generator.model.text import Text

_OTHER = "a sender outside the repository"
_BUILT_IN = "django.db.models.signals."
_OWN = "django.dispatch.Signal()"
_SENT_BY = {
    "save": ("pre_save", "post_save"), "create": ("pre_save", "post_save"), "get_or_create": ("pre_save", "post_save"),
    "update_or_create": ("pre_save", "post_save"), "delete": ("pre_delete", "post_delete"), "add": ("m2m_changed",), "set": ("m2m_changed",),
    "asave": ("pre_save", "post_save"), "acreate": ("pre_save", "post_save"), "adelete": ("pre_delete", "post_delete"),
}


class Signals(RowKinds):
    """Registration and sending of signals."""

    def signal_call(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """The call, if it is about signals; None otherwise."""
        name = function.items[-1] if function.items else ""
        if function.path in ("django.dispatch.Signal", "django.dispatch.dispatcher.Signal"):
            site = f"{self.module.path}:{getattr(node, 'lineno', 0)}"
            return (Api(self.tools.api_step(function.state, "()"), _OWN, made_with=Text.of(site)),)
        if function.path in ("django.dispatch.receiver", "django.dispatch.dispatcher.receiver"):
            return (Receiver(tuple(_keys(arguments.get(0, "signal") or ())), tuple(_senders(arguments.get(1, "sender")))),)
        key = _key(function, drop_member=True)
        if key is None:
            return None
        if name == "connect":
            self.register((key,), tuple(_senders(arguments.get(1, "sender"))), arguments.get(0, "receiver") or ())
            return NONE
        if name in ("send", "send_robust") and function.path.startswith(_OWN):
            sender = next((v.info for v in arguments.get(0, "sender") or () if isinstance(v, (Cls, Inst))), None)
            self._notify(key, sender, dict(arguments.keywords), node)
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

    def after_write(self, receiver: Api, node: ast.AST) -> None:
        """A row of a known model was written: its handlers run."""
        if receiver.model is None or not receiver.items:
            return
        for signal in _SENT_BY.get(receiver.items[-1], ()):
            self._notify(_BUILT_IN + signal, receiver.model, {}, node)

    def _notify(self, key: str, sender: ClassInfo | None, keywords: dict[str, Values], node: ast.AST) -> None:
        self.engine.load_receivers()
        for wanted, handler in list(self.engine.receivers.get(key, ())):
            if wanted is not None and (sender is not None or wanted == _OTHER) and wanted is not sender:
                continue
            given: dict[str, Values] = dict(keywords)
            if sender is not None:
                given.setdefault("sender", (Cls(sender),))
                given.setdefault("instance", (Inst(sender),))
            self.conditions.append(IN_SIGNAL_HANDLER)
            self.call_value(handler, Arguments([], given, keyword_rest=UNKNOWN), node, spawn=True)
            self.conditions.pop()


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


def _senders(values: Values | None) -> list[ClassInfo | str | None]:
    """Classes of the repository; any other sender that is named (a model of a library, the table between two models) is none of them."""
    found: list[ClassInfo | str | None] = [value.info for value in values or () if isinstance(value, (Cls, Inst))]
    return found or ([_OTHER] if values and values != NONE else [])
