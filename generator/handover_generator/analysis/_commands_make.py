"""Recipes of a Makefile: enough of make to follow ``make target`` to the commands it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from handover_generator.model.location import Location
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

MAX_LINES = 200
_RULE = regex(r"^([^\s:#=][^:#=]*?)\s*::?(?!=)\s*([^;#]*)(?:;(.*))?")
_VARIABLE = regex(r"^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*([:?+]{0,2}=)\s*(.*)$")
_REFERENCE = regex(r"\$(?:\(([^()$]*)\)|\{([^{}$]*)\})")
_CLOSING = {"(": ")", "{": "}"}
_SPEAKING = frozenset(("error", "warning", "info", "eval"))
_FUNCTIONS = frozenset((
    *_SPEAKING, "if", "or", "and", "shell", "foreach", "call", "value", "origin", "file", "subst", "patsubst", "strip", "filter", "filter-out",
    "findstring", "sort", "word", "words", "wordlist", "firstword", "lastword", "dir", "notdir", "suffix", "basename", "addsuffix", "addprefix",
    "join", "wildcard", "realpath", "abspath"))


_OF_MAKE = {"MAKE": "make", "RM": "rm -f", "CC": "cc", "CXX": "g++", "CPP": "cc -E", "LD": "ld", "AS": "as", "AR": "ar", "FC": "f77", "YACC": "yacc",
            "LEX": "lex", "TANGLE": "tangle", "TEX": "tex", "MAKEINFO": "makeinfo", "SHELL": "/bin/sh"}
"""What make itself puts for a variable that nobody sets."""
_INCLUDE = regex(r"(?:-|s)?include\s+(\S.*)")
_MOST_INCLUDED = 20
_MOST_ALIKE = 12
_DEFINES = regex(r"(?:override\s+|export\s+)?define\s+([\w.-]+)\s*(?:[:?+]{0,2}=)?\s*")

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
class _Rule:
    """One rule of a target: what it needs, its commands with their places, and what ``%`` of a static pattern stands for; its own place, and what is
    said of it.
    """

    needs: list[str]
    commands: list[_Command]
    stem: str = ""
    at: Location | None = None
    says: str = ""


@record(slots=True)
class _Makefile:
    """What a Makefile says, and those that it includes."""

    variables: dict[str, str] = field(default_factory=dict)
    rules: dict[str, list[_Rule]] = field(default_factory=dict)
    own: dict[str, list[_Setting]] = field(default_factory=dict)
    """What single targets set."""
    first: str | None = None
    included: set[str] = field(default_factory=set)

    def patterns(self, target: str) -> list[tuple[str, str, _Rule]]:
        """The pattern rules that match a target, as (stem, pattern, rule), the one that make takes first."""
        found = []
        for pattern, rules in self.rules.items():
            if "%" in pattern and (stem := _stem(target, pattern)) is not None:
                found += [(stem, pattern, rule) for rule in rules if rule.commands]
        return sorted(found, key=lambda each: len(each[0]))

    def implied(self, target: str, exists: Callable[[str], bool], depth: int = 0) -> _Rule | None:
        """The pattern rule by which make makes a target for which no rule has a recipe; None where there is none, or for ``.PHONY`` ones."""
        if depth > 3 or target in self.phony() or any(rule.commands for rule in self.rules.get(target, ())):
            return None
        for stem, _, rule in self.patterns(target):
            needs = [need.replace("%", stem, 1) for need in rule.needs]
            if all("%" not in raw or need in self.rules or exists(need) or self.implied(need, exists, depth + 1) is not None
                   for raw, need in zip(rule.needs, needs, strict=True)):
                return _Rule(needs=needs, commands=rule.commands, stem=stem)
        return None

    def phony(self) -> set[str]:
        """Targets that are no files: no pattern makes them."""
        return {need for rule in self.rules.get(".PHONY", ()) for need in rule.needs}


def recipe(text: str, path: str, goal: str | None, given: Mapping[str, str] | None = None, reads: Reader | None = None) -> list[RecipeLine]:
    """The commands that ``make goal`` runs, prerequisites first; the first target where ``goal`` is None. ``given``: the variables on make's
    command line, which stand before those of the file. ``reads``: the other files of the repository.
    """
    read = _read(text, path, reads)
    given = given or {}
    lines: list[RecipeLine] = []
    seen: set[str] = set()

    def exists(name: str) -> bool:
        return reads is not None and "$" not in name and reads(_beside(path, name)) is not None

    def visit(target: str | None, around: dict[str, str], depth: int) -> None:
        if target is None or target in seen or depth > 20 or len(lines) > MAX_LINES:
            return
        seen.add(target)
        here = dict(around)                              # what a target sets holds for what it needs, too
        for name, operator, value in read.own.get(target, ()):
            if operator != "?=" or name not in here:
                here[name] = f"{here[name]} {value}" if operator == "+=" and name in here else value
        here |= given
        rules = list(read.rules.get(target, ())) if "%" not in target else []
        implied = read.implied(target, exists)
        if implied is None and depth == 0 and target not in read.rules and target not in read.phony():     # by name: what it needs will be there
            implied = next((_Rule(needs=[need.replace("%", stem, 1) for need in rule.needs], commands=rule.commands, stem=stem)
                            for stem, _, rule in read.patterns(target)), None)
        for rule in [*rules, *([implied] if implied is not None else ())]:
            for need in rule.needs:
                visit(need, here, depth + 1)
            for at, command, may_fail in rule.commands:
                filled = _filled(command, here, (target, rule.stem), rule.needs)
                if filled.literal is None or filled.literal.strip():
                    lines.append(RecipeLine(at, replace(filled, at=at) if filled.render().count("\n") == command.count("\\\n") else filled, may_fail))

    visit(goal if goal is not None else read.first, read.variables | dict(given), 0)
    return lines[:MAX_LINES]


def names_target(text: str, path: str, goal: str, reads: Reader | None = None) -> bool:
    """Whether a Makefile says how ``goal`` is made."""
    read = _read(text, path, reads)
    return ("%" not in goal and goal in read.rules) or bool(read.patterns(goal))


def made_by(text: str, path: str, reads: Reader | None = None) -> frozenset[str]:
    """The files for which a Makefile has a recipe: whoever removes them has them made again."""
    read = _read(text, path, reads)
    names = {name for name, rules in read.rules.items() if any(rule.commands for rule in rules) and not any(sign in name for sign in "%$*")}
    return frozenset(_beside(path, name) for name in names - read.phony() if "." in name or "/" in name)


def goals_in(text: str, path: str, reads: Reader | None = None) -> list[Goal]:
    """The targets that people run by name: those that do something, or need one that does, and that are no file which another one needs."""
    read = _read(text, path, reads)
    phony = read.phony()
    acting = {name for name, rules in read.rules.items() if any(rule.commands for rule in rules)}
    needed = {need for rules in read.rules.values() for rule in rules for need in rule.needs} - phony
    found: list[Goal] = []
    for name, rules in read.rules.items():
        if name.startswith(".") or any(sign in name for sign in "%$(){}*?\\\"'"):
            continue
        if name not in phony and name in needed and ("/" in name or "." in name):
            continue
        places = [rule for rule in rules if rule.commands] or rules
        if places[0].at is not None and (name in acting or any(need in acting for rule in rules for need in rule.needs)):
            found.append(Goal(name, places[0].at, next((rule.says for rule in rules if rule.says), "")))
    return found


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


def targets_like(text: str, path: str, target: Text, reads: Reader | None = None) -> list[str]:
    """The targets of a Makefile that ``deploy-$STAGE`` may mean; none where nothing of the name is known."""
    if not any(isinstance(part, str) and part.strip() for part in target.parts):
        return []
    pattern = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in target.parts)
    return sorted(goal for goal in _read(text, path, reads).rules if "%" not in goal and re.fullmatch(pattern, goal))[:_MOST_ALIKE]


def _stem(target: str, pattern: str) -> str | None:
    """What ``%`` of a pattern stands for in a target; None where it does not match."""
    before, _, after = pattern.partition("%")
    fits = len(target) > len(before) + len(after) and target.startswith(before) and target.endswith(after)
    return target[len(before):len(target) - len(after)] if fits else None


def _beside(path: str, name: str) -> str:
    """A file that a Makefile names, as the repository does."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _read(text: str, path: str, reads: Reader | None) -> _Makefile:
    """What a Makefile says, with those that it includes."""
    read = _Makefile()
    _take_in(read, text, path, posixpath.dirname(path), reads)
    return read


