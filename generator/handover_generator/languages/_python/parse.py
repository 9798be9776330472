"""Python text to ``ast``, through tiers: as it stands; newer syntax blanked; Python 2 rewritten; the tags of a template
taken away; else nothing but tokens.

The interpreter that runs us decides what ``ast`` accepts, and a live repository may be newer or much older than it. Each lower tier keeps
line numbers, so that places in trails stay true.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

from handover_generator.languages._python.packed_decorators import spread
from handover_generator.languages._python.python2 import as_it_was, from_python2
from handover_generator.languages._python.templates import without_tags
from handover_generator.records import record
from handover_generator.regexes import regex

MAX_BRACKETS = 200
"""Deeper nesting than this is refused before parsing: CPython documents that ``ast.parse`` may crash on it."""


@record(frozen=True, slots=True)
class Parsed:
    """``tree`` is None on the ``tokens`` tier. ``problem`` says in words what was lost."""

    tree: ast.Module | None
    tier: str
    problem: str | None


def parse(text: str) -> Parsed:
    """Parse a file's text; never raises."""
    depth = _deepest(text)
    if depth > MAX_BRACKETS:
        return Parsed(None, "tokens", f"brackets nested {depth} deep")
    if _PRINTS_TO.search(text) is not None and (tree := _try(from_python2(text))[0]) is not None:
        as_it_was(tree)                                # Python 3 takes it for a shift, and nothing is printed
        return Parsed(tree, "python2", None)
    tree, problem = _try(text)
    if tree is not None:
        spread(tree, text)
        return Parsed(tree, "full", None)
    for newer in (_bracket_groups, _blank_new_syntax):             # the cheap one first: it is enough for most
        blanked = newer(text)
        tree = _try(blanked)[0] if blanked is not None and blanked != text else None
        if tree is not None:
            return Parsed(tree, "newer-syntax", "syntax newer than the Python that reads it was blanked")
    tree, _ = _try(from_python2(text))
    if tree is not None:
        as_it_was(tree)
        return Parsed(tree, "python2", None)                     # no statement of it is lost
    for plain in without_tags(text):
        tree, _ = _try(plain)
        if tree is not None:
            return Parsed(tree, "template", "a template, read without its tags")
    return Parsed(None, "tokens", f"syntax error: {problem}")


def _try(text: str) -> tuple[ast.Module | None, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text), ""
    except SyntaxError as error:
        return None, f"{error.msg} (line {error.lineno})"
    except (ValueError, RecursionError, MemoryError) as error:
        return None, f"{type(error).__name__}: {error}"


def _deepest(text: str) -> int:
    if text.count("(") + text.count("[") + text.count("{") <= MAX_BRACKETS:
        return 0                                       # whatever their nesting, there are not enough of them
    depth = deepest = 0
    for char in re.findall(r"[()\[\]{}]", text):
        depth = depth + 1 if char in "([{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


@cache
def _parser() -> Any:
    import tree_sitter
    import tree_sitter_python

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_python.language()))


@cache
def _query() -> Callable[[Any], list[Any]]:
    """Finds the nodes that may be syntax of a newer Python, without walking all nodes here."""
    import tree_sitter
    import tree_sitter_python

    query = tree_sitter.Query(tree_sitter.Language(tree_sitter_python.language()), "[(type_parameter) (type_alias_statement) (string)] @found")
    return lambda root: tree_sitter.QueryCursor(query).captures(root).get("found", [])


def _bracket_groups(text: str) -> str:
    """Write ``except A, B:`` as ``except (A, B):``, which it is since 3.14 (PEP 758).

    In Python 2 the second name was bound, so this comes before that tier and both readings give the same handlers.
    """
    return _GROUP.sub(r"\1 (\2):", text)


