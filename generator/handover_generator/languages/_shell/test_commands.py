"""``test "$a" = b`` as ``[ "$a" = b ]``: the grammar takes the parts of a test apart only in brackets."""

from __future__ import annotations

from collections.abc import Iterable

import tree_sitter

from handover_generator.regexes import regex

MAY_STAND = regex(rb"(?:^|[\s;&|(!`])test[ \t]")
"""What a text holds that has such a command."""


def in_brackets(nodes: Iterable[tree_sitter.Node], source: bytes) -> bytes:
    """The text with the commands ``test`` among its nodes in brackets; no line is moved."""
    edits: list[tuple[int, int, bytes]] = []
    for node in nodes:
        name = node.child_by_field_name("name") if node.type == "command" else None
        if name is not None and name.text == b"test" and (words := node.children_by_field_name("argument")):
            edits += [(name.start_byte, name.end_byte, b"["), (words[-1].end_byte, words[-1].end_byte, b" ]")]
    for start, end, written in sorted(edits, reverse=True):
        source = source[:start] + written + source[end:]
    return source
