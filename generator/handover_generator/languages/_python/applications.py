"""Applications that are objects and hold commands: ``typer.Typer()``, ``click.Group()``, ``FlaskGroup()``, the ``cli`` of a Flask application,
a ``Program`` of invoke with its ``Collection`` of tasks.

One module makes such an object, others put commands on it, and another yet imports and calls it. They are told apart by where they are made.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from handover_generator.languages._python.class_commands import command_of_class
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.syntax import statements_in
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import NONE, UNKNOWN, Api, Cls, Func, Inst, Mod, Partial, Seq, Str, UnknownValue, Value, Values
from handover_generator.model.text import Text
from handover_generator.records import field, record, replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.definitions import Definitions
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.options import CommandLines
    from handover_generator.languages._python.program import FunctionInfo

_COLLECTIONS = frozenset({"invoke.Collection", "invoke.collection.Collection", "fabric.Collection"})
_PROGRAMS = frozenset({"invoke.Program", "invoke.program.Program", "fabric.main.Fab"})
"""Of tasks: what holds them, and what runs those that a person names."""
_OF_CLASSES = frozenset({"flask_script.Manager", "flaskext.script.Manager", "cleo.Application", "cleo.application.Application"})
"""What holds commands that are classes, and runs the one that a person names."""
_MAKERS = frozenset({"typer.Typer", "cyclopts.App", "click.Group", "click.core.Group", "click.CommandCollection", "rich_click.RichGroup",
                     "flask.cli.FlaskGroup", "flask.cli.AppGroup", "flask.Flask", "flask.Blueprint", *_COLLECTIONS, *_PROGRAMS, *_OF_CLASSES})
_OF_FLASK = frozenset({"flask.Flask()", "flask.Blueprint()"})
_HOLDERS = (frozenset(f"{maker}()" for maker in _MAKERS) - _OF_FLASK) | {f"{path}.cli" for path in _OF_FLASK}
_ON_APPLICATION = regex(r"(\w+)\.cli\.(?:command|group)\b")
_RUN_BY_NAME = _PROGRAMS | _OF_CLASSES
_STARTS = ("main", "__call__")
_ADDS = frozenset({"add_typer", "add_command", "add_source", "add_task", "add_collection"})
_ADDS_CLASSES = _ADDS | {"add", "add_commands"}
NAMESPACES = ("ns", "namespace")
"""What a module of tasks calls the collection that stands for all of it."""
_BEGINS = ("create_app", "callback", "result_callback")
"""Keywords that name a function which runs whichever command is given."""
_BUILT_IN = frozenset({"run", "shell", "routes"})
"""Commands that every application of Flask has."""
_OF_PACKAGES = {"flask_migrate.MigrateCommand": ("flask", "db"), "flask_script.Server()": ("flask", "run"), "flask_script.Shell()": ()}
"""Commands of packages, each with the words that do the same; nobody knows what is typed into a shell."""
_OF_EACH = (("runserver", ("flask", "run")), ("shell", ()))
"""Commands that every manager of Flask-Script has."""


@record(slots=True, eq=False)
class Application:
    """What an application holds: its commands, what runs before each of them, and the sites of applications that were added to it. ``others``: the
    names of commands that a package brings, with the words of the program that does the same; none where that is not known.
    """

    commands: list[FunctionInfo] = field(default_factory=list)
    before: list[FunctionInfo] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    others: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def application_call(frame: CommandLines, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """The call, if it makes an application, adds to one or starts one; None otherwise."""
    if function.path in _MAKERS:
        return _made(frame, function, arguments, node)
    if function.path in _HOLDERS:
        return _started(frame, function, node)
    outer, _, name = function.path.rpartition(".")
    if outer in _COLLECTIONS and name == "from_module":
        return _made(frame, replace(function, path=outer), arguments, node)
    if outer in _HOLDERS and name in (_ADDS_CLASSES if outer.removesuffix("()") in _OF_CLASSES else _ADDS):
        return _added(frame, function, arguments, node)
    if name in ("run", "handle") and outer.removesuffix("()") in _RUN_BY_NAME:
        return _started(frame, function, node)
    return _started(frame, function, node) if outer in _HOLDERS and name in _STARTS else None


def holds_command(frame: Definitions, one: Api, functions: list[FunctionInfo]) -> None:
    """A decorator of an application puts functions on it: ``@app.command()``, ``@app.callback()``, ``@app.default`` of cyclopts."""
    outer, _, name = one.path.removesuffix("()").rpartition(".")
    if not one.site or outer not in _HOLDERS:
        return
    known = _known(frame.engine, one.site)
    for info in functions:
        if name in ("command", "group", "default") or (name == "option" and outer.removesuffix("()") in _OF_CLASSES):
            frame.engine.layer.add(None, known.commands, info)
        elif name in _BEGINS:
            frame.engine.layer.add(None, known.before, info)
        if name == "default":
            frame.command(info)


def takes_application(tree: ast.Module) -> dict[str, str]:
    """The functions of a file that define commands on an application they are given (``def register(app):`` with ``@app.cli.command()`` inside),
    by name, with the parameter for it.
    """
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            on = {match.group(1) for inner in statements_in(node) if isinstance(inner, ast.FunctionDef) for decorator in inner.decorator_list
                  if (match := _ON_APPLICATION.match(ast.unparse(decorator))) is not None}
            taken = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args) if argument.arg in on]
            if taken:
                found[node.name] = taken[0]
    return found


def given_application(engine: Engine, parameter: str) -> Arguments:
    """The arguments of a call of such a function."""
    return Arguments([], {parameter: (Api(engine.state("flask", "Flask", "()"), "flask.Flask()"),)}, keyword_rest=UNKNOWN)


def held_commands(engine: Engine, value: Value) -> list[FunctionInfo]:
    """The commands that a command or an application is or holds, also those of applications inside it."""
    if isinstance(value, Func):
        return [value.info]
    return list(dict.fromkeys(info for known in _within(engine, value.site) for info in known.commands)) if isinstance(value, Api) else []


def _known(engine: Engine, site: str) -> Application:
    return engine.applications.setdefault(site, Application())


def _within(engine: Engine, site: str) -> list[Application]:
    """An application, and all that are inside it."""
    seen: dict[str, None] = {}
    stack = [site] if site else []
    while stack:
        one = stack.pop()
        if one not in seen:
            seen[one] = None
            stack += _known(engine, one).inner
    return [_known(engine, one) for one in seen]


def _made(frame: CommandLines, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    site = f"{frame.module.path}:{getattr(node, 'lineno', 0)}"
    known = _known(frame.engine, site)
    for name in _BEGINS:
        for value in arguments.keywords.get(name, ()):
            if isinstance(value, Func) and value.info not in known.before:
                frame.engine.layer.add(None, known.before, value.info)
    for sources in (*arguments.positional, *(arguments.keywords.get(name, ()) for name in ("sources", "commands"))):
        for value in sources:
            _put_in(frame, known, value.items if isinstance(value, Seq) else ())
    if function.path in _COLLECTIONS or function.path in _PROGRAMS:
        _put_in(frame, known, arguments.every())
    for known_as in _OF_EACH if function.path.endswith("script.Manager") else ():
        if known_as not in known.others:
            frame.engine.layer.add(None, known.others, known_as)
    for value in arguments.get(0, "app") or () if function.path in _OF_CLASSES else ():
        if isinstance(value, Func) and value.info not in known.before:       # what makes the application of Flask
            frame.engine.layer.add(None, known.before, value.info)
    return (Api(frame.tools.api_step(frame.engine.state(*function.path.split(".")), "()"), function.path + "()", site=site),)


def _put_in(frame: CommandLines, known: Application, every: Sequence[Values]) -> None:
    for values in every:
        for value in values:
            if isinstance(value, Api) and value.site and value.site not in known.inner:
                frame.engine.layer.add(None, known.inner, value.site)
            elif isinstance(value, Func) and (info := value.origin or value.info) not in known.commands:
                frame.engine.layer.add(None, known.commands, info)
            elif isinstance(value, (Cls, Inst)):
                of_class = command_of_class(frame, value)
                if of_class is not None and of_class not in known.commands:
                    frame.engine.layer.add(None, known.commands, of_class)
            elif isinstance(value, Seq):
                _put_in(frame, known, value.items)
            elif isinstance(value, Mod):
                frame.engine.ensure(value.info)
                whole = [named for name in NAMESPACES if (named := value.info.cell.names.get(name))]
                _put_in(frame, known, whole or [tuple(Func(info, None, value.info.cell) for info in value.info.commands)])


def _added(frame: CommandLines, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    """``app.add_typer(other)``: commands of the module that adds them, too, where a person starts that."""
    if function.site:
        _put_in(frame, _known(frame.engine, function.site), arguments.every())
    for values in arguments.every():
        for value in values:
            if isinstance(value, UnknownValue):
                frame.unknown("dynamic-call", node, "adds a command that is known only when it runs")
            of_class, name = command_of_class(frame, value), literal(arguments.get(0, "name") or ())
            if of_class is not None and name is not None:
                frame.engine.layer.mark(of_class.module, of_class, "command_name", name)
            if isinstance(value, Api) and function.site and name is not None and (words := _OF_PACKAGES.get(value.path)) is not None:
                frame.engine.layer.add(None, _known(frame.engine, function.site).others, (name, words))
            for info in [of_class] if of_class is not None else held_commands(
                    frame.engine, Func(value.origin) if isinstance(value, Func) and value.origin is not None else value):
                frame.command(info)
    return NONE


def _started(frame: CommandLines, function: Api, node: ast.AST) -> Values | None:
    """An application is called like a program: what runs first, then the command that is given, or any. What the file that is started defines
    or adds itself is started as its own.
    """
    if not function.site:
        return None
    main = frame.engine.layer.main
    own = set(main.commands) if main is not None else set()
    within = _within(frame.engine, function.site)
    for info in dict.fromkeys(info for known in within for info in known.before):
        made = _start(frame, info, node) if info not in own else ()
        within += [known for value in made if isinstance(value, Api) for known in _within(frame.engine, value.site)]     # by a factory
    commands = list(dict.fromkeys(info for known in within for info in known.commands))
    words = frame.engine.layer.words
    if function.path.removesuffix(".run").removesuffix("()") in _PROGRAMS:
        return _run_tasks(frame, commands, node)
    if words and (found := next((same for known in reversed(within) for name, same in reversed(known.others) if name == words[0]), None)) is not None:
        _as_program(frame, (*found, *words[1:]) if found else (), node)
        return NONE
    if words and commands and not any(info.is_called(words) for info in commands):
        if "flask" not in function.path or _BUILT_IN.isdisjoint(words):
            frame.unknown("dynamic-command", node, f"the sub-command {words[0]} is not defined in what this application holds")
        return NONE
    for info in frame.engine.started(commands):
        if info not in own:
            _start(frame, info, node)
    return NONE


def _as_program(frame: CommandLines, words: tuple[str, ...], node: ast.AST) -> None:
    """A command of a package does what another program does that is started with ``words``."""
    if words:
        line = Seq(tuple((Str(Text.of(word)),) for word in words))
        frame.call_value(Api(frame.engine.state("subprocess", "run"), "subprocess.run"), Arguments([(line,)]), node)


def brought_by_package(engine: Engine, word: str) -> bool:
    """Whether a package brings the command of this name to an application."""
    return any(name == word for known in engine.applications.values() for name, _ in known.others)


def all_held(engine: Engine, commands: Sequence[FunctionInfo]) -> bool:
    """Whether all commands of a file are of managers that know each by its name: any other word is none of them, and is told where they are run."""
    held = {info for known in engine.applications.values() if known.others for info in known.commands}
    return bool(commands) and held.issuperset(commands)


def _run_tasks(frame: CommandLines, commands: list[FunctionInfo], node: ast.AST) -> Values:
    """A program of tasks runs those whose names it is started with (``docs.build`` is one in a collection), with what goes before and after each."""
    words = frame.engine.layer.words
    said = tuple(word.rpartition(".")[2] for word in words)
    called = [info for info in commands if info.is_called(said)]
    if not commands or (words and not called):
        frame.unknown("dynamic-command", node, f"the task {words[0]} is not in the collection" if words and commands else
                      "runs tasks that are known only when it runs")
    meant = called or ([] if words else commands)
    for info in dict.fromkeys(one for task in meant for one in (*task.also, task)):
        _start(frame, info, node)
    return NONE


def _start(frame: CommandLines, info: FunctionInfo, node: ast.AST) -> Values:
    """One of several that may run: what follows does not depend on how it ends. Returns what it returns."""
    return tuple(made for value in info.decorated or (Func(info, None, info.module.cell),) if isinstance(value, (Func, Partial))
                 for made in frame.call_value(value, as_command(info, frame.engine.layer.given), node, spawn=True))
