"""What is looked up in something unknown, with what stands there otherwise: ``config.get("command", "make clean")``."""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Str, Values, literal
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

DOCUMENT = regex(r"\.json\(\)|(?:json|yaml|YAML\(\)|toml\w*)\.\w*load\w*\(\)")
"""Paths of what was read from a text of JSON, YAML or TOML."""
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
