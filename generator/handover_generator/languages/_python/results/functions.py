"""Functions that call others, or give back what they are given: ``operator.methodcaller``, handlers of signals, copies, bars of progress."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.named_members import member_named
from handover_generator.languages._python.open_types import names_no_type
from handover_generator.languages._python.value_texts import literal, text_of
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Builtin, Cls, Func, Inst, Partial, Seq, Str, UnknownValue, Values, join
from handover_generator.languages._python.worker_tasks import CANVAS, of_messages
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result

_CALLER = "operator.methodcaller"
_BARS = ("tqdm", "tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.asyncio.tqdm", "tqdm.asyncio.tqdm_asyncio", "tqdm.notebook.tqdm", "tqdm.std.tqdm",
         "tqdm.autonotebook.tqdm", "tqdm.rich.tqdm", "rich.progress.track", "progressbar.progressbar", "alive_progress.alive_it")
"""What shows how far a loop has come, and gives it what it goes through."""


def _method_caller(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    if (member := literal(arguments.get(0) or ())) is not None:
        return (Api(frozenset(), _CALLER + "()", items=(member,)),)
    return (Api(frozenset(), _CALLER + "()", made_with=text_of(arguments.positional[0])),) if arguments.positional else None


def _method_called(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    if not arguments.positional:
        return None
    target = arguments.positional[0]
    found = frame.member(target, function.items[-1], node) if function.items else member_named(
        frame, target, Arguments([target, (Str(function.made_with or Text()),)]), node)
    if all(isinstance(f, UnknownValue) for f in found):
        frame.unknown("dynamic-call", node, f"{_CALLER}: what is called is not known")
    return join(*(frame.call_value(f, Arguments(arguments.positional[1:]), node) for f in found)) or UNKNOWN


def _handler(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    for values in arguments.positional[:2]:
        for value in values:
            if isinstance(value, (Func, Partial)):
                frame.conditions.append("on a signal")
                frame.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)
                frame.conditions.pop()
    return NONE


def _the_same(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    return arguments.get(0) or UNKNOWN


def _the_same_text(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return arguments.positional[0] if arguments.positional else None


def _identity(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    return (Builtin("identity"),)


def _cast(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """What is cast, where it is known; else an instance of what it is cast to."""
    if len(arguments.positional) != 2:
        return None
    given = arguments.positional[1]
    if any(not isinstance(v, UnknownValue) for v in given):
        return given
    return tuple(Inst(v.info) if isinstance(v, Cls) else Api(frame.tools.api_step(v.state, "()"), v.path + "()", items=v.items)
                 if isinstance(v, Api) and not names_no_type(v.path) else UNKNOWN[0] for v in arguments.positional[0])


def _bar(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    return arguments.get(0, "iterable") or arguments.get(0, "sequence") or UNKNOWN


def _entered_bar(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    """A bar that is to be entered first, which gives what it holds."""
    return (Seq((arguments.get(0, "iterable") or UNKNOWN,)),)


def _unknown(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    return UNKNOWN


def _messages(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return of_messages(arguments) or None


def _manager(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """A manager of the repository, with what a query set of it adds."""
    if function.kin is None:
        return None
    queries = [value for value in arguments.get(0) or () if isinstance(value, Cls)]
    return (frame.class_from(function.kin.info.name, (Cls(function.kin.info), *queries), (), node),) if queries else None


RESULTS: dict[str, Result] = {
    _CALLER: _method_caller,
    _CALLER + "()": _method_called,
    **dict.fromkeys(("signal.signal", "sys.excepthook"), _handler),
    **dict.fromkeys(("copy.copy", "copy.deepcopy", "functools.update_wrapper"), _the_same),
    **dict.fromkeys(("shlex.quote", "pipes.quote", "textwrap.dedent", "inspect.cleandoc", "os.fspath", "sqlalchemy.text", "sqlalchemy.sql.text",
                     "sqlalchemy.sql.expression.text", "sqlmodel.text", "django.utils.safestring.mark_safe", ".mogrify"), _the_same_text),
    **dict.fromkeys(("functools.wraps", "functools.lru_cache", "functools.cache"), _identity),
    **dict.fromkeys(("typing.cast", "typing_extensions.cast"), _cast),
    **dict.fromkeys(_BARS, _bar),
    **dict.fromkeys(("click.progressbar", "typer.progressbar"), _entered_bar),
    **dict.fromkeys(("tqdm.trange", "tqdm.auto.trange"), _unknown),
    **dict.fromkeys(CANVAS, _messages),
    ".from_queryset": _manager,
}