def _take_in(read: _Makefile, text: str, path: str, folder: str, reads: Reader | None) -> None:
    """Add what the lines of one Makefile say. ``folder``: that in which make runs."""
    variables, rules = read.variables, read.rules
    current: list[list[_Command]] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        at, line = Location(path, index + 1), lines[index].rstrip("\r")
        index += 1
        while line.endswith("\\") and index < len(lines):
            line = line[:-1] + ("\\\n" if line.startswith("\t") else " ") + lines[index].rstrip("\r").lstrip("\t")
            index += 1
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
            for name in _spread(include.group(1).partition(" #")[0], variables).split():
                found = posixpath.normpath(posixpath.join(folder, name))
                inner = reads(found) if reads is not None and len(read.included) < _MOST_INCLUDED and found not in read.included else None
                if inner is not None:
                    read.included.add(found)
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
            for target in _spread(rule.group(1), variables).split():
                name, operator, value = setting.groups()
                read.own.setdefault(target, []).append((name, operator, value.partition(" #")[0].strip()))
            continue
        if rule:
            above = lines[at.line - 2] if at.line > 1 else ""
            pattern, parted, wanted = rule.group(2).partition(":")            # a static pattern: "a b: %: src-%"
            needs = _spread(wanted if parted else pattern, variables).replace("|", " ").split()
            inline = [command] if rule.group(3) and (command := _command(at, rule.group(3))) is not None else []
            current = []
            for target in _spread(rule.group(1), variables).split():
                commands = list(inline)
                current.append(commands)
                stem = _stem(target, _spread(pattern, variables).strip()) or "" if parted else ""
                own = [need.replace("%", stem, 1) for need in needs] if parted else needs
                rules.setdefault(target, []).append(_Rule(needs=own, commands=commands, stem=stem, at=at, says=_said_of(line, above)))
                if read.first is None and not target.startswith(".") and "%" not in target:
                    read.first = target
        elif line.strip() and not line.startswith("#"):
            current = [] if not line.startswith((" ", "if", "else", "endif", "ifeq", "ifdef", "ifndef", "ifneq")) else current


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


