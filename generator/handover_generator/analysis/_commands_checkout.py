"""git checkout of paths: what is not committed of them is written over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.analysis.paths import shown
from handover_generator.model.behaviour import Action
from handover_generator.model.text import Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_NO_PATHS = ("-b", "-B", "-t", "--track", "--no-track", "--orphan", "-d", "--detach", "-m", "--merge", "-p", "--patch", "--ours",
             "--theirs", "-f", "--force")
"""Options with which it makes a branch, asks, or keeps what is there; and those that throw everything away, which is told of the repository."""
_OPTIONS = regex(r"\$\{\w*(?:opt|arg|flag|param|extra)\w*\}", re.IGNORECASE)


def checkout(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """``git checkout -- a``, ``git checkout v1 a`` and ``git checkout .`` throw away what is not committed of ``a``; with one word it is a branch."""
    for path in _paths(parsed):
        target = shown(path.render())
        told.act(circumstances, "vcs", Action.WRITE, f"throws away uncommitted changes under {target} (git checkout)", target, destructive=True)


def _paths(parsed: Parsed) -> list[Text]:
    if parsed.has(_NO_PATHS):
        return []
    dashes = next((index for index, word in enumerate(parsed.rest) if word.literal == "--"), None)
    if dashes is not None:
        return list(parsed.rest[dashes + 1 :])
    words = [word for word in parsed.operands if not _OPTIONS.fullmatch(word.render())]
    return words[1:] if len(words) > 1 else [word for word in words if word.literal in (".", "./", "*")]
