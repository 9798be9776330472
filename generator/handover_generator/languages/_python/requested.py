"""Requests of ``urllib`` that are put together first and opened later: what they will do is said by their method, which may be set afterwards."""

from __future__ import annotations

import ast
from collections.abc import Callable

from handover_generator.analysis.removals import WORDS, ordered_in_body
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Func, Inst, Map, Str, Value, Values, join
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

REQUEST = ("urllib.request.Request", "urllib2.Request")
UNREAD = "?"
"""The method of a request that could not be read."""
PREPARED = (".Request()", ".Request().prepare()", ".prepare_request()", ".build_request()")
"""Requests that are sent later: they are called like their method."""
_SENT = ("params", "data", "json")
_ASKED = ("method", "url", "full_url", "body")
"""What others send them by."""


def made_request(function: Api, arguments: Arguments, state: frozenset[int]) -> Api:
    """A request with its address and, as its last item, its method: what it is told, else POST where it has data."""
    asked, data = arguments.get(5, "method"), arguments.get(1, "data")
    if asked is not None and asked != NONE:
        method = literal(asked) or UNREAD
    else:
        method = "GET" if data is None or data == NONE else "POST" if NONE[0] not in data else UNREAD
    address = arguments.get(0, "url")
    return Api(state, function.path + "()", made_with=text_of(address) if address is not None else None, items=(*function.items, method))


def part_of(request: Api, name: str) -> Values | None:
    """What is read from a request that was put together before, to be sent by other means: ``pool.request(r.method, r.url)``. None for anything else.
    """
    if name not in _ASKED or not request.path.endswith(PREPARED):
        return None
    if name != "method":
        return (Str(Text((Hole("unknown", name),))),)
    if request.items and (request.items[-1] == UNREAD or request.items[-1].isupper()):
        return UNKNOWN if request.items[-1] == UNREAD else (Str(Text.of(request.items[-1])),)
    return (Str(request.made_with),) if request.made_with is not None and request.made_with.literal else UNKNOWN


def changed(request: Value, name: str, values: Values, call: Callable[[Func], Values]) -> Value:
    """The request after ``request.name = values``: its method or its data were set, or the function that gives the method replaced.

    Args:
        call: what a function gives back.
    """
    if not (isinstance(request, Api) and request.path.removesuffix("()").endswith(REQUEST) and request.items):
        return request
    if name == "data" and request.items[-1] == "GET" and values != NONE:
        return replace(request, items=(*request.items[:-1], "POST"))
    if name == "method":
        return replace(request, items=(*request.items[:-1], literal(values) or UNREAD))
    if name == "get_method":
        said = join(*(call(value) if isinstance(value, Func) else UNKNOWN for value in values))
        return replace(request, items=(*request.items[:-1], literal(said) or UNREAD))
    return request


def asked_in_data(arguments: Arguments, address: str) -> str:
    """What is sent along with a request and says in a word what is to be done, as it would stand in the address: ``?action=delete``.

    Args:
        address: where it is sent to.
    """
    sent = [arguments.keywords.get(name) for name in _SENT] + arguments.positional[1:3]
    for value in (value for values in sent if values for value in values):
        if isinstance(value, Map):
            for name in WORDS:
                if (word := literal(value.get(name) or ())) is not None:
                    return f"?{name}={word}"
        if (order := ordered_in_body(address, _body(value))):
            return order
    return ""


def _body(value: Value) -> str:
    """How the body begins that a value becomes when it is sent, or that is put into the address by its name."""
    if not isinstance(value, Map):
        return "".join(text.render() for text in texts_of((value,)))
    if (written := value.get("stream.body")):
        return text_of(written).render()
    return '{"delete":' if value.get("delete") is not None else ""


def methods_of(made: Values) -> Values | None:
    """The methods of requests that were put together before; None where there is none among ``made``, but an address or what nobody knows."""
    methods = [_method_of(value) for value in made]
    if all(method is None for method in methods):
        return None
    return join(*((Str(Text.of("GET")),) if method is None else method for method in methods))       # of an address alone


def _method_of(value: Value) -> Values | None:
    if isinstance(value, Api):
        if value.path.endswith(PREPARED) and value.items and (value.items[-1] == UNREAD or value.items[-1].isupper()):
            return UNKNOWN if value.items[-1] == UNREAD else (Str(Text.of(value.items[-1])),)
        return UNKNOWN if value.path.removesuffix("()").removesuffix("@inst").endswith(REQUEST) else None      # what a parameter is said to be
    if isinstance(value, Inst) and any(base.path.endswith(REQUEST) for base in value.info.external_bases()):
        own = value.info.find("get_method")
        said = [_returned(one) for one in own[1]] if own is not None else []
        return (Str(Text.of(said[0])),) if len(said) == 1 and said[0] else UNKNOWN
    return None


def _returned(method: Value) -> str | None:
    """The one word that a method gives back, if that is all it does."""
    body = method.info.node.body if isinstance(method, Func) and isinstance(method.info.node, ast.FunctionDef) else []
    last = body[-1].value if body and isinstance(body[-1], ast.Return) else None
    return last.value if len(body) <= 2 and isinstance(last, ast.Constant) and isinstance(last.value, str) else None
