"""Commands that a program for awk starts: ``system("rm " $1)``, ``print | "sh"``, ``"date" | getline``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis._commands_types import Circumstances
from handover_generator.model.behaviour import Event, Unknown
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_SYSTEM = regex(r"\bsystem\(((?:\"(?:[^\"\\]|\\.)*\"|[^()\"])*)\)")
_PIPED = regex(r"\bprintf?\b(?:[^|;{}\n\"]|\"(?:[^\"\\]|\\.)*\"){0,200}\|&?\s*(\"(?:[^\"\\]|\\.)*\"|[A-Za-z_]\w*)")
_READ = regex(r"(\"(?:[^\"\\]|\\.)*\")\s*\|&?\s*getline\b")
_PIECE = regex(r"\"((?:[^\"\\]|\\.)*)\"|[^\"\s]+")
_SHELLS = frozenset(("sh", "bash", "/bin/sh", "/bin/bash", "dash", "zsh", "ksh", "ssh"))


def started_by(program: str, commands: Commands, inner: Circumstances) -> tuple[Event, ...]:
    """What the commands do that a program starts; unknown where they are made from its input alone."""
    events: list[Event] = []
    made = False
    for match in _SYSTEM.finditer(program) if "system" in program else ():
        text = _command(match.group(1))
        if text is None:
            made = True
        else:
            events += commands.shell_text(text, inner)
    if "|" in program:
        for match in (*_PIPED.finditer(program), *_READ.finditer(program)):
            text = _command(match.group(1))
            words = (text.literal or "").split() if text is not None else []
            if text is None or (words[:1] and words[0] in _SHELLS and len(words) < 3 and "print" in match.group()):
                made = True                              # the lines that are printed are the commands
            else:
                events += commands.shell_text(text, inner)
    if made:
        events.append(Unknown(kind="dynamic-command", at=inner.at, detail="awk runs commands made from its input"))
    return tuple(dict.fromkeys(events))


def _command(expression: str) -> Text | None:
    """Strings joined with what a run fills in; None where no word of it is written."""
    parts: list[str | Hole] = []
    for piece in _PIECE.finditer(expression):
        written = piece.group(1)
        parts.append(written.replace('\\"', '"').replace("\\\\", "\\") if written is not None else Hole("unknown", "input"))
    text = Text.of(*parts)
    return text if any(isinstance(part, str) and part.strip() for part in text.parts) else None
