"""Makefiles: enough of make to follow ``make target`` to the commands it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence

from handover_generator.analysis._make_text import filled, spread
from handover_generator.model.location import Location
from handover_generator.model.text import Text
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

MAX_LINES = 200
_RULE = regex(r"^([^\s:#=][^:#=]*)::?(?!=)\s*([^;#]*)(?:;(.*))?")
_VARIABLE = regex(r"^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*([:?+]{0,2}=)\s*(.*)$")
_INCLUDE = regex(r"(?:-|s)?include\s+(\S.*)")
_DEFINES = regex(r"(?:override\s+|export\s+)?define\s+([\w.-]+)\s*(?:[:?+]{0,2}=)?\s*")
_MOST_INCLUDED = 20
_MOST_ALIKE = 12
_DEEPEST = 20
_NO_NAME = "%$(){}*?\\\"'"
"""Signs in a target that nobody types."""

_Command = tuple[Location, str, bool]
"""A command as it is written, without the signs before it, and whether it may fail."""
_Setting = tuple[str, str, str]
"""What a target sets: name, operator, value."""
Reader = Callable[[str], str | None]
"""The text of a file of the repository; None where there is none."""


@record(frozen=True, slots=True)
class RecipeLine:
    """One command of a recipe, make's variables filled in, with its place where its lines are those of the file. ``may_fail``: make goes on whatever
    comes of it.
    """

    at: Location
    text: Text
    may_fail: bool = False


@record(frozen=True, slots=True)
class Goal:
    """A target that people run by its name: where it is written, and what is said of it there (``name: needs ## words``, or right above)."""

    name: str
    at: Location
    says: str


@record(frozen=True, slots=True)
class Rule:
    """One rule of a target: what it needs, its commands with their places, and what ``%`` of a static pattern stands for; its own place, and what is
    said of it.
    """

    needs: list[str]
    commands: list[_Command]
    at: Location
    stem: str = ""
    says: str = ""

    def for_stem(self, stem: str) -> Rule:
        """A pattern rule as it is for one target."""
        return Rule(needs=[need.replace("%", stem, 1) for need in self.needs], commands=self.commands, at=self.at, stem=stem)


@record(slots=True)
class Makefile:
    """What a Makefile says, and those that it includes."""

    path: str
    variables: dict[str, str] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    own: dict[str, list[_Setting]] = field(default_factory=dict)
    """What single targets set."""
    first: str | None = None
    asked: dict[str, None] = field(default_factory=dict)
    """The files that it includes, if they are there."""
    patterned: list[str] = field(default_factory=list)
    """The rules that are patterns."""
    phony: set[str] = field(default_factory=set)
    """Targets that are no files: no pattern makes them."""

    def recipe(self, goal: str | None, given: Mapping[str, str], exists: Callable[[str], bool]) -> tuple[list[RecipeLine], bool]:
        """The commands that ``make goal`` runs, prerequisites first, and whether there are more of them than are told.

        Args:
            goal: the target; the first one where it is None.
            given: the variables on make's command line, which stand before those of the file.
            exists: whether the repository has a file.
        """
        lines: list[RecipeLine] = []
        seen: set[str] = set()

        def visit(target: str | None, around: dict[str, str], depth: int) -> None:
            if target is None or target in seen or depth > _DEEPEST or len(lines) > MAX_LINES:
                return
            seen.add(target)
            here = self._set_for(target, around) | dict(given)
            for rule in self._of(target, exists, by_name=depth == 0):
                for need in rule.needs:
                    visit(need, here, depth + 1)
                for at, command, may_fail in rule.commands:
                    text = filled(command, here, (target, rule.stem), rule.needs, posixpath.dirname(self.path))
                    if text.literal is None or text.literal.strip():
                        as_written = text.render().count("\n") == command.count("\\\n")
                        lines.append(RecipeLine(at, replace(text, at=at) if as_written else text, may_fail))

        visit(goal if goal is not None else self.first, self.variables | dict(given), 0)
        return lines[:MAX_LINES], len(lines) > MAX_LINES

    def names(self, goal: str) -> bool:
        """Whether it says how a target is made."""
        return ("%" not in goal and goal in self.rules) or bool(self._patterns(goal))

    def like(self, target: Text) -> list[str]:
        """The targets that ``deploy-$STAGE`` may mean; none where nothing of the name is known."""
        if not any(isinstance(part, str) and part.strip() for part in target.parts):
            return []
        pattern = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in target.parts)
        return sorted(goal for goal in self.rules if "%" not in goal and re.fullmatch(pattern, goal))[:_MOST_ALIKE]

    def outputs(self) -> frozenset[str]:
        """The files for which it has a recipe: whoever removes them has them made again."""
        names = {name for name, rules in self.rules.items() if any(rule.commands for rule in rules) and not any(sign in name for sign in "%$*")}
        return frozenset(_beside(self.path, name) for name in names - self.phony if "." in name or "/" in name)

    def goals(self) -> list[Goal]:
        """The targets that people run by name: those that do something, or need one that does, and that are no file which another one needs."""
        acting = {name for name, rules in self.rules.items() if any(rule.commands for rule in rules)}
        needed = {need for rules in self.rules.values() for rule in rules for need in rule.needs} - self.phony
        found: list[Goal] = []
        for name, rules in self.rules.items():
            if name.startswith(".") or any(sign in name for sign in _NO_NAME) or (name in needed and ("/" in name or "." in name)):
                continue
            if name in acting or any(need in acting for rule in rules for need in rule.needs):
                first = next((rule for rule in rules if rule.commands), rules[0])
                found.append(Goal(name, first.at, next((rule.says for rule in rules if rule.says), "")))
        return found

    def _set_for(self, target: str, around: Mapping[str, str]) -> dict[str, str]:
        """The variables of a target: what is set for it holds for what it needs, too."""
        here = dict(around)
        for name, operator, value in self.own.get(target, ()):
            if operator != "?=" or name not in here:
                here[name] = f"{here[name]} {value}" if operator == "+=" and name in here else value
        return here

    def _of(self, target: str, exists: Callable[[str], bool], *, by_name: bool) -> list[Rule]:
        """The rules that make follows for a target. ``by_name``: somebody asked for it, so what a pattern needs will be there."""
        rules = list(self.rules.get(target, ())) if "%" not in target else []
        implied = self._implied(target, exists)
        if implied is None and by_name and target not in self.rules and target not in self.phony:
            implied = next((rule.for_stem(stem) for stem, _, rule in self._patterns(target)), None)
        return [*rules, *([implied] if implied is not None else ())]

    def _patterns(self, target: str) -> list[tuple[str, str, Rule]]:
        """The pattern rules that match a target, as (stem, pattern, rule), the one that make takes first."""
        found = []
        for pattern in self.patterned:
            if (stem := _stem(target, pattern)) is not None:
                found += [(stem, pattern, rule) for rule in self.rules[pattern] if rule.commands]
        return sorted(found, key=lambda each: len(each[0]))

    def _implied(self, target: str, exists: Callable[[str], bool], depth: int = 0) -> Rule | None:
        """The pattern rule by which make makes a target for which no rule has a recipe; None where there is none, or for ``.PHONY`` ones."""
        if depth > 3 or target in self.phony or any(rule.commands for rule in self.rules.get(target, ())):
            return None
        for stem, _, rule in self._patterns(target):
            made = rule.for_stem(stem)
            if all("%" not in raw or need in self.rules or ("$" not in need and exists(_beside(self.path, need)))
                   or self._implied(need, exists, depth + 1) is not None for raw, need in zip(rule.needs, made.needs, strict=True)):
                return made
        return None


