"""What runs elsewhere or later gives its result: futures of pools (``pool.submit(load).result()``), tasks of asyncio (``gather``)."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.truth import undecided
from handover_generator.languages._python.values import UNKNOWN, Builtin, Partial, Seq, UnknownValue, Value, Values, join

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library

_FUTURE = "future"
_POOLS = ("concurrent.", "multiprocessing.", "billiard.", "gevent.", "eventlet.", "asyncio.", "anyio.", "trio.", "functools.", "operator.")
_AT_ONCE = frozenset({"apply", "apply_e", "to_thread", "run_sync", "run", "reduce", "call"})
_EACH = frozenset({"map", "imap", "imap_unordered", "starmap"})
_PROMISED = frozenset({"submit", "apply_async", "run_in_executor", "run_coroutine_threadsafe", "spawn", "spawn_later"})
_ALL_PROMISED = frozenset({"map_async", "starmap_async"})
_GIVES = frozenset({"result", "get"})
_TELLS = frozenset({"add_done_callback", "link", "rawlink", "link_value"})
_IN_TURN = frozenset({"concurrent.futures.as_completed", "asyncio.as_completed", "asyncio.tasks.as_completed", "joblib.Parallel()"})
_WAITS = frozenset({"concurrent.futures.wait", "asyncio.wait", "asyncio.tasks.wait"})
_SAME = frozenset({"asyncio.wait_for", "asyncio.shield", "asyncio.run", "asyncio.get_event_loop().run_until_complete",
                   "asyncio.new_event_loop().run_until_complete", "asyncio.get_running_loop().run_until_complete"})
_TASK = ("asyncio.create_task", "asyncio.ensure_future", "asyncio.tasks.create_task")


def handed_back(path: str, results: Iterable[Values]) -> Values | None:
    """What a call gives that has a function called, with what that gave; None where it gives something else, or nothing that can be told."""
    name = path.rpartition(".")[2]
    known = join(*results)
    if not path.startswith(_POOLS) or not any(not isinstance(value, UnknownValue) for value in known):
        return None
    given = undecided(known)
    if name in _AT_ONCE:
        return given
    if name in _EACH:
        return (Seq((given,), exact=False),)
    if name in _PROMISED:
        return _promise(given)
    return _promise((Seq((given,), exact=False),)) if name in _ALL_PROMISED else None


def waited_for(frame: Library, path: str, arguments: Arguments, node: ast.AST) -> Values | None:
    """What a function gives that waits for others, or starts them, and is given what they give; None for any other."""
    if (path in _IN_TURN or path in _WAITS) and arguments.positional:
        each = frame.iterate(arguments.positional[0], node)
        if all(isinstance(value, UnknownValue) for value in each):
            return None
        some: Values = (Seq((each,), exact=False),)
        return some if path in _IN_TURN else (Seq((some, some)),)
    if path in ("asyncio.gather", "asyncio.tasks.gather"):
        given = [_kept(values) for values in arguments.positional]
        return (Seq((*given, _kept(arguments.rest)), exact=False) if arguments.rest is not None else Seq(tuple(given)),)
    if not arguments.positional or all(isinstance(value, UnknownValue) for value in arguments.positional[0]):
        return None
    if path in _TASK or (path.startswith("asyncio.") and path.endswith(".create_task")):
        return _promise(_kept(arguments.positional[0]))
    return _kept(arguments.positional[0]) if path in _SAME else None


def _promise(values: Values) -> Values:
    return (Partial(Builtin(_FUTURE), (values,)),)


def promised_by(value: Value) -> Values | None:
    """What a future will give; None for anything else."""
    return value.positional[0] if isinstance(value, Partial) and isinstance(value.target, Builtin) and value.target.name == _FUTURE else None


def _kept(values: Values) -> Values:
    return join(*((value,) if (held := promised_by(value)) is None else held for value in values)) if values else UNKNOWN


def awaited(values: Values) -> Values:
    """What waiting for futures gives; anything else as it stands."""
    return _kept(values) if any(promised_by(value) is not None for value in values) else values


def member_of_promise(value: Value, name: str) -> Values | None:
    """A member of a future; None for anything else."""
    held = promised_by(value)
    if held is None:
        return None
    return (Partial(Builtin("identity"), (held,)),) if name in _GIVES else held if name == "value" else (Builtin(name, value),)


def told_when_done(frame: Library, owner: Value, name: str, arguments: Arguments, node: ast.AST) -> Values:
    """``future.add_done_callback(tell)``: the function is called with the future."""
    for function in (arguments.get(0) or ()) if name in _TELLS else ():
        frame.call_value(function, Arguments([(owner,)]), node, spawn=True)
    return UNKNOWN
