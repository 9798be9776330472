"""What functions of make give where all that they are given is known, and what the simplest commands of ``$(shell ...)`` print."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from handover_generator.model.text import MOST_WORDS
from handover_generator.regexes import regex

_LOOKS_UP = regex(r"[\s{(]*(?:command\s+-v|which|type\s+-p)\s+([\w./+-]+)\s*(?:2?>\s*/dev/null\s*)?(?:(?:\|\||[;})]).*)?")
"""Asks where a program lies, perhaps several one after the other: the first is what is meant."""
_OF_PATH = regex(r"(basename|dirname)\s+(?:--\s+)?([\"']?)([^\s\"'|;&$`]+)\2")


def given(function: str, arguments: list[str]) -> str | None:
    """What a function gives of arguments that are known as a whole; None where it is none of these.

    Args:
        function: its name.
        arguments: cut at commas, spaces at the begin of all but the first among them.
    """
    if function == "shell":
        return printed(",".join(arguments))
    words = arguments[-1].split()
    if len(words) > MOST_WORDS:
        return None
    if function in _OF_WORDS and len(arguments) == 1:
        return " ".join(_OF_WORDS[function](word) for word in words)
    if function in _OF_LISTS and len(arguments) == 1:
        return " ".join(_OF_LISTS[function](words))
    if function == "or":
        return next((each.strip() for each in arguments if each.strip()), "")
    if function == "addprefix" and len(arguments) == 2:
        return " ".join(arguments[0] + word for word in words)
    if function == "addsuffix" and len(arguments) == 2:
        return " ".join(word + arguments[0] for word in words)
    if function == "subst" and len(arguments) == 3 and arguments[0]:
        return arguments[2].replace(arguments[0], arguments[1])
    return None


def printed(command: str) -> str | None:
    """What a command of ``$(shell ...)`` prints that only looks up a program, or takes a path apart: the program by its name."""
    line = command.strip()
    if (found := _LOOKS_UP.fullmatch(line)) is not None:
        return posixpath.basename(found.group(1))
    if (found := _OF_PATH.fullmatch(line)) is not None:
        path = found.group(3)
        return posixpath.basename(path.rstrip("/")) if found.group(1) == "basename" else posixpath.dirname(path.rstrip("/")) or "."
    return None


def _dir(word: str) -> str:
    return word[: word.rfind("/") + 1] or "./"


def _stem(word: str) -> str:
    stem, dot, rest = word.rpartition(".")
    return stem if dot and "/" not in rest else word


def _suffix(word: str) -> str:
    return word[len(_stem(word)):]


_OF_WORDS: dict[str, Callable[[str], str]] = {
    "dir": _dir, "notdir": lambda word: word.rpartition("/")[2], "basename": _stem, "suffix": _suffix, "abspath": posixpath.normpath,
    "realpath": posixpath.normpath,
}
_OF_LISTS: dict[str, Callable[[list[str]], list[str]]] = {
    "strip": list, "firstword": lambda words: words[:1], "lastword": lambda words: words[-1:], "sort": lambda words: sorted(set(words)),
}
