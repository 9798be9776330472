"""Statements that procedural code puts together and runs: ``EXECUTE 'DROP TABLE ' || quote_ident(name)``."""

from __future__ import annotations

import re

from handover_generator.analysis._sql_apart import in_quotes
from handover_generator.analysis._sql_names import NAMELESS
from handover_generator.analysis._sql_parser import parse
from handover_generator.regexes import regex

_LEAD = regex(r"\s*exec(?:ute)?\b(?:\s+immediate\b|\s+(?:\w+\s*\.\s*)*sp_executesql\b(?:\s+@\w+\s*=)?)?", re.IGNORECASE)
_FOLLOWS = regex(r"\s(?:into|using)\s|\A\s*,", re.IGNORECASE)
"""Begins, behind the last text, where the results go, and what the statement's own parameters are."""
_WRITTEN = regex(r"'(?:[^']|'')*+'")
_FIRST_TEXT = regex(r"N?'((?:[^']|'')*)'")
_STARTS_WITH_TEXT = regex(r"[\s(]*+(?:(?:format|concat)\s*+\()?\s*+[NE]?'", re.IGNORECASE)
_SLOT = regex(r"%%|%(?:(\d+)\$)?-?\d*[IsL]")
_QUOTING = frozenset(("quote_ident", "quote_literal", "quote_nullable", "quotename"))
_MAX = 20_000


def runs_text(statement: str) -> bool:
    """Whether a statement runs a text that begins with something written: ``EXEC('...')``, ``EXECUTE IMMEDIATE CONCAT('...', x)``."""
    lead = _LEAD.match(statement)
    return lead is not None and _STARTS_WITH_TEXT.match(statement, lead.end()) is not None


def built_text(expression: str) -> str | None:
    """The text that an expression of literals and variables makes, as far as it is written out: a nameless hole stands for each piece that is
    known only when it runs. None where it does not begin with something written.

    Args:
        expression: with or without the ``EXECUTE`` before it. PostgreSQL's ``||`` and ``format()``, T-SQL's ``+``, ``CONCAT()``.
    """
    lead = _LEAD.match(expression)
    rest = in_quotes(expression[lead.end():] if lead is not None else expression)
    if _STARTS_WITH_TEXT.match(rest) is None:
        return None
    rest = rest.strip().rstrip(";")
    written = rest.rfind("'") + 1
    follows = _FOLLOWS.search(rest[written:])
    if follows is not None and not (follows.group().strip() == "," and _is_open(rest[:written])):
        rest = rest[:written + follows.start()]
    tree = parse(f"SELECT {rest}", "tsql" if "+" in rest and "||" not in rest else "postgres") if len(rest) <= _MAX else None
    pieces = getattr(tree, "expressions", [])
    made = _said(pieces[0]) if len(pieces) == 1 else None
    if made is None or made.lstrip().startswith(NAMELESS):
        literal = _FIRST_TEXT.search(rest)
        made = _SLOT.sub(NAMELESS, literal.group(1).replace("''", "'")) if literal is not None else None
    return made


def _is_open(text: str) -> bool:
    """Whether a bracket is still open: what follows a comma then is an argument of ``format``."""
    bare = _WRITTEN.sub("", text)
    return bare.count("(") > bare.count(")")


_VERBS = r"(?:drop|truncate|delete|alter|update|insert|grant|revoke|create|refresh|reindex|vacuum|analyze|optimize|kill|set)"
_WRITES = regex(rf"[\"']{_VERBS}\s", re.IGNORECASE)
_VERB = regex(rf"\s*{_VERBS}\b", re.IGNORECASE)


def begins_statement(text: str) -> bool:
    """Whether a text begins with the verb of a statement that does something."""
    return _VERB.match(text) is not None


def statements_written(query: str, dialect: str) -> list[str]:
    """The statements that a query gives as its rows: ``SELECT 'DROP TABLE ' || tablename FROM pg_tables``, with a nameless hole for each piece
    that the rows fill in.
    """
    if len(query) > _MAX or _WRITES.search(query) is None or "select" not in query.lower():
        return []
    tree = parse(query.strip().rstrip(";"), dialect)
    found = [_said(one) for one in getattr(tree, "expressions", [])]
    whole = " ".join(found) if len(found) > 1 and _VERB.match(found[0]) and not any(map(_VERB.match, found[1:])) else ""
    return [whole] if whole else [one for one in found if _VERB.match(one)]


def _said(node: object) -> str:
    """What a piece of the expression says."""
    from sqlglot import exp

    if isinstance(node, (exp.Alias, exp.Paren, exp.Cast)):
        return _said(node.this)
    if isinstance(node, (exp.Literal, exp.National, exp.ByteString, exp.RawString)):
        return str(node.this)
    if isinstance(node, (exp.DPipe, exp.Add)):
        return _said(node.left) + _said(node.right)
    if isinstance(node, exp.Concat):
        return "".join(map(_said, node.expressions))
    if isinstance(node, (exp.Coalesce, exp.GroupConcat, exp.Order)):
        return _said(node.this)
    if isinstance(node, exp.Format):
        return _filled(_said(node.this), [_said(one) for one in node.expressions])
    if isinstance(node, exp.Anonymous) and str(node.this).lower() in _QUOTING and node.expressions:
        return _said(node.expressions[0])
    return NAMELESS


def _filled(form: str, given: list[str]) -> str:
    """``format('DROP TABLE %I', name)``. Source: PostgreSQL manual, "format"."""
    turn = iter(range(len(given)))

    def piece(match: re.Match[str]) -> str:
        if match.group() == "%%":
            return "%"
        place = int(match.group(1)) - 1 if match.group(1) else next(turn, len(given))
        said = given[place] if 0 <= place < len(given) else NAMELESS
        return f"'{said}'" if match.group().endswith("L") else said

    return _SLOT.sub(piece, form)
