"""Functions that print one of several texts: ``if [ "$1" = new ]; then echo create; else echo apply; fi``, for ``kubectl $(verb) -f shop.yml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.model.text import Text
from handover_generator.regexes import regex

MOST_WAYS = 8
_LOOPS = frozenset({"for_statement", "c_style_for_statement", "while_statement", "until_statement"})
_CLAUSES = frozenset({"elif_clause", "else_clause"})
_LEAVES = frozenset({"return", "exit"})
_FAILS = regex(r"(?:return|exit)\s+[1-9]")
_FOUND = 40                                # levels between a command and the function that it stands in: deeper ones are left


def ways_of(function: tree_sitter.Node, said: Sequence[tuple[int, Text]]) -> tuple[Text, ...]:
    """The texts of which a function prints one, and no other beside it; none where it may print several of them, or each time the same.

    Args:
        said: what was printed, each with the place in the file at which the command that prints it begins.
    """
    texts = tuple(dict.fromkeys(text for _, text in said))
    starts = sorted({start for start, _ in said})
    if not 1 < len(texts) <= MOST_WAYS or len(starts) > MOST_WAYS:
        return ()
    paths = [_path(function, start) for start in starts]
    if any(not path or any(node.type in _LOOPS for node in path) for path in paths):
        return ()
    if not all(_exclude(one, other) for index, one in enumerate(paths) for other in paths[index + 1 :]):
        return ()
    failing = {start for start, path in zip(starts, paths, strict=True) if _leaves(path, 0, _fails)}
    kept = tuple(dict.fromkeys(text for start, text in said if start not in failing))        # "unknown action", and then exit 1
    return kept if len(kept) > 1 else ()


def _path(function: tree_sitter.Node, start: int) -> list[tree_sitter.Node]:
    """The nodes from a function down to the command that begins at ``start``; empty where there is none."""
    node = function.descendant_for_byte_range(start, start)
    path: list[tree_sitter.Node] = []
    while node is not None and node.id != function.id and len(path) <= _FOUND:
        path.append(node)
        node = node.parent
    if node is None or node.id != function.id:
        return []
    path.reverse()
    last = next((index for index, one in enumerate(path) if one.type == "command" and one.start_byte == start), -1)
    return [function, *path[: last + 1]] if last >= 0 else []


def _exclude(one: list[tree_sitter.Node], other: list[tree_sitter.Node]) -> bool:
    """Whether of two commands, the first of which is written before the second, only one runs."""
    shared = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a.id != b.id), min(len(one), len(other)))
    if shared >= len(one) or shared >= len(other):
        return False
    above, left, right = one[shared - 1], one[shared], other[shared]
    if above.type == "case_statement":
        return left.type == right.type == "case_item"
    if above.type == "if_statement" and (left.type in _CLAUSES or right.type in _CLAUSES):
        return above.child_by_field_name("condition") is None or not any(
            above.field_name_for_child(index) == "condition" and child.id in (left.id, right.id) for index, child in enumerate(above.children))
    return _leaves(one, shared, _does_leave)


def _leaves(path: list[tree_sitter.Node], below: int, does: Callable[[tree_sitter.Node], bool]) -> bool:
    """Whether behind a command, deeper than ``below``, the function is left before anything else is reached."""
    for index in range(len(path) - 1, below, -1):
        behind = path[index].next_named_sibling
        while behind is not None and behind.type not in _CLAUSES:
            if behind.type == "command" and does(behind):
                return True
            behind = behind.next_named_sibling
    return False


def _does_leave(command: tree_sitter.Node) -> bool:
    name = command.child_by_field_name("name")
    return name is not None and text_of(name) in _LEAVES


def _fails(command: tree_sitter.Node) -> bool:
    return _does_leave(command) and _FAILS.match(text_of(command)) is not None