def _spread(names: str, variables: dict[str, str]) -> str:
    """Targets with the variables among them filled in, as far as they are known."""
    for _ in range(4):
        if "$" not in names:
            break
        names = _REFERENCE.sub(lambda m: variables.get(m.group(1) or m.group(2) or "", m.group()), names)
    return names


def _filled(command: str, variables: dict[str, str], target: tuple[str, str], needs: list[str], depth: int = 0) -> Text:
    pieces: list[str | Hole | Text] = []
    last = 0
    for start, end, name in _references(command):
        pieces.append(command[last:start])
        last = end
        if len(name) == 1 and end - start == 2:
            automatic = {"$": "$", "@": target[0], "*": target[1], "<": needs[0] if needs else "", "^": " ".join(needs)}
            value = automatic.get(name, variables.get(name, "") if name.isdigit() else "")
            pieces.append(_filled(value, variables, ("", ""), [], depth + 1) if name != "$" and "$" in value and depth < 8 else value)
        elif name in variables and depth < 8:
            pieces.append(_filled(variables[name], variables, target, needs, depth + 1))
        elif name in _OF_MAKE:
            pieces.append(_OF_MAKE[name])
        elif (function := name.split(None, 1)[0] if name.strip() else "") in _FUNCTIONS and function != name:
            pieces.append(_called(function, name[len(function) :].strip(), variables, target, needs, depth))
        elif " " in name or "," in name or "$" in name:
            pieces.append(Hole("unknown", f"make {function}"))
        else:
            pieces.append(Hole("env", name))
    pieces.append(command[last:])
    return Text.of(*pieces)


def _references(command: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of what make fills in: ``$@``, ``$(name)``, ``$(if ${a},b)``, the outermost of those inside each other."""
    at = 0
    while 0 <= (start := command.find("$", at)) < len(command) - 1:
        opening = command[start + 1]
        closing = _CLOSING.get(opening)
        if closing is None:
            at = start + 2
            yield start, at, opening
            continue
        depth, at = 1, start + 2
        while at < len(command) and depth:
            depth += (command[at] == opening) - (command[at] == closing)
            at += 1
        if depth:
            return
        yield start, at, command[start + 2 : at - 1]


def _called(function: str, arguments: str, variables: dict[str, str], target: tuple[str, str], needs: list[str], depth: int) -> Text:
    """What a function of make leaves in the command: nothing where it only speaks, stops or sets something."""
    if function in _SPEAKING:
        return Text()
    if function == "if" and depth < 8:
        branches = [_filled(part.strip(), variables, target, needs, depth + 1) for part in _parts(arguments)[1:]]
        told = [branch for branch in branches if branch]
        if len(told) < 2:
            return told[0] if told else Text()
    elif function in ("foreach", "call") and depth < 8:
        rounds = _rounds(function, arguments, variables, target, needs, depth)
        if rounds is not None:
            return Text.join(" ", [_filled(body, {**variables, **own}, target, needs, depth + 1) for body, own in rounds])
    return Text.of(Hole("unknown", f"make {function}"))


def _rounds(function: str, arguments: str, variables: dict[str, str], target: tuple[str, str], needs: list[str],
            depth: int) -> list[tuple[str, dict[str, str]]] | None:
    """What ``foreach`` and ``call`` write, each time with the variables that it has then; None where that is not known."""
    first, *rest = _parts(arguments)
    if function == "call":
        given = [_filled(part.strip(), variables, target, needs, depth + 1).literal for part in rest]
        known = first.strip() in variables and None not in given
        return [(variables[first.strip()], {str(index): text or "" for index, text in enumerate(given, 1)})] if known else None
    listed = _filled(rest[0].strip(), variables, target, needs, depth + 1).literal if len(rest) > 1 else None
    return None if listed is None else [(",".join(rest[1:]).strip(), {first.strip(): word}) for word in listed.split()[:MOST_WORDS]]


def _parts(arguments: str) -> list[str]:
    """The arguments of a function, cut at commas outside brackets."""
    parts, depth = [""], 0
    for sign in arguments:
        depth += (sign in "({") - (sign in ")}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
