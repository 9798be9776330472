"""Services that an application registers under a name or an interface, and asks for elsewhere (``pyramid_services``, ``app.extensions``).

``config.register_service_factory("shop.mail.factory", name="mail")`` in one file; ``request.find_service(name="mail").send(...)`` in another.
``config.registry["search.client"] = Client()`` in one file; ``request.registry["search.client"].delete(...)`` in another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Str, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members
    from handover_generator.languages._python.outside_calls import OutsideCalls
    from handover_generator.languages._python.program import ModuleInfo

SERVICE = "service "
"""Begins the announcement of a registered service."""
ITEM = "item "
"""Begins the announcement of an item put into the registry of an application."""
HOLDERS = frozenset({"registry", "extensions"})
"""Members of an application (Pyramid's, Flask's) that hold what its parts put there under a name."""
FIND = "find_service"
_MADE, _READY = "register_service_factory", "register_service"


def registered(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """The names and interfaces, by their last word, under which a file registers services, and the calls that do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in (_MADE, _READY) and node.args:
            given = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg in ("name", "iface"))]
            yield from ((key, node) for one in given if (key := _key(one)) is not None)


def found_service(calls: OutsideCalls, arguments: Arguments, request: Values, node: ast.AST) -> Values:
    """What ``request.find_service(...)`` gives: what the one file that registers it makes; unknown where that cannot be told."""
    wanted = [arguments.get(0) or (), arguments.keywords.get("iface", ()), arguments.keywords.get("name", ())]
    keys = [literal(values) or next((value.info.name if isinstance(value, Cls) else value.path.rpartition(".")[2] for value in values
                                     if isinstance(value, (Cls, Api))), None) for values in wanted]
    key = next((key for key in reversed(keys) if key), None)
    module = _announcing(calls, SERVICE + key) if key else None
    call = next((call for name, call in registered(module.tree) if name == key), None) if module is not None else None
    if module is None or call is None:
        return UNKNOWN
    calls.engine.ensure(module)
    made = calls.engine.read_in(module, call.args[0])
    made = join(*(calls.named(text, node) if isinstance(value, Str) and (text := value.text.literal) else (value,) for value in made))
    if isinstance(call.func, ast.Attribute) and call.func.attr == _READY:
        return made
    return join(*(calls.call_value(factory, Arguments([UNKNOWN, request]), node) for factory in made)) or UNKNOWN


def items_put(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names under which a file puts something into the registry of an application, and what it puts there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Attribute) and target.value.attr in HOLDERS and (
                        isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str)):
                    yield target.slice.value, node.value


def found_item(frame: Members, key: str) -> Values:
    """What ``request.registry[key]`` is: what the one place that fills it puts there; unknown where that cannot be told."""
    module = _announcing(frame, ITEM + key)
    put = [value for name, value in items_put(module.tree) if name == key] if module is not None else []
    if module is None or len(put) != 1:
        return UNKNOWN
    frame.engine.ensure(module)
    return frame.engine.read_in(module, put[0])


def _announcing(frame: Members, announcement: str) -> ModuleInfo | None:
    """The module that announces something, where no other does."""
    paths = set(frame.tools.announcers(announcement))
    return frame.engine.program.load(paths.pop()) if len(paths) == 1 else None


def _key(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) and node.value else None
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
