"""What is looked up in something unknown, with what stands there otherwise: ``config.get("command", "make clean")``; and in a table, under a
computed key.
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.strings import choice_of, key_of, may_be
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Str, Values, join
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

DOCUMENT = regex(r"\.json\(\)|configobj\.ConfigObj\(\)|(?:json|yaml|YAML\(\)|toml\w*)\.\w*load\w*\(\)")
"""Paths of what was read from a text of JSON, YAML or TOML, or from a file of settings."""
_LOOKS_UP = frozenset({"get", "pop", "setdefault"})


def looked_up(method: str, arguments: Arguments) -> Values | None:
    """What a look-up by ``method`` gives: a text named by its key, which knows its default.

    None where it is none, or where key or default are no literal strings. ``get("mail", "host")`` may as well ask a ConfigParser for the option of
    a section: a second argument is a default where it is more than a word.
    """
    if method not in _LOOKS_UP or not 1 <= len(arguments.positional) <= 2:
        return None
    key, default = literal(arguments.positional[-1]), None
    if named := arguments.get(2, "default", "fallback"):
        default = literal(named)
    elif len(arguments.positional) == 2:
        key, default = literal(arguments.positional[0]), key
        if default is not None and default.replace("-", "_").isidentifier():
            return None
    return (Str(Text((Hole("unknown", key, default),))),) if key and default else None


def chosen(entries: Iterable[tuple[str, Values]], keys: Values) -> Values:
    """What a table holds under a computed key: under each of several known ones, and under all that a key with holes may be."""
    known = {key_of((key,)) for key in keys}
    wanted = [choice_of((key,)) for key in keys if key_of((key,)) is None] or ([] if keys else [choice_of(keys)])
    return join(*(values for name, values in entries if name in known or any(may_be(text, name) for text in wanted)))
