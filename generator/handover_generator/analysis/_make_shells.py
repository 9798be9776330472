"""What make gives to the shells of a recipe: all of its lines to one shell (``.ONESHELL``), and variables (``export``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.makefiles import Command

ONE_SHELL, EXPORT_ALL = ".ONESHELL", ".EXPORT_ALL_VARIABLES"
_EXPORT = regex(r"\s*(un)?export\b(?!\s*[:?+]{0,2}=)\s*(.*)")
_NAMES = regex(r"[A-Za-z_]\w*(?:\s+[A-Za-z_]\w*)*\s*")
_PLAIN = regex(r"(?:[^\"`\\$\n]|\$[({][A-Za-z_]\w*[)}])*")
"""A value that is the same word in a shell when it stands in quotes."""
_ASKS = regex(r"\$\$\{?([A-Za-z_]\w*)")
_STARTS = regex(r"(?i)[\w)}]/|\./|\.(?:sh|bash|py|pl)\b|\b(?:bash|sh|python[\d.]*|make|source)\b")
"""A line that may start something here, which has the variables then."""
_SHELLS = regex(r"(?:.*/)?(?:ba|da|k|z|a)?sh")
_ONLY_TESTS = regex(r"(?:\[\[?|test)\s[^;&|\n]*")
_MOST_LENT = 30


@record(slots=True)
class Exports:
    """The variables that make exports."""

    names: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    all: bool = False

    def take(self, line: str) -> bool:
        """Note what a line without a value exports (``export A B``, ``unexport A``); False for any other line."""
        if "export" not in line or (match := _EXPORT.fullmatch(line.partition(" #")[0].rstrip())) is None:
            return False
        names = set(match.group(2).split()) if _NAMES.fullmatch(match.group(2)) else set()
        if match.group(1):
            self.kept |= names
        elif names:
            self.names |= names
        else:                            # all of them, or those that a shell lists: export $(shell sed 's/=.*//' .env)
            self.all = True
        return True

    def lent(self, text: str, values: Mapping[str, str], given: Iterable[str], unsure: Iterable[str]) -> str:
        """What stands before a command of make, so that its shell has the variables that it asks for or may hand on.

        Args:
            text: the command as it is written.
            values: what variables hold there.
            given: those that stand on make's command line, which are always exported.
            unsure: those that hold one of several values, which only the commands get that ask for them.
        """
        names = {*given, *(values if self.all else self.names)} - self.kept
        if not names:
            return ""
        asked, several = set(_ASKS.findall(text)), set(unsure)
        wanted = {name for name in names if name in asked or (name not in several and _STARTS.search(text) is not None)}
        plain = sorted(name for name in wanted if name.isidentifier() and _PLAIN.fullmatch(values.get(name, "$")) is not None)
        return "".join(f'export {name}="$({name})"; ' for name in plain[:_MOST_LENT])


def in_one_shell(commands: Sequence[Command], shell: str, flags: str) -> list[Command]:
    """The commands of a recipe as the text that one shell runs, each in its line; those under different conditions stay apart.

    Args:
        commands: what the lines of the recipe say.
        shell: what runs it, as ``SHELL`` says.
        flags: how, as ``.SHELLFLAGS`` says: with ``-e`` it ends where a line fails.
    """
    if not _SHELLS.fullmatch(shell):
        return list(commands)
    words = [f"-{word[1:].replace('c', '')}" if word.startswith("-") else word for word in flags.split()]      # -ec: with -e, what follows
    options = " ".join(word for word in words if word != "-")
    strict = any(word.startswith("-") and "e" in word for word in words)
    joined: list[Command] = []
    for command in commands:
        if strict and _ONLY_TESTS.fullmatch(command.text) is not None:
            command = replace(command, text=f"{command.text} || exit 1")         # what -e makes of it
        last = joined[-1] if joined else None
        if last is None or last.condition != command.condition or last.at.path != command.at.path:
            joined.append(replace(command, text=f"set {options}; {command.text}" if options else command.text))
            continue
        lines = command.at.line - last.at.line - last.text.count("\n")
        joined[-1] = replace(last, text=last.text + "\n" * max(lines, 1) + command.text)
    return joined
