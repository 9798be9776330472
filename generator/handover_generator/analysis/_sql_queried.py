"""What a block of procedural SQL only reads: ``RETURN QUERY SELECT ...``, ``SELECT ... INTO total``, ``FOR one IN SELECT ... LOOP``."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from handover_generator.analysis._sql_apart import semicolons, span_of, spans
from handover_generator.analysis._sql_types import Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.records import replace
from handover_generator.regexes import regex

_QUERY = regex(r"(?:;|\b(?:begin|then|else|loop|query|in|for)\b)\s*+\b(select|with)\b", re.IGNORECASE)
_LOOP = regex(r"\bloop\b", re.IGNORECASE)
_INTO = regex(r"\binto\s++(?:strict\s++)?[\w.]++(?:\s*+,\s*+[\w.]++)*(?=\s|\Z)", re.IGNORECASE)
"""The variables that the row is put into, which are no table."""
_MOST = 100


def queried(body: str, above: int, own_tables: frozenset[str], again: Callable[[str, str | None, frozenset[str]], Judged]) -> tuple[Deed, ...]:
    """What the queries of a block read, each at its own line.

    Args:
        body: the text of the block, which begins ``above`` lines below its statement's first.
        own_tables: tables made before, which lose nothing.
        again: judges one statement.
    """
    apart = spans(body)
    deeds: list[Deed] = []
    for match in islice(_QUERY.finditer(body), _MOST):
        start = match.start(1)
        if span_of(apart, start) is not None:
            continue
        end = next((end for end in semicolons(body, start) if span_of(apart, end) is None), len(body))
        loop = _LOOP.search(body, start, end)
        query = _INTO.sub(" ", body[start:loop.start() if loop is not None else end], count=1)
        line = above + body.count("\n", 0, start)
        deeds += (replace(deed, line=line) for deed in again(query, "postgres", own_tables).deeds if deed.action is Action.READ)
    return tuple(deeds)
