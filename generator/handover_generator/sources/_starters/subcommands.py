"""Sub-commands that other files of a program define: ``python -m shop search reindex`` starts ``shop/cli/search.py``, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handover_generator.model.source import SourceFile
from handover_generator.regexes import regex
from handover_generator.sources._starters.names import Mention

_COMMAND = regex(r"^@(\w+)\.(?:command|group)\(((?:[^()]|\([^()]*\))*)\)[^\n]*\n(?:@(?:[^()\n]|\((?:[^()]|\([^()]*\))*\))*\n|[ \t]*#[^\n]*\n)*"
                 r"(?:async )?def (\w+)", re.MULTILINE)
_STATED = regex(r"\A\s*(?:name\s*=\s*)?[\"']([\w-]+)[\"']|\bname\s*=\s*[\"']([\w-]+)[\"']")
_ENDS = regex(r"[;&|`#)\n]")
_TOKEN = regex(r"[^\s\"',\[\]]+")
_MOST = 3                    # words of a command: the groups and its own
_FAR = 400
Commands = Mapping[str, tuple[tuple[str, str], ...]]
"""By the name of a command: the name of what it was put on, and the candidate that defines it."""


def commands_of(files: Mapping[str, SourceFile], candidates: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The commands that candidates define with decorators of a group."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for path in sorted(candidates):
        text = (files[path].text or "") if path.endswith(".py") else ""
        if ".command(" not in text and ".group(" not in text:
            continue
        for match in _COMMAND.finditer(text):
            stated = _STATED.search(match.group(2))
            name = (stated.group(1) or stated.group(2)) if stated is not None else match.group(3)
            found.setdefault(_plain(name), {})[_plain(match.group(1)), path] = None
    return {name: tuple(places) for name, places in found.items()}


def mentions(text: str, found: Iterable[Mention], commands: Commands) -> Iterator[Mention]:
    """Each mention, and behind it the file that defines the command which the words behind it name, where that is another one of its package."""
    for mention in found:
        yield mention
        if not commands or not mention.candidate.endswith(".py") or mention.how not in ("path", "module", "console"):
            continue
        line = _ENDS.split(text[mention.offset:mention.offset + _FAR], 1)[0]
        words = [word for word in _TOKEN.findall(line)[1:] if not word.startswith("-")][:_MOST]
        defining = _defining(words, commands, mention.candidate.partition("/")[0])
        if defining is not None and defining != mention.candidate:
            yield Mention(defining, mention.offset, "task")


def _defining(words: list[str], commands: Commands, package: str) -> str | None:
    """The one file of a package that defines the command which words name: the last of them that is known on what the one before it names."""
    found: set[str] = set()
    before = None
    for word in map(_plain, words):
        here = {path for group, path in commands.get(word, ()) if path.partition("/")[0] == package and before in (None, group)}
        if not here:
            break
        found, before = here, word
    return found.pop() if len(found) == 1 else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