def _blank_new_syntax(text: str) -> str | None:
    """Blank what newer Pythons allow: type parameters, ``type`` statements, t-strings, new f-strings; bracket ``except`` groups."""
    source = text.encode("utf-8", "replace")
    try:
        tree = _parser().parse(source)
    except (ValueError, RuntimeError):
        return None
    edits: list[tuple[int, int, bytes]] = []
    blanked = 0                                        # to where the last part went that was taken out whole
    for node in sorted(_query()(tree.root_node), key=lambda found: (found.start_byte, -found.end_byte)):
        start, end, kind = node.start_byte, node.end_byte, node.type
        if start < blanked:
            continue
        if kind == "type_parameter":
            if node.parent is not None and node.parent.type in ("function_definition", "class_definition"):
                edits.append((start, end, b""))
                blanked = end
        elif kind == "type_alias_statement":
            edits.append((start, end, b"pass"))
            blanked = end
        else:
            written = _prefix(source, start)
            prefix = written.lower().replace(b"t", b"f") if b"t" in written.lower() else written
            if b"f" in prefix.lower() and _new_fstring(source, node, prefix):
                edits.append((start, end, _older_fstring(source, node, prefix)))
                blanked = end
            elif prefix != written:
                edits.append((start, start + len(written), prefix))
    out = bytearray(source)
    for start, end, replacement in sorted(edits, reverse=True):
        taken = source[start:end].count(b"\n") - replacement.count(b"\n")
        kept = (b"\n" if replacement else b"\\\n") * taken                     # what is taken out stood in brackets
        out[start:end] = replacement.ljust(max(0, end - start - len(kept))) + kept
    return _bracket_groups(out.decode("utf-8", "replace"))


def _prefix(source: bytes, start: int) -> bytes:
    """The letters before the quotes of a string."""
    return source[start:start + 3].partition(b'"')[0].partition(b"'")[0]


def _quotes(source: bytes, node: Any, prefix: bytes) -> bytes:
    opening = source[node.start_byte + len(prefix):node.start_byte + len(prefix) + 3]
    return opening if opening in (b'"""', b"'''") else opening[:1]


def _new_fstring(source: bytes, node: Any, prefix: bytes) -> bool:
    """Inside the braces quotes of the same kind, a backslash, a comment, or lines where there are quotes for one: allowed since 3.12 only."""
    quotes = _quotes(source, node, prefix)
    new = (quotes, b"\\", b"#", *(() if len(quotes) == 3 else (b"\n",)))
    return any(child.type == "interpolation" and any(sign in source[child.start_byte:child.end_byte] for sign in new) for child in node.children)


def _older_fstring(source: bytes, node: Any, prefix: bytes) -> bytes:
    """The same f-string as older Pythons take it: in quotes for several lines, and inside the braces without comments and backslashes. One of
    which nothing is known where that is not enough. On as many lines.
    """
    quotes, first = _quotes(source, node, prefix), node.start_byte
    text = bytearray(prefix + source[first + len(prefix):node.end_byte])
    for child in node.children:
        if child.type == "interpolation":
            place = slice(child.start_byte - first, child.end_byte - first)
            lines, end, last = bytes(text[place]).rpartition(b"\n")          # in the last line no comment can stand
            text[place] = _AS_IT_WAS.sub(_blanks, lines + end) + _BACKSLASH.sub(_blanks, last)
    if len(quotes) == 1:
        text[-1:] = quotes * 3
        text[len(prefix):len(prefix) + 1] = quotes * 3
    if _try(f"({text.decode('utf-8', 'replace')})")[0] is not None:
        return bytes(text)
    return b"f'{unread}'" + b"\\\n" * text.count(b"\n")


def _blanks(match: re.Match[bytes]) -> bytes:
    """A comment, or a backslash and its letter, as spaces."""
    return b"".join(b"\n" if letter == 10 else b" " for letter in match[0])


_BACKSLASH = regex(rb"\\(?:\r?\n|.)")
_AS_IT_WAS = regex(rb"\\(?:\r?\n|.)|#[^\n'\"{}]*(?=\n)")
_PRINTS_TO = regex(r"(?m)(?:^|[:;])[ \t]*print[ \t]*>>")
"""Python 2, whatever else a file has."""
_GROUP = regex(r"(?m)^([ \t]*except\*?)[ \t]+((?:[\w.]+\s*,\s*)+[\w.]+)\s*:")
