"""Recipes of a Makefile: enough of make to follow ``make target`` to the commands it runs."""

from __future__ import annotations

from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.records import record
from handover_generator.regexes import regex

MAX_LINES = 200
_RULE = regex(r"^([^\s:#=][^:#=]*?)\s*::?(?!=)\s*([^;#]*)(?:;(.*))?")
_VARIABLE = regex(r"^(?:export\s+|override\s+)?([A-Za-z_][\w.-]*)\s*([:?+]{0,2}=)\s*(.*)$")
_REFERENCE = regex(r"\$(?:\(([^()$]*)\)|\{([^{}$]*)\}|(\$)|(.))")


@record(frozen=True, slots=True)
class RecipeLine:
    """One command of a recipe, make's variables filled in."""

    at: Location
    text: Text


def recipe(text: str, path: str, goal: str | None) -> list[RecipeLine]:
    """The commands that ``make goal`` runs, prerequisites first; the first target where ``goal`` is None."""
    variables, rules, first = _read(text)
    lines: list[RecipeLine] = []
    seen: set[str] = set()
    stack = [goal if goal is not None else first]

    def visit(target: str | None, depth: int) -> None:
        if target is None or target in seen or depth > 20 or len(lines) > MAX_LINES:
            return
        seen.add(target)
        for needs, commands in rules.get(target, []):
            for need in needs:
                visit(need, depth + 1)
            for number, command in commands:
                lines.append(RecipeLine(Location(path, number), _filled(command, variables, target, needs)))

    visit(stack[0], 0)
    return lines[:MAX_LINES]


def has_target(text: str, goal: str) -> bool:
    """Whether the Makefile has a rule for ``goal``."""
    return goal in _read(text)[1]


def _read(text: str) -> tuple[dict[str, str], dict[str, list[tuple[list[str], list[tuple[int, str]]]]], str | None]:
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
    return variables, rules, first


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
    for match in _REFERENCE.finditer(command):
        pieces.append(command[last : match.start()])
        last = match.end()
        name = match.group(1) if match.group(1) is not None else match.group(2)
        if match.group(3):
            pieces.append("$")
        elif name is None:
            pieces.append({"@": target, "<": needs[0] if needs else "", "^": " ".join(needs)}.get(match.group(4) or "", ""))
        elif name in variables and depth < 8:
            pieces.append(_filled(variables[name], variables, target, needs, depth + 1))
        elif name == "MAKE":
            pieces.append("make")
        elif " " in name or "," in name:
            pieces.append(Hole("unknown", f"make {name.split()[0]}" if name.split() else ""))
        else:
            pieces.append(Hole("env", name))
    pieces.append(command[last:])
    return Text.of(*pieces)
