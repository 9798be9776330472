"""What one SQL statement does: from sqlglot's tree where it parses, from its first keyword where it does not."""

from __future__ import annotations

import re
from functools import lru_cache

from handover_generator.analysis._sql_fallback import by_keyword, tells_by_keyword
from handover_generator.analysis._sql_hive import VERBS, hive_statement
from handover_generator.analysis._sql_identifiers import keyword
from handover_generator.analysis._sql_parser import parse
from handover_generator.analysis._sql_stages import STAGED, staged
from handover_generator.analysis._sql_tree import by_tree
from handover_generator.analysis._sql_types import Deed, Judged
from handover_generator.model.behaviour import Action
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

__all__ = ["Deed", "Judged", "judge"]

MAX_PARSED = 60_000
_DIALECTS = ("postgres", "mysql", "sqlite", "tsql")
_ALIASES = {"postgresql": "postgres", "psql": "postgres", "mariadb": "mysql", "mssql": "tsql", "sqlite3": "sqlite", "cockroach": "postgres"}
_KNOWN = word_set("""
    select with insert update delete merge replace upsert truncate drop create alter rename grant revoke copy load call exec
    execute do vacuum analyze analyse reindex refresh cluster optimize comment begin start commit end rollback abort savepoint
    release set reset show explain describe desc use lock unlock values table import export attach detach pragma kill shutdown
    purge flush handler prepare deallocate declare fetch close discard listen notify unlisten security reassign checkpoint print go
    if while else stop return signal repair check restore backup bulk deny unload from dbcc waitfor put get remove undrop source exchange
""")
_TOP = regex(r"\A(\s*(?:delete|update))\s+top\s*\(\s*[@\w]+\s*\)(?:\s+percent)?", re.IGNORECASE)
_INSERT = regex(r"\s*insert\s+into\s+([\w.\"`\[\]]+)[^;]{0,2000}?\bvalues\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def judge(text: str, dialect: str | None, own_tables: frozenset[str]) -> Judged:
    """What the statement ``text`` does.

    Args:
        text: one statement without comments, holes replaced by marker names.
        dialect: a sqlglot dialect or a driver's name for it; None tries several.
        own_tables: tables that earlier statements of the same text made and may remove again without loss.
    """
    verb = keyword(text)
    if verb in VERBS and (told := hive_statement(text, lambda inner: judge(inner, dialect, own_tables))) is not None:
        return told
    if verb in STAGED and (moved := staged(verb, text)) is not None:
        return moved
    if verb not in _KNOWN and not tells_by_keyword(verb, text):
        return Judged(unknown=f"not understood as SQL: {text[:80]}")
    simple = _INSERT.match(text)
    if simple and len(text) > 4000 and "select" not in text[:4000].lower():
        name = simple.group(1).strip('"`[]')         # one row of a dump after another: no need for a tree
        return Judged(deeds=(Deed(action=Action.WRITE, target=name, what=f"inserts into {name}"),))
    text = _TOP.sub(r"\1", text)
    if not tells_by_keyword(verb, text) and len(text) <= MAX_PARSED and text.count("(") - text.count(")") < 40 and not re.search(r"\({120}", text):
        wanted = _ALIASES.get((dialect or "").lower(), (dialect or "").lower())
        order = [wanted, *(d for d in _DIALECTS if d != wanted)] if wanted else list(_DIALECTS)
        for name in order:
            tree = parse(text, name) if _exists(name) else None
            if tree is not None:
                judged = by_tree(tree, text, own_tables)
                if judged is not None:
                    return judged
                break
    return by_keyword(text, own_tables, judge)


def _exists(dialect: str) -> bool:
    if dialect in _DIALECTS:
        return True
    from sqlglot.dialects.dialect import Dialect

    return Dialect.get(dialect) is not None
