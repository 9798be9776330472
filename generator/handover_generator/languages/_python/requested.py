"""Requests of ``urllib`` that are put together first and opened later: what they will do is said by their method, which may be set afterwards."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import NONE, Api, Func, Value, Values, literal, text_of
from handover_generator.records import replace

REQUEST = ("urllib.request.Request", "urllib2.Request")
UNREAD = "?"
"""The method of a request that could not be read."""


def made_request(function: Api, arguments: Arguments, state: frozenset[int]) -> Api:
    """A request with its address and, as its last item, its method: what it is told, else POST where it has data."""
    asked, data = arguments.get(5, "method"), arguments.get(1, "data")
    if asked is not None and asked != NONE:
        method = literal(asked) or UNREAD
    else:
        method = "GET" if data is None or data == NONE else "POST" if NONE[0] not in data else UNREAD
    address = arguments.get(0, "url")
    return Api(state, function.path + "()", made_with=text_of(address) if address is not None else None, items=(*function.items, method))


def changed(request: Value, name: str, values: Values) -> Value:
    """The request after ``request.name = values``: its method or its data were set, or the function that gives the method replaced."""
    if not (isinstance(request, Api) and request.path.removesuffix("()").endswith(REQUEST) and request.items):
        return request
    if name == "data" and request.items[-1] == "GET" and values != NONE:
        return replace(request, items=(*request.items[:-1], "POST"))
    if name == "method":
        return replace(request, items=(*request.items[:-1], literal(values) or UNREAD))
    if name == "get_method":
        bodies = [value.info.node.body for value in values if isinstance(value, Func) and isinstance(value.info.node, ast.Lambda)]
        said = [body.value for body in bodies if isinstance(body, ast.Constant) and isinstance(body.value, str)]
        return replace(request, items=(*request.items[:-1], said[0] if len(said) == len(values) == 1 else UNREAD))
    return request
