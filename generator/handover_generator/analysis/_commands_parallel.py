"""GNU parallel: a command for each of its inputs, or inputs that are commands themselves. Reference: its manual, "Input sources"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis._commands_words import simple_words, split_literal
from handover_generator.model.behaviour import Event, Unknown
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_MOST = 24
"""Inputs that are followed one by one."""
_SOURCES = frozenset((":::", ":::+", "::::", "::::+"))
_MARK = regex(r"\{(?:[1-9]\d*)?(?:\.|//?\.?|\+/)?\}")
_ASSIGNED = regex(r"[A-Za-z_]\w*=")
_OPERATORS = regex(r"[;|&<>()$`\\\n#*?]")


def parallel(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """``parallel rm {} ::: a b``: the words before the first source are run once for each input; without them each input is a command."""
    cut = next((index for index, word in enumerate(parsed.operands) if word.literal in _SOURCES), len(parsed.operands))
    template, inputs = parsed.operands[:cut], _inputs(parsed.operands[cut:], parsed, circumstances)
    inner = circumstances.inside()
    for value in inputs:
        line = [_fill(word, value) for word in template]
        if template and not any(_MARK.search(part) for word in template for part in word.parts if isinstance(part, str)):
            line.append(value)
        plain = len(template) > 1 and all(len(simple_words(word) or ()) == 1 for word in template)       # what is put in is quoted
        told.events += [event for event in _run(commands, line or [value], inner, whole=not template, plain=plain) if event not in told.events]


def _inputs(sources: list[Text], parsed: Parsed, circumstances: Circumstances) -> list[Text]:
    """What stands behind the first ``:::``; lines of a file or of standard input are known only when it runs."""
    if sources and sources[0].literal in (":::", ":::+"):
        end = next((index for index, word in enumerate(sources[1:], 1) if word.literal in _SOURCES), len(sources))
        if given := sources[1:end]:
            return given[:_MOST]
    fed = circumstances.stdin if not sources and not parsed.has(("-a", "--arg-file")) else None
    return [fed if fed is not None and fed.holes else Text.of(Hole("unknown", "input"))]


def _fill(word: Text, value: Text) -> Text:
    pieces: list[str | Hole | Text] = []
    for part in word.parts:
        if isinstance(part, Hole):
            pieces.append(part)
            continue
        start = 0
        for mark in _MARK.finditer(part):
            inside = mark.group()[1:-1]
            pieces += [part[start:mark.start()], value if not inside or inside == "1" else Text.of(Hole("unknown", "input"))]
            start = mark.end()
        pieces.append(part[start:])
    return Text.of(*pieces)


def _run(commands: Commands, line: list[Text], inner: Circumstances, *, whole: bool, plain: bool) -> tuple[Event, ...]:
    """Run a command line: words where they are no more than that, so that files are found from the folder it runs in; else through a shell, which
    knows the functions that the script exports.
    """
    text = Text.join(" ", line)
    if whole and text.literal is None:
        return (Unknown(kind="dynamic-command", at=inner.at, detail="runs the lines that it is given"),)
    plain = plain or (len(line) > 1 and all(len(simple_words(word) or ()) == 1 for word in line))
    words = line if plain else split_literal(text.literal) if text.literal is not None and not _OPERATORS.search(text.literal) else []
    if line and line[0].literal is not None and commands.world.exports(line[0].literal.partition(" ")[0]):
        return commands.world.shell(text, at=inner.at, guards=inner.guards, condition=inner.condition, host=inner.host)
    while words and _ASSIGNED.match(words[0].literal or ""):
        words = words[1:]
    return commands.run(words, inner) if words else commands.shell_text(text, inner)
