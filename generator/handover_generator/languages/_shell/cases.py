"""The branches of a ``case``: for which words each runs, and what, with those that fall through into the next one (``;&``, ``;;&``)."""

from __future__ import annotations

import fnmatch

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.records import record

_ON = ";&"                                # goes on into the next branch, whatever that is for
_LOOKS_ON = ";;&"                         # goes on with the branches behind it that are for the word, too


@record(frozen=True, slots=True)
class _Item:
    """One branch as it is written: the patterns, the statements, the sign that ends it."""

    patterns: list[str]
    body: list[tree_sitter.Node]
    end: str

    def fits(self, word: str) -> bool:
        """Whether it is for a word."""
        return any(fnmatch.fnmatchcase(word, pattern) for pattern in self.patterns)


def case_ways(node: tree_sitter.Node, known: str | None) -> list[tuple[list[str], list[tree_sitter.Node]]]:
    """The patterns and the statements of each branch of a ``case``, in order; ``known`` is the word it asks for, where that is known.

    A branch of no statements that falls through (``-p) ;&``) is no branch of its own: its patterns are some of the next one's.
    """
    items = [_item(child) for child in node.named_children if child.type == "case_item"]
    ways: list[tuple[list[str], list[tree_sitter.Node]]] = []
    waiting: list[str] = []
    for index, item in enumerate(items):
        patterns, waiting = [*waiting, *item.patterns], []
        if not item.body and item.end == _ON and index + 1 < len(items):
            waiting = patterns
            continue
        ways.append((patterns, _statements(items, index, known)))
    return ways


def _item(node: tree_sitter.Node) -> _Item:
    fields = [(node.field_name_for_child(index), child) for index, child in enumerate(node.children)]
    return _Item([text_of(child).strip("\"'") for name, child in fields if name == "value"],
                 [child for name, child in fields if child.is_named and name not in ("value", "termination", "fallthrough")],
                 next((text_of(child) for name, child in fields if name in ("termination", "fallthrough")), ";;"))


def _statements(items: list[_Item], index: int, known: str | None) -> list[tree_sitter.Node]:
    """What runs from one branch on."""
    body, end = list(items[index].body), items[index].end
    for item in items[index + 1:]:
        if end == _ON or (end == _LOOKS_ON and known is not None and item.fits(known)):
            body += item.body
            end = item.end
        elif end != _LOOKS_ON:
            break
    return body
