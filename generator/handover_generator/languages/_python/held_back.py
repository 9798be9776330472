"""Commands that in some of the ways in which they may read only say what they would do: an option such as ``--dry-run`` is among their words then, or
``echo`` stands before them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from handover_generator.analysis.pretended import TELLS, holds_back
from handover_generator.model.behaviour import Act, Call, Guard, GuardKind
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame


@contextmanager
def held_back(frame: Frame, ways: Sequence[list[Text]], node: ast.AST) -> Iterator[list[list[Text]]]:
    """The ways of a command line without those in which it does nothing. While they are run, a dry run stands before them."""
    found = _found(frame, ways, node) if len(ways) > 1 else None
    if found is None:
        yield list(ways)
        return
    told, acting = found
    before = frame.guards
    frame.guards = [*before, Guard(kind=GuardKind.DRY_RUN, at=frame.at(node), detail=told, default_on=False)]
    try:
        yield acting
    finally:
        frame.guards = before


def _found(frame: Frame, ways: Sequence[list[Text]], node: ast.AST) -> tuple[str, list[list[Text]]] | None:
    for way in ways:
        others = [other for other in ways if other != way]
        if way and way[0].literal in TELLS and way[1:] in others:
            return f"{way[0].literal} may stand before it", [other for other in others if not other or other[0].literal not in TELLS]
        for word in way:
            without = [other for other in others if word not in other]
            if without and holds_back(word.literal or "") and not _acts(frame, way, node) and any(_acts(frame, other, node) for other in without):
                return f"{word.literal} may be among its options", without
    return None


def _acts(frame: Frame, words: list[Text], node: ast.AST) -> bool:
    return any(isinstance(event, (Act, Call)) for event in frame.tools.command([frame.plain(word) for word in words], at=frame.at(node)))
