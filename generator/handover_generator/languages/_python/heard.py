"""Functions that a decorator of an object hands to what waits for messages: a bot, a consumer, a scheduler (``@bot.event``, ``@client.on(...)``).

They stand in the file that makes the object and runs it, and nothing in it calls them. The pages of a web server are handed over in the same
way, and are not meant: they belong to the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Func
from handover_generator.model.behaviour import Call, Confidence, Event, Routine
from handover_generator.model.location import Location
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.members import Members
    from handover_generator.languages._python.program import FunctionInfo, ModuleInfo
    from handover_generator.languages._python.tracer import PythonTracer

_WAITS = regex(
    r".*\(\)(?:\.\w+)*\.(?:event|events|on|once|on_\w+|listen|listen_to|listener|message|respond_to|hears?|action|shortcut|reaction|(?:\w+_)?handler"
    r"|subscribe|subscriber|consumer|agent|timer|cron(?:tab)?|interval|job|scheduled_job|schedule)(?:\(\))?")
"""A member of something made, by whose name people say that what it decorates is called when something happens."""
_OF_SERVERS = frozenset({
    "flask", "flask_socketio", "flask_restful", "flask_restx", "quart", "fastapi", "starlette", "sanic", "bottle", "falcon", "pyramid", "werkzeug",
    "aiohttp", "connexion", "dash", "celery", "sqlalchemy", "click", "typer", "argparse"})
"""Packages whose objects are called for a request, or call what they decorate by rules of their own."""
_MOST = 200


def note_heard(frame: Members, one: Api, functions: Sequence[FunctionInfo]) -> None:
    """A decorator from outside is applied: functions of the started file that wait for what happens are kept."""
    module = frame.module
    if not module.main or frame.body_of is not None or not functions or one.path.split(".")[0].removesuffix("()") in _OF_SERVERS or (
            not _WAITS.fullmatch(one.path)):
        return
    for info in functions:
        if info.module is module and info not in module.heard:
            frame.engine.layer.add(module, module.heard, info)


def heard(tracer: PythonTracer, main: ModuleInfo, started: Sequence[FunctionInfo]) -> list[str]:
    """The routine that calls what waits for something to happen, as nobody says when that is; nothing where no function does.

    Args:
        tracer: of the program.
        main: the module that is started, read to its end.
        started: functions that are starts of it by themselves.
    """
    waiting = [info for info in main.heard if info not in started][:_MOST]
    events: list[Call] = []
    for info in waiting:
        result = tracer.run(Func(info, None, info.module.cell), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
        if result is not None:
            events.append(Call(to=result.routine.id, at=Location(main.path, info.line), name=info.qualname, confidence=Confidence.INFERRED))
    return stored(tracer, main, "heard", events) if events else []


def stored(tracer: PythonTracer, main: ModuleInfo, kind: str, events: Sequence[Event]) -> list[str]:
    """A routine of the started file that holds these events; its id, in a list of starts."""
    routine_id = f"python:{kind}:{tracer.layer.name}"
    tracer.layer.routines[routine_id] = Routine(id=routine_id, path=main.path, name=main.path, line=1, events=tuple(events))
    return [routine_id]
