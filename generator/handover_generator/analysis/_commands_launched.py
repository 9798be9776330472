"""Programs of the repository that start what they are given: ``run.py -e local.env ./reset.sh`` sets an environment, and runs ``./reset.sh``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.analysis._commands_types import Circumstances
from handover_generator.model.behaviour import Act, Call, Confidence, Event, no_surer
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_TAKES_THE_REST = regex(r"\bREMAINDER\b|nargs\s*=\s*[\"']\.\.\.[\"']|\bUNPROCESSED\b")
_STARTS = r"(?:subprocess\.(?:run|call)|(?:\bsubprocess\.)?\b(?:check_call|check_output|Popen)|\b(?:os\.)?exec[lv]p?e?|\bos\.(?:system|spawn\w+))\("
_RUNS = regex(_STARTS)
_RUNS_ITS_WORDS = regex(_STARTS + r"\s*(?:os\.P_\w+,\s*)?(?:list\(\s*)?sys\.argv\[[1-4]:?\]")
_MOST_BEFORE = 12
"""Words before the command that is started."""
_DEEPEST = 12
_LONGEST = 60_000


def starts_its_words(text: str) -> bool:
    """Whether a Python program starts the rest of its command line as a command."""
    if len(text) > _LONGEST or not any(sign in text for sign in ("REMAINDER", "sys.argv[", "UNPROCESSED", "nargs")):
        return False
    return _RUNS_ITS_WORDS.search(text) is not None or (_TAKES_THE_REST.search(text) is not None and _RUNS.search(text) is not None)


def launched(commands: Commands, path: str, words: Sequence[Text], circumstances: Circumstances) -> tuple[Event, ...]:
    """What the command does that stands among the words which a program at ``path`` is given, where it starts such by all appearance."""
    if not words or circumstances.depth > _DEEPEST or not path.endswith(".py") or not starts_its_words(commands.world.files[path].text or ""):
        return ()
    inner = replace(circumstances, confidence=Confidence.INFERRED, depth=circumstances.depth + 1)
    for index, word in enumerate(words[:_MOST_BEFORE]):
        said = word.render()
        row = commands.row(word.literal or "")
        if said.startswith("-") or ("=" in said and "/" not in said.partition("=")[0]) or ("/" not in said and (row is None or row.builtin)):
            continue
        told = commands.run(list(words[index:]), inner)
        if any(isinstance(event, Act | Call) for event in told):
            return no_surer(told, Confidence.INFERRED)
    return ()
