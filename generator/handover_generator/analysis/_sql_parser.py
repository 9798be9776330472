"""sqlglot, kept out of memory until the first SQL text, and its log quiet."""

from __future__ import annotations

import logging

from handover_generator.records import record


@record(slots=True)
class _Parser:
    ready: bool = False

    def parse(self, text: str, dialect: str) -> object | None:
        import sqlglot
        from sqlglot.errors import SqlglotError

        if not self.ready:
            logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
            self.ready = True
        try:
            trees = sqlglot.parse(text, read=dialect)
        except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
            return None
        return trees[0] if len(trees) == 1 else None


_PARSER = _Parser()


def parse(text: str, dialect: str) -> object | None:
    """sqlglot's tree of one statement or expression; None where it cannot read it, or it is more than one.

    Args:
        text: SQL of any kind.
        dialect: sqlglot's name of the dialect.
    """
    return _PARSER.parse(text, dialect)
