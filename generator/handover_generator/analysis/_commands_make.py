"""Recipes of a Makefile: enough of make to follow ``make target`` to the commands it runs."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping

from handover_generator.model.location import Location
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import record
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


_Setting = tuple[str, str, str]
"""What a target sets: name, operator, value."""


@record(frozen=True, slots=True)
class RecipeLine:
    """One command of a recipe, make's variables filled in."""

    at: Location
    text: Text


def recipe(text: str, path: str, goal: str | None, given: Mapping[str, str] | None = None) -> list[RecipeLine]:
    """The commands that ``make goal`` runs, prerequisites first; the first target where ``goal`` is None. ``given``: the variables on make's
    command line, which stand before those of the file.
    """
    variables, rules, first, own = _read(text)
    given = given or {}
    lines: list[RecipeLine] = []
    seen: set[str] = set()
    stack = [goal if goal is not None else first]

    def visit(target: str | None, around: dict[str, str], depth: int) -> None:
        if target is None or target in seen or depth > 20 or len(lines) > MAX_LINES:
            return
        seen.add(target)
        here = dict(around)                              # what a target sets holds for what it needs, too
        for name, operator, value in own.get(target, ()):
            if operator != "?=" or name not in here:
                here[name] = f"{here[name]} {value}" if operator == "+=" and name in here else value
        here |= given
        for needs, commands in rules.get(target, []):
            for need in needs:
                visit(need, here, depth + 1)
            for number, command in commands:
                filled = _filled(command, here, target, needs)
                if filled.literal is None or filled.literal.strip():
                    lines.append(RecipeLine(Location(path, number), filled))

    visit(stack[0], variables | dict(given), 0)
    return lines[:MAX_LINES]


def names_target(text: str, goal: str) -> bool:
    """Whether a Makefile says how ``goal`` is made."""
    return any(goal == target or ("%" in target and fnmatch.fnmatchcase(goal, target.replace("%", "*"))) for target in _read(text)[1])


def _read(text: str) -> tuple[dict[str, str], dict[str, list[tuple[list[str], list[tuple[int, str]]]]], str | None, dict[str, list[_Setting]]]:
    """Variables, rules, the first target, and what single targets set."""
    own: dict[str, list[_Setting]] = {}
    variables: dict[str, str] = {}
    rules: dict[str, list[tuple[list[str], list[tuple[int, str]]]]] = {}
    first: str | None = None
    current: list[list[tuple[int, str]]] = []
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        number, line = index + 1, lines[index].rstrip("\r")
        index += 1
        while line.endswith("\\") and index < len(lines):
            line = line[:-1] + ("\\\n" if line.startswith("\t") else " ") + lines[index].rstrip("\r").lstrip("\t")
            index += 1
        if line.startswith("\t"):
            command = line.strip().lstrip("@-+").strip()
            if command and not command.startswith("#"):
                for commands in current:
                    commands.append((number, command))
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
                own.setdefault(target, []).append((name, operator, value.partition(" #")[0].strip()))
            continue
        if rule:
            needs = _spread(rule.group(2), variables).replace("|", " ").split()
            inline = [(number, rule.group(3).strip())] if rule.group(3) and rule.group(3).strip() else []
            current = []
            for target in _spread(rule.group(1), variables).split():
                commands = list(inline)
                current.append(commands)
                rules.setdefault(target, []).append((needs, commands))
                if first is None and not target.startswith(".") and "%" not in target:
                    first = target
        elif line.strip() and not line.startswith("#"):
            current = [] if not line.startswith((" ", "if", "else", "endif", "ifeq", "ifdef", "ifndef", "ifneq")) else current
    return variables, rules, first, own


def _spread(names: str, variables: dict[str, str]) -> str:
    """Targets with the variables among them filled in, as far as they are known."""
    for _ in range(4):
        if "$" not in names:
            break
        names = _REFERENCE.sub(lambda m: variables.get(m.group(1) or m.group(2) or "", m.group()), names)
    return names


def _filled(command: str, variables: dict[str, str], target: str, needs: list[str], depth: int = 0) -> Text:
    pieces: list[str | Hole | Text] = []
    last = 0
    for start, end, name in _references(command):
        pieces.append(command[last:start])
        last = end
        if len(name) == 1 and end - start == 2:
            automatic = {"$": "$", "@": target, "<": needs[0] if needs else "", "^": " ".join(needs)}
            pieces.append(automatic.get(name, variables.get(name, "") if name.isdigit() else ""))
        elif name in variables and depth < 8:
            pieces.append(_filled(variables[name], variables, target, needs, depth + 1))
        elif name == "MAKE":
            pieces.append("make")
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


def _called(function: str, arguments: str, variables: dict[str, str], target: str, needs: list[str], depth: int) -> Text:
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


def _rounds(function: str, arguments: str, variables: dict[str, str], target: str, needs: list[str],
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
