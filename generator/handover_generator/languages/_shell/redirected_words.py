"""Words of a command behind a redirection: ``rm 2>/dev/null -rf a``, ``echo >&2 "no such place"``. The shell allows a redirection anywhere among the
words; the grammar takes all words behind one for further files. Such words are put before the redirection, at the same length.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import tree_sitter

from handover_generator.regexes import regex

_WORD_BEHIND = regex(rb"[<>][&|]?[ \t]*[^\s;|<>]+(?:[ \t]|\\\n)+[^\s;&|<>()#]")
"""Where there may be one: a redirection, its file, and more of the line."""
_TAKE_WORDS = frozenset({"command", "pipeline", "list", "negated_command", "declaration_command"})
"""Statements that end with a command; behind a loop or a group there can be no words."""
_SIGNS = frozenset({"<", ">", ">>", ">|", "&>", "&>>", ">&", "<&", "<&-", ">&-"})


def in_order(root: tree_sitter.Node, source: bytes) -> bytes:
    """The ``source`` with the words of each command before its redirections; the same bytes where they are so already. ``root``: its tree."""
    changed = bytearray(source)
    done = 0
    for statement in _redirected(root, source):
        for run in _runs(statement):
            start, end = run[0].start_byte, run[-1].end_byte
            if start < done or (other := _reordered(run, source)) is None:
                continue
            changed[start:end] = other
            done = end
    return bytes(changed)


def _redirected(root: tree_sitter.Node, source: bytes) -> Iterator[tree_sitter.Node]:
    """The statements with a redirection behind which the grammar read more than one file, in order."""
    last: tuple[int, int] | None = None
    for match in _WORD_BEHIND.finditer(source):
        node = root.descendant_for_byte_range(match.start(), match.start() + 1)
        redirect = node.parent if node is not None and node.type in _SIGNS else None
        statement = redirect.parent if redirect is not None and redirect.type == "file_redirect" else None
        if statement is None or statement.type != "redirected_statement" or (statement.start_byte, statement.end_byte) == last:
            continue
        last = statement.start_byte, statement.end_byte
        body = statement.child_by_field_name("body")
        if body is not None and body.type in _TAKE_WORDS:
            yield statement


def _runs(statement: tree_sitter.Node) -> Iterator[list[tree_sitter.Node]]:
    """The redirections of a statement that follow each other, with no here document between them."""
    run: list[tree_sitter.Node] = []
    for child in statement.children:
        if child.type == "file_redirect":
            run.append(child)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _reordered(run: list[tree_sitter.Node], source: bytes) -> bytes | None:
    """Some redirections and the words between them, with the words first. None where there are no words, or no room for that."""
    pieces: list[tuple[bool, int, int]] = []             # whether it is a word, and where it begins and ends
    for redirect in run:
        begin = redirect.start_byte
        files = [child for index, child in enumerate(redirect.children) if redirect.field_name_for_child(index) == "destination"]
        for index, file in enumerate(files):
            if index and file.start_byte == pieces[-1][2]:                   # the grammar cuts "a/$1" into two: no word of its own
                pieces[-1] = (*pieces[-1][:2], file.end_byte)
            else:
                pieces.append((index > 0, file.start_byte if index else begin, file.end_byte))
        if not files:
            pieces.append((False, begin, redirect.end_byte))
    words = [source[start:end] for is_word, start, end in pieces if is_word]
    if not words:
        return None
    between = sorted((source[one[2] : other[1]] for one, other in pairwise(pieces)), key=lambda space: not space)
    first = run[0].start_byte
    if first and not source[first - 1 : first].isspace():                    # "echo a>b c": the space goes before the word
        between = [between[0], *between[1:], b""]
    else:
        between = [b"", *between]
    if between[len(words)] == b"" and words[-1].isdigit():                   # "echo a>b 2" is not "echo a 2>b"
        return None
    ordered = [*words, *(source[start:end] for is_word, start, end in pieces if not is_word)]
    return b"".join(space + piece for space, piece in zip(between, ordered, strict=True))
