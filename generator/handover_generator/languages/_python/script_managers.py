"""Commands of a ``Manager`` of Flask-Script that are objects or managers themselves: ``manager.add_command("db", MigrateCommand)``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Inst, Str, Values, literal, texts_of
from handover_generator.model.text import Text
from handover_generator.records import record

if TYPE_CHECKING:
    from handover_generator.languages._python.options import CommandLines

MANAGERS = frozenset({"flask_script.Manager", "flask_script.commands.Manager"})
BUILT_IN = frozenset({"runserver", "shell"})
"""Commands that every manager has."""
_RUN = ("run", "handle", "__call__")


def is_managed(text: str) -> bool:
    """Whether a file has to do with Flask-Script."""
    return "flask_script" in text


@record(frozen=True, slots=True)
class Added:
    """What was added to a manager as a command. ``name``: None where only a run knows it; ``starts``: what it begins with then."""

    name: str | None
    starts: tuple[str, ...]
    values: Values

    def is_meant(self, words: tuple[str, ...]) -> bool:
        """Whether a program that is started with ``words`` runs it."""
        if not words:
            return True
        return self.name in words if self.name is not None else any(map(self.begins, words))

    def begins(self, word: str) -> bool:
        """Whether a name of which only the beginning is known may be ``word``."""
        return bool(self.starts) and word.startswith(self.starts)


def added(arguments: Arguments) -> Added:
    """What ``add_command`` is given."""
    alone = len(arguments.positional) == 1 and "command" not in arguments.keywords            # it says itself what it is called
    said = () if alone else arguments.get(0, "name") or ()
    said = UNKNOWN if any(text.named for text in texts_of(said)) else said                    # it is not that, but came from there
    return Added(literal(said), _beginnings(said), (arguments.get(0) if alone else arguments.get(1, "command")) or ())


def run_object(frame: CommandLines, one: Added, node: ast.AST) -> None:
    """Run a command that is an object, or a class of such, or Flask-Migrate's."""
    words = frame.engine.layer.words
    for value in one.values:
        if isinstance(value, Api) and value.path.startswith("flask_migrate.") and one.name in words:
            frame.run_command([Text.of("flask"), Text.of("db"), *map(Text.of, words[words.index(one.name) + 1 :])], node)
        cls = value.info if isinstance(value, (Inst, Cls)) else None
        method = next((name for name in _RUN if cls is not None and cls.find(name) is not None), None)
        if method is None:
            continue
        for made in (value,) if isinstance(value, Inst) else frame.call_value(value, Arguments(), node):
            for function in frame.member((made,), method, node):
                frame.call_value(function, Arguments(outside="flag"), node, spawn=True)


def _beginnings(said: Values) -> tuple[str, ...]:
    """What names known in part begin with: ``"add_account_%s" % kind``."""
    texts = texts_of(said)
    first = tuple(part for text in texts if text.parts and isinstance(part := text.parts[0], str))
    return first if first and len(first) == len(texts) and all(isinstance(value, Str) for value in said) else ()
