"""Calls that go through all that they are given: a query that is handed to one is asked, though no loop says so."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import Api, Cls, Func, Values

_PLACES = {
    **dict.fromkeys(("writerows", "writelines", "join", "print", "pprint", "dict", "DataFrame", "from_records", "from_dict", "dump", "dumps",
                     "bulk_create", "insert_many", "OrderedDict", "Counter", "deque", "array", "GeoDataFrame", "add_all"), 0),
    **dict.fromkeys(("serialize", "executemany", "bulk", "streaming_bulk", "parallel_bulk", "execute_values", "execute_batch"), 1),
}
"""Names that hardly anything else has, and the place at which they take it."""
_WORDS = ("data", "queryset", "rows", "rowdicts", "objs")


def taken_whole(functions: Values, arguments: Arguments, node: ast.Call) -> Values:
    """What the call goes through, if it is one of these and none of the repository's own; else nothing."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    place = _PLACES.get(name)
    if place is None or any(isinstance(function, (Func, Cls)) for function in functions):
        return ()
    if name == "join" and any(isinstance(function, Api) for function in functions):        # of a query: that joins two tables
        return ()
    if len(arguments.positional) > place:
        return arguments.positional[place]
    return next((arguments.keywords[word] for word in _WORDS if word in arguments.keywords), ())
