"""Methods of rows, managers and queries that Django does not bring and no class here has: a base of another package, a model of another
application or a relation that leads nowhere known brings them, and what they do is not known.
"""

from __future__ import annotations

from handover_generator.languages._python.kinds import Kinds
from handover_generator.languages._python.strings import METHODS
from handover_generator.languages._python.values import Api
from handover_generator.model.rows import ApiRow
from handover_generator.regexes import regex

_ROW_LIBRARY, _MAPPED = "django", "sqlalchemy"
_BROUGHT = regex(r"_|get_\w+_display\Z|get_(?:next|previous)_by_|(?:to|from)_(?:python|db_value|dict|json)\Z")
"""What Django makes for the fields of a model, and what it keeps for itself."""
_OF_QUERIES = regex(r"a?(?:get|first|last|latest|earliest|count|exists|create|update|delete|aggregate|in_bulk|iterator|explain|contains)\Z"
                    r"|(?:filter|exclude|all|order_by|select_related|prefetch_related|annotate|alias|distinct|values|values_list|only|defer|using"
                    r"|reverse|union|intersection|difference|none|dates|datetimes|extra|raw|select_for_update|complex_filter|get_queryset)\Z")
_OF_ROWS = regex(r"(?:\[\]"
                 r"|\.(?:a?get|a?first|a?last|a?latest|a?earliest|a?create|get_by_natural_key|create_user|create_superuser|get_current)\(\)"
                 r"|\.(?:objects|_default_manager|_base_manager|\w+_set)"
                 r"|\.(?:filter|exclude|all|order_by|select_related|prefetch_related|annotate|distinct|only|defer|using|reverse)\(\))\Z")
_OF_MAPPED = regex(r"(?:(?<!\[\])\[\]|\.(?:first|one|one_or_none|get|get_one|get_or_404|first_or_404|one_or_404)\(\))\Z")


def is_unseen_row(kinds: Kinds, row: ApiRow, function: Api) -> bool:
    """Whether a method is called of a row, a manager or a query and only the package as a whole is known to be harmless."""
    if not row.whole or row.lib not in (_ROW_LIBRARY, _MAPPED) or "{" in row.path or not function.items:       # one with names looked at them
        return False
    name = function.items[-1]
    receiver = function.path.removesuffix(f".{name}")
    if receiver == function.path or name in METHODS or _BROUGHT.match(name) or _OF_QUERIES.match(name):
        return False
    if row.lib == _MAPPED:
        elsewhere = function.model is None or kinds.is_outside(function.model)
        return elsewhere and row.path == "Row.**" and _OF_MAPPED.search(receiver) is not None
    return _OF_ROWS.search(receiver) is not None
