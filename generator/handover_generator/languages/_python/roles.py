"""What a call gives for the roles of a row: a function for each form of ``model.roles.ROLES``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from handover_generator.languages._python.frame import Arguments, Frame
from handover_generator.languages._python.requested import methods_of
from handover_generator.languages._python.strings import items_of
from handover_generator.languages._python.values import EACH, Api, Inst, Map, Seq, Str, Values, join
from handover_generator.model.roles import Role, role_of
from handover_generator.model.text import Text
from handover_generator.regexes import regex

MODEL_PATH = regex(r"(?<!\.db)\.models\.(?:[a-z]\w*\.)*(?!\w*(?:QuerySet|Manager)\b)([A-Z]\w*)")


def given(frame: Frame, roles: tuple[str, ...], receiver: Api, arguments: Arguments) -> Values | None:
    """Values of the first role that is given, None where none is.

    Args:
        frame: the routine with the call.
        roles: as a row of the catalogue has them.
        receiver: what the call is of.
        arguments: what it is given.
    """
    for text in roles:
        role = role_of(text)
        if role is not None and (values := _READERS[role.form](frame, role, receiver, arguments)) is not None:
            return values
    return None


def _text(text: str | Text) -> Values:
    return (Str(text if isinstance(text, Text) else Text.of(text)),)


def _literal(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    return _text(role.name)


def _argument(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    position = int(role.name)
    return arguments.positional[position] if position < len(arguments.positional) else None


def _arguments_from(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    words = arguments.positional[int(role.name):]
    if words and "args" in arguments.keywords:           # the other words, in a list with a name
        words = [*words, arguments.keywords["args"]]
    return (Seq(tuple(words), arguments.rest is None),) if words else None


def _receiver(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    items = [item for item in receiver.items[:-1] if item]
    if any(item != EACH for item in items):
        return _text(".".join(items))
    return _made_with(frame, role, receiver, arguments)


def _made_with(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    """What the receiver was made with, which is known whatever it is called."""
    return _text(receiver.made_with) if receiver.made_with is not None else None


def _model(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    if receiver.model is not None:
        return _text(receiver.model.name)
    if receiver.relation:                                # of which nobody knows where it leads
        return _text(receiver.relation)
    foreign = MODEL_PATH.search(receiver.path)           # of another application, or of Django's own
    return _text(foreign.group(1)) if foreign is not None else None


def _of_class(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    found = receiver.model.find(role.name) if receiver.model is not None else None
    return found[1] if found is not None else None


def _relation(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    return _text(receiver.relation) if receiver.relation else None


def _member(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    return _text(receiver.items[-1]) if receiver.items else None


def _method(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    name = role.name
    values = given(frame, (role.of,), receiver, arguments) or ()
    outside = tuple(value.step(frame.tools.api_step(value.state, name), f".{name}", name, value.made_with)
                    for value in values if isinstance(value, Api))
    own = [frame.bound(name, member[1], value, self_node=None) for value in values
           if isinstance(value, Inst) and (member := value.info.find(name)) is not None]
    return join(outside, *own) if outside or own else None


def _key_of_each(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    members = items_of(given(frame, (role.of,), receiver, arguments) or ())
    return _under(role.name, members)


def _makers_of_each(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    members = items_of(given(frame, (role.of,), receiver, arguments) or ())
    return tuple(Str(Text.of(value.path.removesuffix("()").rpartition(".")[2])) for value in members if isinstance(value, Api)) or None


def _sent_as(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    return methods_of(given(frame, (role.of,), receiver, arguments) or ())


def _inside(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    if (named := arguments.keywords.get(f"{role.of}.{role.name}")) is not None:        # **{"configuration.query": ...}
        return named
    values = given(frame, (role.of,), receiver, arguments)
    for key in role.name.split("."):
        values = _under(key, values or ())
    return values


def _named(frame: Frame, role: Role, receiver: Api, arguments: Arguments) -> Values | None:
    return arguments.keywords.get(role.name)


def _under(key: str, values: Values) -> Values | None:
    """What the dictionaries among some values hold under a key."""
    found = [held for value in values if isinstance(value, Map) and (held := value.get(key)) is not None]
    return join(*found) if found else None


_Reader: TypeAlias = Callable[[Frame, Role, Api, Arguments], Values | None]

_READERS: dict[str, _Reader] = {
    "=text": _literal,
    "arg0": _argument,
    "args.1": _arguments_from,
    "receiver": _receiver,
    "receiver.arg0": _made_with,
    "model": _model,
    "class.name": _of_class,
    "relation": _relation,
    "member": _member,
    "name.method()": _method,
    "name[].key": _key_of_each,
    "name[].()": _makers_of_each,
    "name.method": _sent_as,
    "name.key.key": _inside,
    "name": _named,
}
