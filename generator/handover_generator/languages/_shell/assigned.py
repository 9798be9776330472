"""What an assignment leaves in a variable."""

from __future__ import annotations

import tree_sitter

from handover_generator.analysis._commands_code import OUTPUT_OF
from handover_generator.languages._shell.fetched import FETCHERS
from handover_generator.languages._shell.judging import names_in
from handover_generator.languages._shell.parse import text_of
from handover_generator.model.text import Hole, Text

MAX_PARTS = 60
MAX_LENGTH = 200_000


def assigned(node: tree_sitter.Node) -> str | None:
    """The variable that ``name=value`` sets, unless it only hands on what it was (``A=$A``, ``A=${A:-b}``)."""
    name = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    written = text_of(name) if name is not None else ""
    return None if not written or (value is not None and written in names_in(value)) else written


def readable(text: Text, name: str) -> Text:
    """A text that has grown past all reading is only its variable's name."""
    if len(text.parts) > MAX_PARTS or sum(len(part) for part in text.parts if isinstance(part, str)) > MAX_LENGTH:
        return Text.of(Hole("unknown", name))
    return text


def renamed(text: Text, name: str) -> Text:
    """A hole that is the output of a command takes the name of the variable that holds it, unless the command fetches something."""
    if len(text.parts) == 1 and isinstance(text.parts[0], Hole):
        hole = text.parts[0]
        if hole.kind == "unknown" and (
            not hole.name or (hole.name.startswith(OUTPUT_OF) and not hole.name.removeprefix(OUTPUT_OF).startswith(FETCHERS))
        ):
            return Text.of(Hole("unknown", name))
    return text
