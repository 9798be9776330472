"""Scripts that only define functions: what reads them in calls those by names that people agree on (``install``, ``configure``), or by any."""

from __future__ import annotations

from handover_generator.languages._shell.parse import Parsed, nodes, text_of
from handover_generator.languages._shell.routine import RoutineWalker
from handover_generator.languages._shell.values import REST
from handover_generator.model.behaviour import Act, Call, Confidence, Guard, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.records import replace

_MOST = 40


def only_defines(routines: dict[str, Routine], path: str) -> bool:
    """Whether running the script ``path`` leads to no effect, to nothing that a person sees or that is unknown, and to none of its functions."""
    return not any(isinstance(event, Act | Unknown | Guard) or (isinstance(event, Call) and event.to.startswith(f"shell:{path}#"))
                   for routine in routines.values() for event in routine.events)


def called_by_none(parsed: Parsed) -> list[str]:
    """The functions that nothing in the file runs but they themselves, as far as they are meant for others."""
    runs: dict[str, set[str]] = {}
    for name, node in parsed.functions.items():
        for inner in nodes(node):
            if inner.type == "command_name":
                runs.setdefault(text_of(inner), set()).add(name)
    return [name for name in parsed.functions if not name.startswith("_") and not runs.get(name, set()) - {name}]


def offered(walker: RoutineWalker, names: list[str]) -> Routine:
    """The routine of calling each of the functions ``names`` of a file whose text was walked; that something else calls them is told."""
    known = walker.session.functions
    mine = [known[name] for name in names if name in known and known[name].path == walker.path][:_MOST]
    outer = walker.flow
    walker.output.events.clear()
    walker.output.seen.clear()
    for function in mine:
        walker.flow = outer.copy()
        walker.flow.ended, walker.flow.conditions = None, (f"the function {function.name} is called",)
        walker.call_function(function, [REST], function.node)
    walker.flow = outer
    told = Unknown(kind="dynamic-call", at=Location(walker.path, mine[0].node.start_point[0] + 1),
                   detail="only defines functions; what calls them is not in this file")
    calls = [replace(event, confidence=Confidence.INFERRED) if isinstance(event, Call) else event for event in walker.output.events]
    walker.output.events[:] = [told, *calls]
    return walker.finished(f"shell:{walker.path}#offered", walker.path.rpartition("/")[2])
