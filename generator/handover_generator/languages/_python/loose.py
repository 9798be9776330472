"""Scripts that only define functions: something that is not in the file calls them, and which of them is a guess."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping

from handover_generator.languages._python.engine import Engine
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import functions_in
from handover_generator.languages._python.program import FunctionNode, ModuleInfo
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Cell, Func
from handover_generator.model.behaviour import Act, Action, Call, Confidence, Event, Need, Routine, Unknown
from handover_generator.model.location import Location

_MOST = 20
_OF_SETTINGS = ("filesystem", "secret")


class Loose(Engine):
    """What a file without a start of its own offers."""

    def loose(self, path: str, main: ModuleInfo) -> list[str]:
        """A script that only defines functions is started by something that calls one of them: a loader, a plug-in system, a person in a
        prompt. Every function that nothing here calls is followed, as a guess, and that it is one is told.
        """
        defined = plain_functions(main.tree)
        outer = [name for name in _called_by_none(main.tree, defined) if not name.startswith("_")]
        kept = [value for value in _in_tables(main) if value.info.name in defined]
        first = [defined[name].lineno for name in outer] or [value.info.line for value in kept]
        if not first:
            return []
        events: list[Event] = [Unknown(kind="dynamic-call", at=Location(path, first[0]),
                                       detail="only defines functions; what calls them is not in this file")]
        for name in outer[:_MOST]:
            for value in main.cell.names.get(name, ()):
                if isinstance(value, Func):
                    self._offer(path, value, Arguments(outside="argument"), events)
        for value in kept:
            self._offer(path, value, Arguments(outside="argument"), events, again=False)
        self._offer_handed(path, main, events)
        return self._guessed(path, events)

    def _offer(self, path: str, value: Func, arguments: Arguments, events: list[Event], *, again: bool = True) -> None:
        """Follow a function. ``again``: also where what was followed before leads to it."""
        if again or (f"python:{path}:{value.info.line}:" not in self._followed(events) and len(events) <= 2 * _MOST):
            result = self.run(value, arguments)
            if result is not None:
                events.append(Call(to=result.routine.id, at=Location(path, value.info.line), name=value.info.qualname,
                                   confidence=Confidence.INFERRED))

    def _offer_handed(self, path: str, main: ModuleInfo, events: list[Event]) -> None:
        """Follow functions of the file that one of those just followed gave to what it was handed itself: to a parser, for a sub-command
        (``parser.set_defaults(command=remove)``), or to whoever loads the file. They are there to be called, and nothing here calls them.
        """
        handled = dict.fromkeys(value for _, value, _ in main.handlers if isinstance(value, Func))
        parsed = (self.frame(self, main, cell=Cell(outer=main.cell)).options(shell=True),) if handled else ()
        for value in dict.fromkeys((*handled, *self.layer.handed)):
            if value.info.module is main and value.info.owner is None:
                self._offer(path, value, Arguments([parsed] if value in handled else [], outside="argument"), events, again=False)

    def only_decorated(self, path: str, main: ModuleInfo) -> list[str]:
        """A file whose functions are all decorated: what decorates them keeps them for a request, a job or a test, and they are not guessed at.
        That nothing of them was followed is told, as the file would else seem to do nothing.
        """
        first = next((node for node in main.tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list), None)
        if first is None:
            return []
        return self._guessed(path, [Unknown(kind="dynamic-call", at=Location(path, first.lineno),
                                            detail="only defines functions for something else to call; they are not followed")])

    def _followed(self, events: list[Event]) -> frozenset[str]:
        """Where the functions begin to which these events lead."""
        seen: set[str] = set()
        stack = [event.to for event in events if isinstance(event, Call)]
        while stack:
            routine_id = stack.pop()
            if routine_id not in seen and routine_id.startswith("python:"):
                seen.add(routine_id)
                stack += [event.to for event in self.routine(routine_id).events if isinstance(event, Call)]
        return frozenset(":".join(routine_id.split(":")[:3]) + ":" for routine_id in seen)

    def _guessed(self, path: str, events: list[Event]) -> list[str]:
        routine_id = f"python:loose:{self.layer.name}"
        self.layer.routines[routine_id] = Routine(id=routine_id, path=path, name=path, line=1, events=tuple(events))
        return [routine_id]

    def routine(self, routine_id: str) -> Routine:
        """The routine behind an id."""
        raise NotImplementedError

    def only_sets_up(self, routine_id: str, path: str) -> bool:
        """Whether what stands at top level leads to no effect but reading settings, to nothing that a person sees or that is unknown, and to no
        function of the file but those that decorate others: levels of loggers are set, a table is filled, a password is read. Such a file only
        defines functions all the same.
        """
        decorated = _lines_of_decorators(self.layer.main.tree) if self.layer.main is not None else frozenset[int]()
        seen = {routine_id}
        stack = [routine_id]
        while stack:
            for event in self.routine(stack.pop()).events:
                if isinstance(event, Need) or (isinstance(event, Act) and event.action is Action.READ and event.resource in _OF_SETTINGS):
                    continue
                if not isinstance(event, Call) or not event.to.startswith("python:"):
                    return False
                if event.to.startswith(f"python:{path}:") and not (event.at.path == path and event.at.line in decorated):
                    return False
                if event.to not in seen and not event.to.startswith("python:import:"):
                    seen.add(event.to)
                    stack.append(event.to)
        return True


@remembered
def plain_functions(tree: ast.Module) -> Mapping[str, FunctionNode]:
    """The functions at top level without decorators. Those say what starts a function: a route, a task, a fixture. Such are not guessed at."""
    return {node.name: node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.decorator_list}


def _in_tables(main: ModuleInfo) -> list[Func]:
    """Functions of a file that it only puts into tables under names of its own (``COMMANDS = {"purge": purge}``)."""
    return [value for name, values in main.cell.names.items() for value in functions_in(values)
            if value.info.module is main and value.info.owner is None and value.info.name != name]


def _called_by_none(tree: ast.Module, defined: Mapping[str, FunctionNode]) -> list[str]:
    """Those of these functions that nothing in the file names but they themselves."""
    named = Counter(node.id for node in nodes_in(tree) if isinstance(node, ast.Name))
    return [name for name, node in defined.items()
            if not named[name] or named[name] == sum(isinstance(inner, ast.Name) and inner.id == name for inner in nodes_in(node))]


@remembered
def _lines_of_decorators(tree: ast.Module) -> frozenset[int]:
    return frozenset(decorator.lineno for node in nodes_in(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
                     for decorator in node.decorator_list)
