"""Commands that a decorator of the repository wraps: it opens, checks and catches around them, and gives them what they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.values import Func
from handover_generator.model.behaviour import Call

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import FunctionInfo


def wrappers(engine: Engine, info: FunctionInfo) -> list[str]:
    """Routine ids of what decorators made of a command. Empty where none did, or where the command would not be found behind them."""
    given = as_command(info, engine.layer.given)
    results = [engine.run(value, given) for value in info.decorated if isinstance(value, Func)]
    found = [result.routine.id for result in results if result is not None]
    return found if any(_reaches(engine, one, info) for one in found) else []


def _reaches(engine: Engine, routine_id: str, info: FunctionInfo) -> bool:
    """Whether what a routine calls, however far, includes a function."""
    wanted = f"python:{info.module.path}:{info.line}:{info.qualname}#"
    seen = {routine_id: None}
    for one in (queue := [routine_id]):
        if one.startswith(wanted):
            return True
        routine = engine.layer.routines.get(one)
        for event in routine.events if routine is not None else ():
            if isinstance(event, Call) and event.to not in seen:
                seen[event.to] = None
                queue.append(event.to)
    return False
