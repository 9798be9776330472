"""Checkouts that may have been there before the script made them."""

from __future__ import annotations

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.regexes import regex

_GOES_ON = regex(r"[({\s]*(?:git|cd|pushd|true|:)(?![\w-])")


def is_there_otherwise(command: tree_sitter.Node) -> bool:
    """Whether a script goes on where a command fails (``git clone "$url" a || git -C a pull``): then the folder was there before."""
    joint = command.next_sibling
    after = joint.next_sibling if joint is not None and joint.type == "||" else None
    return after is not None and _GOES_ON.match(text_of(after)) is not None
