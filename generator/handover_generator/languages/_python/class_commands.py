"""Commands that are classes: ``class Purge(Command):`` of Flask-Script or cleo, and jobs that a line of a crontab runs (``class Purge(DailyJob):``),
with the method that their application calls.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo, FunctionInfo
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Answer, Cls, Flag, Func, Inst, Seq, Str, Value, Values, join
from handover_generator.model.text import Text

if TYPE_CHECKING:
    from handover_generator.languages._python.definitions import Definitions
    from handover_generator.languages._python.options import CommandLines

_OF_FLASK = ("run", "handle", "__call__")
_METHODS = {
    "flask_script.Command": _OF_FLASK, "flask_script.commands.Command": _OF_FLASK, "flaskext.script.Command": _OF_FLASK,
    "cleo.Command": ("handle",), "cleo.commands.Command": ("handle",), "cleo.commands.command.Command": ("handle",),
    "django_cron.CronJobBase": ("do",), "django_cron.core.CronJobBase": ("do",),
    **{f"django_extensions.management.jobs.{kind}Job": ("execute",)
       for kind in ("Base", "Minutely", "QuarterHourly", "Hourly", "Daily", "Weekly", "Monthly", "Yearly")},
}
"""Classes of packages, each with the method that it leaves to those who write a command, and others by which it calls that."""
_PACKAGES = ("flask_script", "flaskext.script", "cleo", "django_cron", "django_extensions")
_OPTIONS = "option_list"
_GIVES_OPTIONS = "get_options"


def classes_of_commands(text: str, tree: ast.Module) -> list[ast.ClassDef]:
    """The classes of this kind that a file defines."""
    if not any(name in text for name in _PACKAGES):
        return []
    bases = {alias.asname or alias.name: f"{node.module}.{alias.name}" for node in tree.body if isinstance(node, ast.ImportFrom) and not node.level
             for alias in node.names}
    modules = {alias.asname or alias.name: alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    found = []
    for node in tree.body:
        for base in node.bases if isinstance(node, ast.ClassDef) else ():
            written = ast.unparse(base)
            outer, _, name = written.rpartition(".")
            if isinstance(node, ast.ClassDef) and (bases.get(written) or f"{modules.get(outer, outer)}.{name}") in _METHODS:
                found.append(node)
    return found


def command_of_class(frame: CommandLines, value: Value) -> FunctionInfo | None:
    """The method that is called for a command of such a class, or of an instance of one; None for anything else."""
    info = value.info if isinstance(value, (Cls, Inst)) else None
    offered = next((_METHODS[base.path] for base in info.external_bases() if base.path in _METHODS), ()) if info is not None else ()
    method = next((name for name in offered if info is not None and info.find(name) is not None), None)
    found = info.find(method) if info is not None and method is not None else None
    if info is None or method is None or found is None:
        return None
    owner = value if isinstance(value, Inst) else Inst(info)
    bound = tuple(one for one in frame.bound(method, found[1], owner, self_node=None) if isinstance(one, Func))
    if not bound:
        return None
    command = bound[0].info
    known = command.decorated
    if isinstance(value, Inst):                              # which is told from any instance of its class
        known = tuple(one for one in known if not (isinstance(one, Func) and one.owner == Inst(info)))
    kept = known if all(one in known for one in bound) or (known and owner == Inst(info)) else join(known, bound)
    frame.engine.layer.mark(command.module, command, "decorated", kept)
    return command


def is_of_class(info: FunctionInfo) -> Func | None:
    """The method of a command of such a class, bound to what it is called on; None for a function, and for one that several classes inherit."""
    bound = info.decorated[0] if len(info.decorated) == 1 else None
    return bound if isinstance(bound, Func) and bound.info is info and isinstance(bound.owner, Inst) else None


def note_class(frame: Definitions, info: ClassInfo, node: ast.ClassDef) -> None:
    """A class that is defined is a command, where it is of such a kind: what its options are called, and its name where that is stated."""
    command = command_of_class(frame, Cls(info))
    if command is None:
        return
    named = info.find("name")
    if named is not None and (name := literal(named[1])) is not None:
        frame.engine.layer.mark(command.module, command, "command_name", name)
    for one in _options(frame, info, node):
        frame.takes_option(one, command)
    frame.command(command)


def _options(frame: Definitions, info: ClassInfo, node: ast.ClassDef) -> list[Flag]:
    listed: Values = ()
    if (found := info.find(_OPTIONS)) is not None:
        listed = found[1]
    if (found := info.find(_GIVES_OPTIONS)) is not None:
        for value in frame.bound(_GIVES_OPTIONS, found[1], Inst(info), self_node=None):
            listed = join(listed, frame.call_value(value, Arguments(), node) if isinstance(value, Func) else ())
    return [one for value in listed if isinstance(value, Seq) for item in value.items for one in item if isinstance(one, Flag)]


def what_it_gives(flag: Flag) -> Values:
    """What a function gets for an option that it takes."""
    return (Answer(flag.asks),) if flag.asks is not None else flag.made or (Str(Text((flag.hole,))),)
