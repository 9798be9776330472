"""Options of a command line that are either given or not: ``--force``, ``--dry-run/--no-dry-run``.

Where a program is started with words that are all known, each of them is known, too, and what it decides is decided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import FunctionInfo
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Api, Const, Switch, Values
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

SWITCHES = regex(r"""store_true|store_false|is_flag|BooleanOptionalAction|["']-[^"'\n]*/--no-""")
"""A text without this declares none."""
_STORES = {"store_true": True, "store_false": False}
_WORDS = {"true": True, "yes": True, "on": True, "1": True, "y": True, "false": False, "no": False, "off": False, "0": False, "n": False}
_HOLDS_OPTIONS = regex(r"(?i)arg|opt|flag|param|extra|[@*]")
_SHORT_ONES = regex(r"-[A-Za-z]{2,}")


def declared(names: Sequence[str], keywords: Mapping[str, Values]) -> Switch | None:
    """The switch that ``add_argument`` or ``click.option`` declares; None for options with a value, and where more than the command line decides."""
    default = keywords.get("default")
    if {"envvar", "callback", "flag_value", "count", "const"} & set(keywords) or (default is not None and _truth(default) is None):
        return None
    flags = [name for name in names if name.startswith("-")]
    stored = _STORES.get(literal(keywords.get("action", ())) or "")
    if stored is not None:
        given = _truth(default) if default is not None else None
        return Switch(tuple((name, stored) for name in flags), not stored if given is None else given) if flags else None
    if any(isinstance(value, Api) and value.path == "argparse.BooleanOptionalAction" for value in keywords.get("action", ())):
        both = tuple((word, on) for name in flags for word, on in ((name, True), ("--no-" + name[2:], False)) if on or name.startswith("--"))
        return Switch(both, bool(default is not None and _truth(default))) if flags else None
    is_flag = _truth(keywords.get("is_flag", ()))
    if not is_flag and (is_flag is False or not any("/" in name for name in flags)):
        return None
    found = _pairs(flags)
    return Switch(found, bool(default is not None and _truth(default))) if found else None


def paired(names: Sequence[str], default: Values) -> Switch | None:
    """The switch that ``typer.Option(False, "--commit/--no-commit")`` declares; without any name it is called like its parameter, and both ways."""
    on = default[0].value if len(default) == 1 and isinstance(default[0], Const) else None
    return Switch(_pairs([name for name in names if name.startswith("-")]), on) if isinstance(on, bool) else None


def _pairs(flags: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """What each name makes of it: ``--dry-run/--no-dry-run`` are two."""
    return tuple((word.strip(), value) for on, _, off in (name.partition("/") for name in flags) for word, value in ((on, True), (off, False))
                 if word.strip())


def valued(flag: str, default: Values) -> Switch | None:
    """What is known of an option with a value that says yes or no, from what it is by default; None for any other."""
    word = literal(default)
    on = _WORDS.get(word.lower()) if word is not None else _truth(default)
    return Switch(((flag, not on),), on) if on is not None else None


def says_flag(text: str, option: str) -> bool:
    """Whether a program's text declares an option that takes no value; what follows it then is a word of its own."""
    name = re.escape(option)
    return re.search(rf"""["']{name}(?:/--|["'](?=[^()]*?(?:is_flag\s*=\s*True|["']store_(?:true|false|const)["'])))""", text) is not None


def parted(arguments: Sequence[Text] | None, text: str) -> Sequence[Text] | None:
    """The words that a program is started with, those of several letters (``-cn``) parted where its text declares each as an option without a
    value.
    """
    if arguments is None or not any(isinstance(word.literal, str) and _SHORT_ONES.fullmatch(word.literal) for word in arguments):
        return arguments
    found: list[Text] = []
    for word in arguments:
        letters = [f"-{letter}" for letter in (word.literal or "")[1:]] if _SHORT_ONES.fullmatch(word.literal or "") else []
        found += [Text.of(letter) for letter in letters] if letters and all(says_flag(text, letter) for letter in letters) else [word]
    return found


def given_options(arguments: Sequence[Text] | None) -> frozenset[str] | None:
    """The options among the words that a program is started with; None where a word may be one that is not known."""
    found: list[str] = []
    before = ""
    for word in arguments or ():
        first = word.parts[0] if word.parts else ""
        if isinstance(first, Hole):
            if not before.startswith("--") or "=" in before or _HOLDS_OPTIONS.search(first.name or "@"):
                return None
            before = ""
            continue
        before = first
        if _SHORT_ONES.fullmatch(first):
            return None                                      # several in one word, or one with its value
        if first.startswith("-"):
            found.append(first.partition("=")[0])
    return frozenset(found) if arguments is not None else None


def _truth(values: Values) -> bool | None:
    return bool(values[0].value) if len(values) == 1 and isinstance(values[0], Const) and isinstance(values[0].value, (bool, type(None))) else None


def as_command(info: FunctionInfo, given: frozenset[str] | None) -> Arguments:
    """What a command is called with: its options, which whoever starts it gives or not."""
    known: dict[str, Values] = {name: (Const(value),) for name, value in standing(info.switches, given)}
    return Arguments([], {**info.options, **known}, outside="flag")


def standing(switches: Mapping[str, Switch], given: frozenset[str] | None) -> tuple[tuple[str, bool], ...]:
    """What each switch is, by member; nothing where it is not known which options are given."""
    return () if given is None else tuple(sorted((name, switch.among(given)) for name, switch in switches.items()))
