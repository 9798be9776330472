"""Where a management command of Django starts."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import NONE, UNKNOWN, Const, Options, Seq, Values
from handover_generator.model.behaviour import Event, Need, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Tools
from handover_generator.regexes import regex

_STARTS = ("handle", "handle_noargs", "handle_label", "handle_app_config", "handle_app", "handle_docopt", "execute", "run_from_argv")
_PLAIN = frozenset({"handle", "handle_noargs", "execute"})


def binds_command(statement: ast.stmt) -> bool:
    """Whether a statement of a module gives it the class that Django starts: as written there (``class Command(BaseCommand):``), under another name
    (``Command = Wipe``), from another module (``from shop.base import Wipe as Command``), or one of these under a condition.
    """
    if isinstance(statement, ast.ClassDef):
        return statement.name == "Command"
    if isinstance(statement, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "Command" for target in statement.targets)
    if isinstance(statement, ast.ImportFrom):
        return any((alias.asname or alias.name) == "Command" for alias in statement.names)
    if isinstance(statement, ast.If):
        return any(binds_command(inner) for inner in (*statement.body, *statement.orelse))
    if isinstance(statement, ast.Try):
        inside = (*statement.body, *(inner for handler in statement.handlers for inner in handler.body), *statement.orelse)
        return any(binds_command(inner) for inner in inside)
    return False


def holds_command(path: str, tree: ast.Module) -> bool:
    """Whether a file is one from which Django takes a command: by its folder, or, where it is put into such a folder of another project (by an
    image, a mount), by its class, which is derived from one of Django's own there.
    """
    if "/management/commands/" in "/" + path:
        return True
    bases = {base.id if isinstance(base, ast.Name) else base.attr for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Command"
             for base in node.bases if isinstance(base, (ast.Name, ast.Attribute))}
    return bool(bases) and any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.core.management")
        and any((alias.asname or alias.name) in bases for alias in node.names) for node in tree.body)


def bound_at(tree: ast.Module) -> int:
    """The line on which a module gets its command from elsewhere; 1 where no statement tells."""
    return next((statement.lineno for statement in tree.body if binds_command(statement)), 1)


def command_start(info: ClassInfo) -> str | None:
    """The method that runs first: the command's own ``handle``, or what the ``handle`` of a base from outside calls for each label,
    application or parsed command line (``LabelCommand``, ``AppCommand``, ``NoArgsCommand`` until Django 1.10, django-docopt-command).
    """
    return next((name for name in _STARTS if info.find(name) is not None), None)


STARTING = frozenset(_STARTS)


def started_with(start: str, options: Options) -> Arguments:
    """What Django gives that method: the options by keyword, and before them what a base from outside calls it for."""
    return Arguments([] if start in _PLAIN else [UNKNOWN], rest=UNKNOWN, keyword_rest=(options,))


_FROM_OUTSIDE = regex(r"(?:\A|\.)management\.commands\.(\w+)\.Command\b")


def command_of(path: str) -> str | None:
    """The name of the command that a class of an installed application is ("flush" for ``django.core.management.commands.flush.Command``)."""
    found = _FROM_OUTSIDE.search(path)
    return found.group(1) if found is not None else None


def of_outside(events: Sequence[Event], base: str, at: Location) -> tuple[Event, ...]:
    """What a command of an installed application does (``base`` is its class), as the catalogue tells it. A file of the repository that has its
    name is another one, mostly the one that is made from it: then nobody knows what ``base`` does.
    """
    if any(isinstance(event, Need) and event.kind == "script" for event in events):
        return (_not_here(base, at),)
    return tuple(events)


def from_outside(base: str, at: Location, tools: Tools) -> tuple[Event, ...]:
    """What starts in ``base``, a class from outside, where nothing is put in its place: the command that it is, or what nobody knows."""
    name = command_of(base)
    if name is None:
        return (_not_here(base, at),)
    return of_outside(tools.command([Text.of("manage.py"), Text.of(name)], at=at), base, at)


def _not_here(base: str, at: Location) -> Unknown:
    return Unknown(kind="unmodelled-package", at=at, detail=f"starts in {base}, which is not in this repository")


_BY_PLACE = ("app_label", "migration_name")
"""Parameters of Django's own commands that are words of the command line, in their order, though they may be given by name."""
_HOLD_VALUES = frozenset({"database", "output", "format", "indent", "exclude", "verbosity", "settings", "pythonpath", "using", "fixtures",
                          "username"})
"""Options of Django's own commands that take a value: others are on or off, where what is given for them is not known."""
_OF_THE_CALL = frozenset({"stdout", "stderr", "skip_checks", "no_color", "force_color"})
_UNDECIDED = Text((Hole("unknown", "options"),))


def given_words(arguments: Arguments) -> list[Text]:
    """What ``call_command(name, *words, **options)`` gives the command, as words of a command line."""
    words = [text_of(values) for values in arguments.positional[1:]]
    words += [text_of(arguments.keywords[name]) for name in _BY_PLACE if arguments.keywords.get(name, NONE) != NONE]
    for name, values in arguments.keywords.items():
        if name not in _BY_PLACE:
            words += _option(name, values)
    return words if arguments.keyword_rest is None and arguments.rest is None else [*words, _UNDECIDED]


def given_options(arguments: Arguments) -> list[Text]:
    """What ``super().handle(*args, **options)`` gives the command of a base from outside, where it says so itself (``plan=True``); all else is
    what the person gave, or left out.
    """
    return given_words(Arguments([], arguments.keywords))


def _option(name: str, values: Values) -> list[Text]:
    if name in _OF_THE_CALL:
        return []
    flag = "--" + name.replace("_", "-")
    decided = truth(values) if all(isinstance(value, Const) and isinstance(value.value, (bool, type(None))) for value in values) else None
    if name == "interactive":          # what is handed on from a person's own option: it asks, unless they said that it must not
        return [Text.of("--noinput")] if decided is False else []
    if decided is not None:
        return [Text.of(flag)] if decided else []
    text = text_of(values)
    if name in _HOLD_VALUES or any(isinstance(part, str) for part in text.parts):
        return [Text.of(f"{flag}=", text)]
    return [_UNDECIDED]


def migrated(arguments: Arguments) -> list[list[Text]]:
    """What ``MigrationExecutor(...).migrate(targets)`` does, as command lines: each target is an application and where it is to stand, None for
    the state before its first migration.
    """
    found: list[list[Text]] = []
    for value in arguments.get(0, "targets") or ():
        for item in value.items if isinstance(value, Seq) else ():
            pair = next((one for one in item if isinstance(one, Seq) and len(one.items) == 2), None)
            place = (UNKNOWN, UNKNOWN) if pair is None else (pair.items[0], pair.items[1])
            found.append([text_of(place[0]), Text.of("zero") if place[1] == NONE else text_of(place[1])])
    return [[Text.of("manage.py"), Text.of("migrate"), *words] for words in found or [[]]]
