"""What a web application does when its server starts or ends: functions that it is given for that (``@app.on_event("startup")``, ``lifespan=``,
``app.on_startup.append(connect)``). They wait until something runs a server; an application that is only imported starts nothing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import functions_in
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Api, Func, Mod, Values
from handover_generator.model.behaviour import Confidence
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members
    from handover_generator.languages._python.outside_calls import OutsideCalls
    from handover_generator.model.rows import ApiRow

_SERVERS = "servers"
"""The part of the catalogue that runs them."""
_MAKERS = frozenset({"FastAPI", "Starlette", "Litestar"})
_WAITING = ("lifespan", "on_startup", "on_shutdown")
_DECORATES = regex(r"(?:fastapi|starlette)\.[\w.]+\(\)\.on_event\(\)|quart\.Quart\(\)\.(?:before|after|while)_serving"
                   r"|sanic\.Sanic\(\)\.(?:(?:before|after)_server_(?:start|stop)|main_process_(?:start|stop|ready)|listener\(\))")
_ADDS = regex(r"aiohttp\.web\.Application\(\)\.(?:on_startup|on_shutdown|on_cleanup|cleanup_ctx)\.(?:append|extend)"
              r"|(?:fastapi|starlette)\.[\w.]+\(\)\.add_event_handler|sanic\.Sanic\(\)\.register_listener")
_ADDING = frozenset({"append", "extend", "add_event_handler", "register_listener"})
_PLACE = regex(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):[A-Za-z_]\w*(?:\(\))?")
"""A module and an application in it."""
_MOST = 12


def note_hooks(frame: Members, function: Api, arguments: Arguments) -> None:
    """Remember what an application is given for its start when it is made, or later."""
    name = function.items[-1] if function.items else function.path
    if name in _MAKERS:
        for keyword in _WAITING:
            _keep(frame, arguments.keywords.get(keyword, ()))
    elif name in _ADDING and _ADDS.fullmatch(function.path):
        for values in arguments.every():
            _keep(frame, values)


def note_decorated(frame: Members, one: Api, values: Values) -> None:
    """The same for functions that a decorator of an application is given."""
    if _DECORATES.fullmatch(one.path):
        _keep(frame, values)


def _keep(frame: Members, values: Values) -> None:
    for value in functions_in(values):
        if value not in frame.engine.startups:
            frame.engine.layer.add(None, frame.engine.startups, value)


def run_hooks(frame: OutsideCalls, row: ApiRow, arguments: Arguments, node: ast.AST) -> None:
    """A server runs: so does what waits for that. An application that is named by text (``uvicorn.run("shop.web:app")``) is imported for it."""
    if row.lib != _SERVERS or row.do == "neutral":
        return
    place = _PLACE.fullmatch(literal(arguments.get(0, "app") or ()) or "")
    if place is not None:
        for module in frame.import_module(place.group(1), node):
            if isinstance(module, Mod):
                frame.engine.ensure(module.info)
    before, frame.certainty = frame.certainty, Confidence.INFERRED
    frame.conditions.append("when the server starts or ends")
    for value in list(frame.engine.startups)[:_MOST]:
        if isinstance(value, Func) and value.info is not frame.function:
            frame.call_value(value, Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), node, spawn=True)
    frame.conditions.pop()
    frame.certainty = before
