"""Reads the text of Makefiles: variables, rules, what they include, and under which conditions each line counts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from handover_generator.analysis._make_conditions import Conditionals
from handover_generator.analysis._make_shells import EXPORT_ALL, ONE_SHELL, in_one_shell
from handover_generator.analysis._make_text import names_in, spread
from handover_generator.analysis.makefiles import Command, Makefile, Rule, Setting, stem_of
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_RULE = regex(r"^([^\s:#=][^:#=]*)::?(?!=)\s*([^;#]*)(?:;(.*))?")
_VARIABLE = regex(r"^\s*(?:(?:export|override)\s+)*(\.?[A-Za-z_][\w.-]*)\s*([:?+]{0,2}=)\s*(.*)$")
_INCLUDE = regex(r"(?:-|s)?include\s+(\S.*)")
_DEFINES = regex(r"\s*(?:(?:override|export)\s+)*define\s+([\w.-]+)\s*(?:[:?+]{0,2}=)?\s*")
_STOPS = regex(r"\s*\$[({]error\b.*")
_MOST_INCLUDED = 20

Reader = Callable[[str], str | None]
"""The text of a file of the repository; None where there is none."""


def read_makefile(text: str, path: str, reads: Reader = lambda _: None, given: Mapping[str, str] | None = None) -> Makefile:
    """What a Makefile says, with those that it includes.

    Args:
        text: what it holds.
        path: where it lies.
        reads: the other files of the repository.
        given: the variables on make's command line, which stand before those of the file.
    """
    read = Makefile(path, variables=dict(given or {}), known=dict(given or {}), given=frozenset(given or ()))
    _Reading(read, posixpath.dirname(path), reads).take_in(text, path)
    read.patterned = [name for name in read.rules if "%" in name]
    if ONE_SHELL in read.rules:
        shell, flags = (spread(read.variables.get(name, usual), read.variables) for name, usual in (("SHELL", "/bin/sh"), (".SHELLFLAGS", "-c")))
        for rule in [rule for rules in read.rules.values() for rule in rules]:
            rule.commands[:] = in_one_shell(rule.commands, shell, flags)
    read.exports.all |= EXPORT_ALL in read.rules
    read.phony = {need for rule in read.rules.get(".PHONY", ()) for need in rule.needs}
    return read


class _Reading:
    """Adds what the lines of Makefiles say. ``folder``: that in which make runs."""

    def __init__(self, read: Makefile, folder: str, reads: Reader) -> None:
        self._read = read
        self._folder = folder
        self._reads = reads
        self._conditionals = Conditionals()
        self._current: list[list[Command]] = []

    def take_in(self, text: str, path: str) -> None:
        read, conditionals, outside = self._read, self._conditionals, self._conditionals.depth
        lines = text.split("\n")
        index = 0
        while index < len(lines):
            at, line = Location(path, index + 1), lines[index].rstrip("\r")
            index += 1
            if line.endswith("\\"):
                line, index = _continued(line, lines, index)
            if "define" in line and (macro := _DEFINES.fullmatch(line.rstrip())):
                index, value = _defined(lines, index)
                self._set(macro.group(1), "=", value)
            elif line.startswith("\t") and self._current:
                self._add_command(at, line)
            elif not conditionals.take(line, read.known) and conditionals.now() is not None:
                self._one(at, line, lines[at.line - 2] if at.line > 1 else "")
        conditionals.close(outside)

    def _add_command(self, at: Location, line: str) -> None:
        condition = self._conditionals.now()
        command = _command(at, line)
        if command is not None and condition is not None:
            for commands in self._current:
                commands.append(Command(at=at, text=command[0], may_fail=command[1], condition=condition))

    def _one(self, at: Location, line: str, above: str) -> None:
        """One line outside of recipes that make reads."""
        condition = self._conditionals.now() or ()
        if "include" in line and (include := _INCLUDE.fullmatch(line.strip())):
            self._include(include.group(1).partition(" #")[0])
        elif variable := _VARIABLE.match(line):
            name, operator, value = variable.groups()
            if line.lstrip().startswith("export"):
                self._read.exports.names.add(name)
            self._set(name, operator, value.partition(" #")[0].strip())
        elif self._read.exports.take(line):
            self._current = []
        elif "error" in line and _STOPS.fullmatch(line):
            self._read.stops.append((condition, at))
        elif rule := _RULE.match(line):
            setting = _VARIABLE.match(rule.group(2))
            if setting is None:
                self._add_rule(at, rule, _said_of(line, above))
                return
            name, operator, value = setting.groups()
            if rule.group(2).startswith("export"):
                self._read.exports.names.add(name)
            for target in names_in(rule.group(1), self._read.variables):
                self._read.own.setdefault(target, []).append((name, operator, value.partition(" #")[0].strip()))
        elif line.strip() and not line.startswith("#"):
            self._current = self._current if line.startswith(" ") else []

    def _include(self, names: str) -> None:
        for name in names_in(names, self._read.variables):
            found = posixpath.normpath(posixpath.join(self._folder, name))
            if len(self._read.asked) < _MOST_INCLUDED and found not in self._read.asked:
                self._read.asked[found] = None
                if (inner := self._reads(found)) is not None:
                    self.take_in(inner, found)
        self._current = []

    def _set(self, name: str, operator: str, value: str) -> None:
        """Set a variable, as far as make does: not where its command line has, not a second time with ``?=``."""
        read, condition = self._read, self._conditionals.now()
        if condition is None or name in read.given:
            return
        before = read.settings.get(name, [])
        setting = Setting(condition=condition, value=value, if_unset=operator == "?=", adds=operator == "+=")
        if setting.if_unset and before:
            if any(not one.condition for one in before):
                return
            read.settings[name] = [setting, *before]
        else:
            read.settings[name] = [*before, setting] if condition or setting.adds else [setting]
        last = read.settings[name][-1]
        read.variables[name] = f"{read.variables[name]} {value}" if last.adds and name in read.variables else last.value
        if any(one.condition or one.if_unset for one in read.settings[name]):
            read.known.pop(name, None)
        else:
            read.known[name] = read.variables[name]

    def _add_rule(self, at: Location, written: re.Match[str], says: str) -> None:
        targets, wants, inline = written.groups()
        condition, variables = self._conditionals.now() or (), self._read.variables
        pattern, parted, wanted = wants.partition(":")                        # a static pattern: "a b: %: src-%"
        needs = [need for name in names_in(wanted if parted else pattern, variables)
                 for need in ([name] if "$(" in name else name.replace("|", " ").split())]
        self._current = []
        for target in names_in(targets, variables):
            commands: list[Command] = []
            self._current.append(commands)
            stem = stem_of(target, spread(pattern, variables).strip()) or "" if parted else ""
            own = [need.replace("%", stem, 1) for need in needs] if parted else needs
            rule = Rule(needs=own, commands=commands, at=at, stem=stem, says=says, condition=condition)
            self._read.rules.setdefault(target, []).append(rule)
            if self._read.first is None and not target.startswith(".") and "%" not in target:
                self._read.first = target
        if inline:
            self._add_command(at, inline)


def _continued(line: str, lines: list[str], index: int) -> tuple[str, int]:
    """A line with those behind it that continue it, and where they end."""
    parts = [line]
    while parts[-1].endswith("\\") and index < len(lines):
        parts[-1] = parts[-1][:-1]
        parts.append(lines[index].rstrip("\r").lstrip("\t"))
        index += 1
    return ("\\\n" if line.startswith("\t") else " ").join(parts), index


def _said_of(line: str, above: str) -> str:
    """What a Makefile says of a target: behind two signs on its line, which is what a help target prints, or in a comment right above it."""
    behind = line.partition("##")[2] or (above if above.startswith("#") else "")
    said = behind.lstrip("#!@ ").strip()
    return said if any(letter.isalpha() for letter in said) else ""


def _command(at: Location, line: str) -> tuple[str, bool] | None:
    """One command as it is written without the signs before it, and whether it may fail; None for an empty line or a comment."""
    whole = line.strip()
    command = whole.lstrip("@-+ ")
    return (command, "-" in whole[:len(whole) - len(command)]) if command and not command.startswith("#") else None


def _defined(lines: list[str], index: int) -> tuple[int, str]:
    """The lines of a ``define`` that starts before a place, as one command line, and where it ends."""
    held: list[str] = []
    while index < len(lines) and lines[index].strip() != "endef":
        line = lines[index].strip().lstrip("@-+").strip()
        if line and not line.startswith("#"):
            held.append(line)
        index += 1
    return index + 1, "\n".join(held)
