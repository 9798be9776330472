"""Recipes of a justfile (https://just.systems/man/en/): enough of its language to follow ``just recipe argument`` to what it runs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handover_generator.analysis.task_files.steps import Step, Task, TaskFile, asked, filled
from handover_generator.model.text import Hole, Text

_NAME = re.compile(r"@?([A-Za-z_][\w-]*)(?=[\s:])")
_SIGN = re.compile(r"\"[^\"]*\"|'[^']*'|:=|:")
_ASSIGNS = re.compile(r"(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.*)\Z")
_ALIAS = re.compile(r"alias\s+([\w-]+)\s*:=\s*([\w-]+)")
_PARAMETER = re.compile(r"([*+]?)\$?([A-Za-z_][\w-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s]+))?")
_NEED = re.compile(r"\(\s*([\w-]+)([^)]*)\)|(&&)|([\w-]+)")
_WORD = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_REFERENCE = re.compile(r"\{\{\s*([A-Za-z_][\w-]*)?[^{}]*\}\}")
_QUOTED = re.compile(r"\"([^\"\\]*)\"\Z|'([^']*)'\Z")
_FROM_OUTSIDE = re.compile(r"env(?:_var|_var_or_default)?\(\s*[\"'](\w+)[\"']\s*(?:,\s*[\"']([^\"']*)[\"']\s*)?\)\Z")
_MODULE = re.compile(r"(?m)^mod\??[ \t]+([\w-]+)(?:[ \t]+[\"']([^\"'\n]+)[\"'])?")
_IMPORT = re.compile(r"(?m)^import\??[ \t]+[\"']([^\"'\n]+)[\"']")
_ASKS = re.compile(r"\bconfirm\b(?:\s*\(\s*[\"']([^\"']*)[\"'])?")
_OF_THE_TOOL = {"just_executable": "just", "justfile_directory": ".", "invocation_directory": "."}
"""Functions whose answer is known without a run."""
_LONGEST = 2_000
"""Letters of a line that are looked at as the head of a recipe."""


class _Recipe(NamedTuple):
    parameters: list[tuple[str, str, str | None]]            # kind of repetition, name, default as written
    before: list[str]                                        # other recipes with their arguments
    after: list[str]
    body: list[tuple[int, str]]
    line: int                                                # of its head
    says: str                                                # the comment right above it
    attributes: str


def read(text: str) -> dict[str, Task]:
    """The recipes of a justfile."""
    variables = {name: Text.of(answer) for name, answer in _OF_THE_TOOL.items()}
    aliases: dict[str, str] = {}
    recipes: dict[str, _Recipe] = {}
    body: list[tuple[int, str]] | None = None
    says = attributes = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] in (" ", "\t"):
            if body is not None and line.strip():
                body.append((number, line))
            continue
        if line.startswith("["):
            attributes += line[:_LONGEST]
            continue
        if not line.strip() or line.startswith("#"):
            says, attributes = line.lstrip("# ").rstrip(), ""
            continue
        body = None
        head = line[:_LONGEST]
        if match := _ALIAS.match(head):
            aliases[match.group(1)] = match.group(2)
        elif match := _ASSIGNS.match(head):
            variables[match.group(1)] = _value(match.group(2), match.group(1), variables)
        elif (match := _NAME.match(head)) and match.group(1) not in ("set", "import", "mod") and (
                colon := next((sign.start() for sign in _SIGN.finditer(head, match.end()) if sign.group() == ":"), None)) is not None:
            before, after = _needs(head[colon + 1:].partition(" #")[0])
            body = []
            parameters = [(kind, name, default or None) for kind, name, default in _PARAMETER.findall(head[match.end():colon])]
            recipes[match.group(1)] = _Recipe(parameters, before, after, body, number, says, attributes)
        says = attributes = ""
    tasks = {name: _task(name, recipe, variables) for name, recipe in recipes.items()}
    return tasks | {alias: tasks[name] for alias, name in aliases.items() if name in tasks}


def elsewhere(text: str, name: str) -> tuple[list[str], str] | None:
    """``just docker/build`` is the recipe of another folder, ``just db::reset`` that of a module."""
    folder, sign, recipe = name.rpartition("/")
    if sign:
        return [f"{folder}/{each}" for each in _NAMES], recipe
    module, sign, recipe = name.partition("::")
    if not sign:
        return _IMPORT.findall(text), name
    said = next((match.group(2) for match in _MODULE.finditer(text) if match.group(1) == module), None)
    return ([said] if said else [f"{module}.just", *(f"{module}/{each}" for each in ("mod.just", *_NAMES))]), recipe


_NAMES = ("justfile", "Justfile", ".justfile", "JUSTFILE")
FILE = TaskFile(_NAMES, read, elsewhere=elsewhere)


def _task(name: str, recipe: _Recipe, variables: Mapping[str, Text]) -> Task:
    def steps(arguments: Sequence[Text], given: Mapping[str, Text]) -> list[Step]:
        values = {**variables, **given}
        left = list(arguments)
        for kind, parameter, default in recipe.parameters:
            if kind:
                values[parameter] = Text.join(" ", left) if left else _value(default or '""', parameter, values)
                left = []
            elif left:
                values[parameter] = left.pop(0)
            else:
                values[parameter] = _value(default, parameter, values) if default is not None else Text.of(Hole("argument", parameter))
        line = recipe.body[0][0] if recipe.body else 0
        asks = _ASKS.search(recipe.attributes)
        found = [asked(asks.group(1) or f"Run {name}?", recipe.line)] if asks is not None else []
        found += [Step("task", filled(need, _REFERENCE, values), line) for need in recipe.before]
        if recipe.body and recipe.body[0][1].lstrip().startswith("#!"):          # the whole recipe is one program
            rows = dict(recipe.body)
            whole = textwrap.dedent("\n".join(rows.get(number, "") for number in range(line, recipe.body[-1][0] + 1)))
            found.append(_program(filled(whole, _REFERENCE, values), line))
        else:
            found += [Step("line", filled(row, _REFERENCE, values), at, may_fail) for at, row, may_fail in _joined(recipe.body)]
        return [*found, *(Step("task", filled(need, _REFERENCE, values), line) for need in recipe.after)]

    return Task(steps, None if any(kind for kind, _, _ in recipe.parameters) else len(recipe.parameters), line=recipe.line, says=recipe.says,
                hidden=name.startswith("_") or "private" in recipe.attributes)


def _program(whole: Text, line: int) -> Step:
    first = whole.render().partition("\n")[0]
    shell = re.search(r"\b(?:ba|da|z|k)?sh\b", first) is not None
    return Step("python" if "python" in first else "line" if shell else "unseen", whole, line, as_written=True)


def _joined(body: Sequence[tuple[int, str]]) -> list[tuple[int, str, bool]]:
    """The commands of a recipe: continued lines in one, without the signs before it, which say whether it is shown and whether it may fail."""
    rows: list[tuple[int, str, bool]] = []
    goes_on = False
    for number, line in body:
        row = line.strip()
        if goes_on:
            rows[-1] = (rows[-1][0], f"{rows[-1][1].removesuffix(chr(92))} {row}", rows[-1][2])
        elif not row.startswith("#"):
            command = row.lstrip("@-")
            rows.append((number, command, "-" in row[:len(row) - len(command)]))
        goes_on = row.endswith("\\") and bool(rows)
    return rows


def _needs(said: str) -> tuple[list[str], list[str]]:
    """The recipes that run before and after one (``build && tidy``), each with its arguments."""
    before: list[str] = []
    after: list[str] = []
    now = before
    for name, arguments, turn, alone in _NEED.findall(said):
        if turn:
            now = after
        elif alone:
            now.append(alone)
        else:
            words = [double or single or (f"{{{{{word}}}}}" if word else "") for double, single, word in _WORD.findall(arguments)]
            now.append(" ".join((name, *words)))
    return before, after


def _value(said: str | None, name: str, values: Mapping[str, Text]) -> Text:
    """What an expression gives, as far as that is written in it."""
    said = (said or "").partition(" #")[0].strip()
    if match := _QUOTED.match(said):
        return Text.of(match.group(1) or match.group(2) or "")
    if match := _FROM_OUTSIDE.match(said):
        return Text.of(Hole("env", match.group(1), match.group(2)))
    return values.get(said, Text.of(Hole("unknown", name)))
