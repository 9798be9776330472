"""Functions and objects of the repository that are given to something outside: they are there to be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.hooks import handler_methods, holds_rows, hooks
from handover_generator.languages._python.rows import ACTIONS
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Inst, Map, Partial, Seq, Value, Values
from handover_generator.model.behaviour import Confidence
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.outside_calls import OutsideCalls
    from handover_generator.languages._python.program import ClassInfo
    from handover_generator.languages._python.row_kinds import RowKinds
    from handover_generator.model.rows import ApiRow

_MOST_GIVEN = 4
_MOST_LISTED = 24
"""Functions in a list or a dictionary that is given: a table of commands."""
_MOST_METHODS = 12
_MOST_CLASSES = 24
_KEEP = frozenset({"web frameworks", "command line options", "tests", "celery", "rq", "airflow tasks", "airflow hooks"})
"""Parts of the catalogue whose packages keep what they are given for a request, a command or a worker, which are entries of their own."""
_TASKS = frozenset({"invoke", "doit", "nox"})
"""Packages that keep a function as a task which a person runs by name."""
_LOOK = frozenset({"inspect", "types", "typing", "typing_extensions", "copy", "copyreg", "pydoc", "dis", "ast", "abc", "dataclasses"})
"""Packages that look at a function, or make another of it, and do not call it."""
_ASK = regex(r"(?:is|has)_?[a-z]\w*|signature|unwrap|wraps|update_wrapper")
"""Functions that ask something about a function (``asyncio.iscoroutinefunction``)."""
_FOR_REQUESTS = regex(r"add_(?:url_rule|(?:api_)?route|template_(?:filter|test|global)|middleware|resource|view)"
                      r"|(?:before|after|teardown)_(?:app_)?request"
                      r"|teardown_appcontext|context_processor|url_value_preprocessor|url_defaults|errorhandler|exception_handler"
                      r"|register_(?:error_handler|grant|endpoint|token_validator|blueprint|view|converter|client_auth_method)|init_app")
"""Methods by which any web application, or an extension of one, takes what it keeps for a request or a page, also one that nobody described."""
_ROUTES = "aiohttp.web."
"""A server in a package of clients: what it is given waits for a request."""
_CALL_METHODS = frozenset({"python itself, pure", "pure packages", "markup and documents", "logging", "brokers", "flask-script",
                           "servers of messages"})
"""Parts of the catalogue whose packages call the methods of an object that was written for them. Rows and forms are given for what they hold."""
_TELLS_WHAT_FAILED = "shutil.rmtree"
"""Its ``onerror=`` is given the function that failed, which was told with the call."""
_TARGET = frozenset({"start", "end", "data", "comment", "pi", "close", "start_ns", "end_ns", "doctype"})
"""What a parser of XML calls of the ``target=`` that it is given."""
_SERVES = regex(r"\w*(?:App|Application|Api|API|Router|Server|Service|Site|Blueprint|WSGI|ASGI|Wsgi|Asgi)\w*")
"""What is made of a table of functions that wait for requests."""
_CALLBACK = regex(r"(?i)on_[a-z]\w*|\w*(?:callback|handler|listener|hook)s?")
"""What a parameter or a member is called that takes functions only to call them."""


def calls_what_it_is_given(row: ApiRow, function: Api) -> bool:
    """Whether what stands in the catalogue leaves open that a function given here is called: the package as a whole is harmless, or the row
    tells of the act alone.
    """
    if row.whole:
        return row.lib not in _KEEP and not function.path.startswith(_ROUTES) and function.path.partition(".")[0] not in _LOOK | _TASKS
    return row.do in ACTIONS and (row.resource != "queue" or row.do == "read")       # what is queued runs in a worker, who takes messages calls here


def give_away(calls: OutsideCalls, function: Api, arguments: Arguments, node: ast.AST, row: ApiRow | None = None) -> None:
    """Call what is given to something outside. ``row``: what the catalogue says of it, None where nothing is known. What a module that is only
    imported registers is left to whoever asks for it, and what is being decorated to whoever calls it.
    """
    name = function.items[-1] if function.items else ""
    if calls.engine.importing or _ASK.fullmatch(name) or _FOR_REQUESTS.fullmatch(name) or (calls.function is None and not calls.module.main):
        return
    found: list[Value] = [value for values in arguments.every() for value in values if isinstance(value, (Func, Partial))]
    found += _listed(arguments)
    called = [value for value in found if not _is_decorated(calls, value)][:_MOST_GIVEN]
    if row is None and not _SERVES.fullmatch(name):          # "parser.add_commands([purge, sync])"
        called += [one for one in _tabled(arguments) if one not in called and not _is_decorated(calls, one)][:_MOST_LISTED]
    if row is None or row.lib in _CALL_METHODS:
        called += _methods(calls, function, arguments, node)
    condition = f"when {_spoken(function)} calls it"
    _call_back(calls, called, condition, node, [NONE] if function.path == _TELLS_WHAT_FAILED else [])
    if row is None:
        _start_classes(calls, function, arguments, condition, node)


def give_callbacks(calls: OutsideCalls, name: str, arguments: Arguments, node: ast.AST) -> None:
    """Call what is given as a callback to something that nobody could follow (``channel.consume("jobs", on_message=handle)``)."""
    found = [value for keyword, values in arguments.keywords.items() if _CALLBACK.fullmatch(keyword)
             for value in values if isinstance(value, (Func, Partial))]
    _call_back(calls, (found + _listed(arguments))[:_MOST_GIVEN], f"when {name} calls it" if name else "when it is called back", node)


def put_as_callback(calls: RowKinds, target: Api, name: str, values: Values, node: ast.AST) -> None:
    """``client.on_message = handle``: something outside is given a function to call."""
    if target.model is None and _CALLBACK.fullmatch(name) and not calls.engine.importing:
        found: list[Value] = [value for value in values if isinstance(value, (Func, Partial))]
        _call_back(calls, found[:_MOST_GIVEN], f"when {_spoken(target)} calls it", node)


def _call_back(calls: RowKinds, called: list[Value], condition: str, node: ast.AST, given: list[Values] | None = None) -> None:
    if not called:
        return
    before, calls.certainty = calls.certainty, Confidence.INFERRED
    calls.conditions.append(condition)
    for value in called:
        calls.call_value(value, Arguments(list(given or ()), rest=UNKNOWN, keyword_rest=UNKNOWN), node, spawn=True)
    calls.conditions.pop()
    calls.certainty = before


def _listed(arguments: Arguments) -> list[Value]:
    """Functions in a list of callbacks: ``Consumer(queues, callbacks=[handle])``."""
    return [value for keyword, values in arguments.keywords.items() if _CALLBACK.fullmatch(keyword)
            for listed in values if isinstance(listed, Seq) for item in listed.items for value in item if isinstance(value, (Func, Partial))]


def _tabled(arguments: Arguments) -> list[Func]:
    """Functions in the lists and dictionaries that are given; not those of a table of routes, which wait for requests."""
    tables = [value for values in arguments.every() for value in values if isinstance(value, (Seq, Map)) and not _of_routes(value)]
    return list(dict.fromkeys(functions_in(tuple(tables))))


def _of_routes(table: Seq | Map) -> bool:
    """Whether a table names paths: ``[("/orders", show)]``."""
    named = [key for key, _ in table.entries] if isinstance(table, Map) else [
        literal(row.items[0]) for item in table.items for row in item if isinstance(row, Seq) and row.items]
    return any(name is not None and name.startswith(("/", "^")) for name in named)


def functions_in(values: Values, depth: int = 3) -> Iterator[Func]:
    """Functions among values, also in the lists and dictionaries among them: ``add_all([("purge", purge)])``."""
    for value in values:
        if isinstance(value, Func):
            yield value
        elif depth and isinstance(value, (Seq, Map)):
            for item in value.items if isinstance(value, Seq) else [*(held for _, held in value.entries), value.rest]:
                yield from functions_in(item, depth - 1)


def _start_classes(calls: OutsideCalls, function: Api, arguments: Arguments, condition: str, node: ast.AST) -> None:
    """A class that was made from one of a package's own is handed to that package (``cli.main(Root)``): it makes one and calls what that adds. So
    it does with the others beside it, which are registered with the first.
    """
    root = function.path.partition(".")[0].removesuffix("()")
    handed = [value.info for values in arguments.every() for value in values if isinstance(value, Cls) and _is_of(value.info, root)
              and not holds_rows(value.info)]
    beside = [value.info for module in dict.fromkeys(info.module for info in handed) for values in list(module.cell.names.values())
              for value in values if isinstance(value, Cls) and value.info.module is module and _is_of(value.info, root)
              and not holds_rows(value.info)]
    started = list(dict.fromkeys((*handed, *beside)))[:_MOST_CLASSES]
    if not started:
        return
    before, calls.certainty = calls.certainty, Confidence.INFERRED
    calls.conditions.append(condition)
    made = [(value, info) for info in started for value in calls.call_value(Cls(info), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN), node)]
    calls.conditions.pop()
    calls.certainty = before
    methods = [method for value, info in made for name in ("__call__", *hooks(info))[:_MOST_METHODS] if info.find(name) is not None
               for method in calls.member((value,), name, node) if isinstance(method, Func)]
    _call_back(calls, list(methods), condition, node)


def _is_of(info: ClassInfo, root: str) -> bool:
    return any(base.path.partition(".")[0] == root for base in info.external_bases())


def _spoken(function: Api) -> str:
    """What calls back, for a person: the path of a plain function, else the package, for the way to an object is of no use to read."""
    if function.path.startswith("?."):
        return function.path[2:]
    return function.path if "(" not in function.path and "[" not in function.path else function.path.partition(".")[0].removesuffix("()")


def _is_decorated(calls: OutsideCalls, value: Value) -> bool:
    while isinstance(value, Partial):
        value = value.target
    return isinstance(value, Func) and value.info in calls.engine.layer.decorating


def _methods(calls: OutsideCalls, function: Api, arguments: Arguments, node: ast.AST) -> list[Value]:
    """The methods of objects that were written for this very package: of a class made from one of its own, or marked with its decorators."""
    root = function.path.partition(".")[0].removesuffix("()")
    given = [(value, name) for values in arguments.every() for value in values if isinstance(value, Inst)
             for name in handler_methods(calls.engine, value.info, root)]
    given += [(value, name) for value in arguments.keywords.get("target", ()) if isinstance(value, Inst) and "XML" in function.path
              for name in _TARGET if value.info.find(name) is not None]
    return [method for value, name in given[:_MOST_METHODS] for method in calls.member((value,), name, node) if isinstance(method, Func)]