def goals_of(targets: Sequence[Text]) -> tuple[list[str], dict[str, str], list[Text]]:
    """What stands behind ``make``: the targets that are known, the variables set there, and the targets that only a run knows."""
    goals: list[str] = []
    variables: dict[str, str] = {}
    unsure: list[Text] = []
    for target in targets:
        usual = target.with_defaults()
        name, sign, value = usual.render().partition("=")
        if sign and name.rstrip(":+?").isidentifier():
            variables[name.rstrip(":+?")] = value
        elif usual.literal is not None:
            goals.append(usual.literal)
        else:
            unsure.append(target)
    return goals, variables, unsure


def _stem(target: str, pattern: str) -> str | None:
    """What ``%`` of a pattern stands for in a target; None where it does not match."""
    before, _, after = pattern.partition("%")
    fits = len(target) > len(before) + len(after) and target.startswith(before) and target.endswith(after)
    return target[len(before):len(target) - len(after)] if fits else None


def _beside(path: str, name: str) -> str:
    """A file that a Makefile names, as the repository does."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def read_makefile(text: str, path: str, reads: Reader = lambda _: None) -> Makefile:
    """What a Makefile says, with those that it includes. ``reads``: the other files of the repository."""
    read = Makefile(path)
    _take_in(read, text, path, posixpath.dirname(path), reads)
    read.patterned = [name for name in read.rules if "%" in name]
    read.phony = {need for rule in read.rules.get(".PHONY", ()) for need in rule.needs}
    return read


def _take_in(read: Makefile, text: str, path: str, folder: str, reads: Reader) -> None:
    """Add what the lines of one Makefile say. ``folder``: that in which make runs."""
    variables, rules = read.variables, read.rules
    current: list[list[_Command]] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        at, line = Location(path, index + 1), lines[index].rstrip("\r")
        index += 1
        if line.endswith("\\"):
            line, index = _continued(line, lines, index)
        if "define" in line and (macro := _DEFINES.fullmatch(line.rstrip())):
            index, variables[macro.group(1)] = _defined(lines, index)
            continue
        if line.startswith("\t"):
            command = _command(at, line)
            if command is not None:
                for commands in current:
                    commands.append(command)
            continue
        if "include" in line and (include := _INCLUDE.fullmatch(line.strip())):
            for name in spread(include.group(1).partition(" #")[0], variables).split():
                found = posixpath.normpath(posixpath.join(folder, name))
                if len(read.asked) < _MOST_INCLUDED and found not in read.asked:
                    read.asked[found] = None
                    if (inner := reads(found)) is not None:
                        _take_in(read, inner, found, folder, reads)
            current = []
            continue
        variable = _VARIABLE.match(line)
        if variable:
            name, operator, value = variable.groups()
            if operator == "+=" and name in variables:
                variables[name] += " " + value.strip()
            elif operator != "?=" or name not in variables:
                variables[name] = value.partition(" #")[0].strip()
            continue
        rule = _RULE.match(line)
        if rule and (setting := _VARIABLE.match(rule.group(2))):
            for target in spread(rule.group(1), variables).split():
                name, operator, value = setting.groups()
                read.own.setdefault(target, []).append((name, operator, value.partition(" #")[0].strip()))
            continue
        if rule:
            above = lines[at.line - 2] if at.line > 1 else ""
            pattern, parted, wanted = rule.group(2).partition(":")            # a static pattern: "a b: %: src-%"
            needs = spread(wanted if parted else pattern, variables).replace("|", " ").split()
            inline = [command] if rule.group(3) and (command := _command(at, rule.group(3))) is not None else []
            current = []
            for target in spread(rule.group(1), variables).split():
                commands = list(inline)
                current.append(commands)
                stem = _stem(target, spread(pattern, variables).strip()) or "" if parted else ""
                own = [need.replace("%", stem, 1) for need in needs] if parted else needs
                rules.setdefault(target, []).append(Rule(needs=own, commands=commands, at=at, stem=stem, says=_said_of(line, above)))
                if read.first is None and not target.startswith(".") and "%" not in target:
                    read.first = target
        elif line.strip() and not line.startswith("#"):
            current = [] if not line.startswith((" ", "if", "else", "endif", "ifeq", "ifdef", "ifndef", "ifneq")) else current


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


def _command(at: Location, line: str) -> _Command | None:
    """One command as it is written; None for an empty line or a comment."""
    whole = line.strip()
    command = whole.lstrip("@-+ ")
    return (at, command, "-" in whole[:len(whole) - len(command)]) if command and not command.startswith("#") else None


def _defined(lines: list[str], index: int) -> tuple[int, str]:
    """The lines of a ``define`` that starts before a place, as one command line, and where it ends."""
    held: list[str] = []
    while index < len(lines) and lines[index].strip() != "endef":
        line = lines[index].strip().lstrip("@-+").strip()
        if line and not line.startswith("#"):
            held.append(line)
        index += 1
    return index + 1, "\n".join(held)
