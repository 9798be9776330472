"""Management commands that hand on to others: a table of the class (``subcommands = {"rm": RmCommand}``) names the command of each word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_generator.languages._python.django_commands import command_start, started_with
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.switches import standing
from handover_generator.languages._python.values import Api, Cls, Func, Inst, Map, Options
from handover_generator.model.behaviour import Call, Confidence, Event
from handover_generator.model.location import Location

if TYPE_CHECKING:
    from handover_generator.languages._python.program import ClassInfo
    from handover_generator.languages._python.tracer import PythonTracer

_TABLE = "command"
"""Is in the name of such a table, whatever else is."""


def declared(tracer: PythonTracer, info: ClassInfo, owner: Inst) -> list[str]:
    """Routine ids of what Django calls on a command before it starts: where it is made, and where it declares its options."""
    parser = Api(tracer.state("argparse", "ArgumentParser", "()"), "argparse.ArgumentParser()")
    found: list[str] = []
    for name, arguments in (("__init__", Arguments([])), ("add_arguments", Arguments([(parser,)]))):
        method = info.find(name)
        results = [tracer.run_method(function, owner, arguments) for function in (method[1] if method is not None else ())
                   if isinstance(function, Func)]
        found += [result.routine.id for result in results if result is not None]
    return found


def options_of(tracer: PythonTracer, info: ClassInfo) -> Options:
    """The options that a command gets, as its class and those it is made from declared them."""
    modules = [cls.module for cls in reversed(info.linear())]
    return Options((), tuple(sorted({name: said for one in modules for name, said in one.declared.defaults.items()}.items())), (),
                   standing({name: switch for one in modules for name, switch in one.declared.switches.items()}, tracer.layer.given),
                   tuple(sorted({name: made for one in modules for name, made in one.declared.made.items()}.items())))


def sub_commands(tracer: PythonTracer, command: ClassInfo, path: str) -> list[Event]:
    """Calls of the commands that a command names in a table. Its base calls the one of the word that is given, wherever that base is."""
    events: list[Event] = []
    for word, info in dict.fromkeys(_named(command)):
        start = command_start(info)
        method = info.find(start) if start is not None else None
        if start is None or method is None:
            continue
        owner = Inst(info, path)
        at = Location(path, command.node.lineno)
        before = declared(tracer, info, owner)
        found = [result.routine.id for function in method[1] if isinstance(function, Func)
                 and (result := tracer.run_method(function, owner, started_with(start, options_of(tracer, info)))) is not None]
        events += [Call(to=routine, at=at, name=info.name, condition=f"if the sub-command is {word}", confidence=Confidence.INFERRED)
                   for routine in (*before, *found)]
    return events


def _named(command: ClassInfo) -> Iterator[tuple[str, ClassInfo]]:
    for cls in command.linear():
        for name, values in cls.attributes.items():
            for table in values if _TABLE in name.lower() else ():
                for word, held in table.entries if isinstance(table, Map) else ():
                    yield from ((str(word), value.info) for value in held if isinstance(value, Cls) and value.info is not command)
