"""The folder that ``git clone`` and ``git worktree add`` make: what is in it is there once more, where it came from."""

from __future__ import annotations

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.model.text import Text
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_WITH_A_WORD = word_set("""
    -b -B -o -u -j -c --branch --depth --origin --upload-pack --jobs --config --reference --reference-if-able --separate-git-dir --template
    --shallow-since --shallow-exclude --filter --server-option --bundle-uri --reason
""")
"""Options of both with a word behind them."""
_GOES_ON = regex(r"[({\s]*(?:git|cd|pushd|true|:)(?![\w-])")


def checked_out(words: list[Text]) -> Text | None:
    """The folder that a line of ``git`` makes; None where it makes none, or where that cannot be told."""
    verb = next((place for place, word in enumerate(words[1:], 1) if word.literal in ("clone", "worktree")), None)
    if verb is None or any(not (word.literal or "").startswith("-") and words[place - 1].literal not in ("-C", "-c")
                           for place, word in enumerate(words[1:verb], 1)):
        return None
    if words[verb].literal == "worktree" and (verb + 1 == len(words) or words[verb + 1].literal != "add"):
        return None
    adds = words[verb].literal == "worktree"
    operands = _operands(words[verb + 2:] if adds else words[verb + 1:])
    if adds:
        return operands[0] if operands else None
    if len(operands) > 1:
        return operands[1]
    last = operands[0].parts[-1] if operands and operands[0].parts else ""
    name = last.rstrip("/").rpartition("/")[2] if isinstance(last, str) and "/" in last else ""
    return Text.of(name.removesuffix(".git")) if name.removesuffix(".git") else None


def is_there_otherwise(command: tree_sitter.Node) -> bool:
    """Whether a script goes on where a command fails (``git clone "$url" a || git -C a pull``): then the folder was there before."""
    joint = command.next_sibling
    after = joint.next_sibling if joint is not None and joint.type == "||" else None
    return after is not None and _GOES_ON.match(text_of(after)) is not None


def _operands(words: list[Text]) -> list[Text]:
    """The words that are neither options nor the values of options."""
    found: list[Text] = []
    waits = False
    for word in words:
        said = word.literal or (word.parts[0] if word.parts and isinstance(word.parts[0], str) else "")
        if waits:
            waits = False
        elif said.startswith("-"):
            waits = word.literal in _WITH_A_WORD
        else:
            found.append(word)
    return found
