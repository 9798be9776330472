"""Calls of functions: each a routine of its own, once a calling context, with what it changes for its caller."""

from __future__ import annotations

from collections.abc import Sequence

import tree_sitter

from handover_generator.analysis._commands_code import fetched
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.judging import Probe
from handover_generator.languages._shell.narrowing import forget_positions
from handover_generator.languages._shell.parse import nodes, text_of
from handover_generator.languages._shell.session import (
    FEW_CONTEXTS,
    MANY_CONTEXTS,
    MAX_CALL_DEPTH,
    MAX_CONTEXTS,
    Function,
    Summary,
    digest,
    mentioned,
)
from handover_generator.languages._shell.spoken_ways import ways_of
from handover_generator.languages._shell.values import Flow, came_back
from handover_generator.model.behaviour import Call, Confidence, Event, GuardKind, Routine, Unknown
from handover_generator.model.source import SHELL_FUNCTION
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

MOST_OTHERS = 5
_GIVEN = frozenset({"$@", "$*", "${@}", "${*}"})
_READS_IN = frozenset({"source", "."})
_DECLARES = frozenset({"local", "declare", "typeset"})
_MOST_WITHIN = 1                        # calls of a function within itself that are followed, besides the first
_FEW_WORDS = 400                         # bytes of a function of another file that is worth to be looked into: what many of them call is long
_LOGS = 3_000                            # bytes of one that prints and keeps in a log, beside running what it is given
_LONG = 4_000                            # bytes of a function of many lines
_SHORT = 240                             # bytes of a function that hands its arguments on, such as ``psql -h "$host" "$@"``


def spoken(said: list[Text]) -> Text | None:
    """What several commands print, as one text: what one of them fetches, whatever the others say beside it, or what they all say."""
    fetches = next((text for text in said if fetched(text) is not None), None)
    return fetches if fetches is not None else said[0] if len(set(said)) == 1 else None


def runs_its_arguments(function: Function) -> bool:
    """Whether what a function is given is a command that it runs (``retry rsync ...``, with ``"$@"`` in it)."""
    known = function.parsed.runs_given                   # kept with its file: it is asked at each call
    start = function.node.start_byte
    if start not in known:
        known[start] = any(inner.type == "command_name" and text_of(inner).strip("\"") in _GIVEN for inner in nodes(function.node))
    return known[start]


def _most_contexts(function: Function) -> int:
    """How many calls of a function are told apart: of a long one, whose walk takes its time, fewer, unless it runs what it is given."""
    size = function.node.end_byte - function.node.start_byte
    if size < _SHORT or (size < _LOGS and _named(function) == "runs"):
        return MANY_CONTEXTS
    return FEW_CONTEXTS if size > _LONG and _named(function) != "runs" else MAX_CONTEXTS


def _named(function: Function) -> str:
    """What a function does by the name that it is given: "reads in" a file of that name (``source "scripts/$1.sh"``), or "runs" a command."""
    known = function.parsed.named
    start = function.node.start_byte
    if start not in known:
        words = [text_of(node).strip("\"") for node in nodes(function.node) if node.type == "command_name"]
        known[start] = "reads in" if any(word in _READS_IN for word in words) else "runs" if any(word.startswith("$") for word in words) else ""
    return known[start]


class Functions(Base):
    """Part of the walker that calls the functions of a script."""

    def define(self, node: tree_sitter.Node) -> None:
        """A function definition."""
        name_node = node.child_by_field_name("name")
        if name_node is None:
            return
        name, condition = text_of(name_node), self.flow.condition()
        others: tuple[Function, ...] = ()
        known = self.session.functions.get(name) if condition is not None else None
        if known is not None:                            # if ...; then f() { ...; }; else f() { ...; }; fi
            here = self.path, node.start_byte
            others = tuple(replace(one, others=()) for one in (known, *known.others) if (one.path, one.node.start_byte) != here)
        self.session.functions[name] = Function(name, self.path, node, self.parsed, condition, others[:MOST_OTHERS], self.inline is not None)
        self.session.defined += 1

    def call_any(self, function: Function, arguments: list[Text], node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Call a function, and whatever else it may be, each under the condition that it was defined under."""
        if not function.others:
            self.call_function(function, arguments, node, stdin)
            return
        outer = self.flow
        ways: list[Flow] = []
        for one in (function, *function.others):
            self.flow = outer.copy()
            if one.condition is not None and one.condition not in outer.conditions:
                self.flow.conditions = (*outer.conditions, one.condition)
            self.call_function(one, arguments, node, stdin)
            self.flow.conditions = outer.conditions
            ways.append(self.flow)
        self.flow = outer
        self.merge(ways, [])

    def of_others(self, name: str, events: Sequence[Event]) -> Function | None:
        """The function behind a bare name in a script that only defines functions: of another file that what reads this one in reads in, too, as
        far as one can tell from its being the only one of that name. None where something else is known of the name.
        """
        if not self.session.loose or "/" in name or self.host is not None or not any(
                isinstance(event, Unknown) and event.kind == "unmodelled-command" for event in events):
            return None
        paths = self.session.tools.announcers(SHELL_FUNCTION + name)
        parsed = self.session.parsed(paths[0]) if len(paths) == 1 else None
        node = parsed.functions.get(name) if parsed is not None else None
        if parsed is None or node is None:
            return None
        found = Function(name, paths[0], node, parsed.owners.get(name, parsed), guessed=True)
        if node.end_byte - node.start_byte > (_LOGS if _named(found) == "runs" else _FEW_WORDS):
            return None
        self.session.functions[name] = found
        self.session.defined += 1
        return found

    def merge(self, branches: list[Flow], probes: list[Probe]) -> None:
        """Join branches."""
        raise NotImplementedError

    def call_function(self, function: Function, arguments: list[Text], node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Call a function of the script: its body is a routine of its own, once a calling context. What is fed to it, its commands read."""
        session = self.session
        if len(session.active) > MAX_CALL_DEPTH:
            self.tell(Unknown(kind="budget", at=self.at(node), detail=f"{function.name}: calls too deep to follow"))
            return
        known: tuple[Text, ...] | None = tuple(arguments)
        fed = stdin if stdin is not None else self.ambient
        slot = (function.path, function.name)
        seen = mentioned(function, self.flow, self._names(function))
        cwd = self.flow.cwd.render() if self.flow.cwd is not None else None
        key = digest(
            function.path,
            function.name,
            function.node.start_byte,
            [(a.render(), a.maybe) for a in arguments],
            seen,
            cwd,
            self.flow.quiet,
            self.gathers,
            self.host,
            str((self.inline, self.first) if function.inline else None),
            self.base_condition if function.inline else None,
            (fed.render(), fed.at) if fed is not None else None,
            [(mount.folder, mount.device.render()) for mount in self.flow.mounts],
        )
        if key not in session.summaries and key not in session.active:
            if session.contexts.get(slot, 0) >= _most_contexts(function):
                known, fed = self._joined(function, arguments), None
                key = digest(function.path, function.name, "joined", self.flow.quiet, self.gathers, *(a.literal for a in (known or ())[:1]))
            session.contexts[slot] = session.contexts.get(slot, 0) + 1
        session.slots[key] = slot
        within = [one for one in session.active if session.slots.get(one) == slot]
        if key not in session.active and len(within) > _MOST_WITHIN and any(argument.literal is None for argument in arguments):
            key = within[-1]                             # walks down folders: each call has a longer path, and does the same
        routine = f"shell:{function.path}#{function.name}@{key}"
        if key in session.active:
            self._call_event(routine, function.name, node)
            return
        summary = session.summaries.get(key)
        if summary is None:
            summary = self._walk_function(function, known, routine, key, fed)
            session.summaries[key] = summary
        self._apply(summary, function, node)

    def _joined(self, function: Function, arguments: list[Text]) -> tuple[Text, ...] | None:
        """The arguments of the one context that stands for all further calls of a function: unknown ones, but for the name of what it runs."""
        slot = (function.path, function.name)
        if not arguments or arguments[0].literal is None or not _named(function) or self.session.contexts[slot] >= MANY_CONTEXTS:
            return None
        return arguments[0], *(Text.of(Hole("argument", str(place))) for place in range(2, len(arguments) + 1))

    def _walk_function(self, function: Function, arguments: tuple[Text, ...] | None, routine: str, key: str, fed: Text | None) -> Summary:
        flow = Flow(variables=dict(self.flow.variables), arguments=arguments, cwd=self.flow.cwd, quiet=self.flow.quiet, made=self.flow.made,
                    copied=self.flow.copied, mounts=self.flow.mounts)
        child = type(self)(self.session, function.parsed, function.path, flow, script=self.script,
                           own=Text.of(REPOSITORY + function.path), inline=self.inline if function.inline else None,
                           first=self.first if function.inline else None,
                           holes=self.holes if function.inline else (), host=self.host)
        forget_positions(flow)
        child.function = function.name
        child.owned = _owned(function)
        child.ambient, child.drained = fed, self.drained and fed is self.ambient
        child.gathers = self.gathers
        body = function.node.child_by_field_name("body")
        self.session.active.append(key)
        try:
            if body is not None:
                child.statement(body)
                child.spring_all()
        finally:
            self.session.active.pop()
        self.session.store(Routine(id=routine, path=function.path, name=function.name, line=function.node.start_point[0] + 1,
                                   events=tuple(child.output.events), resolved=child.output.resolved, reachable=child.output.reachable,
                                   reads=tuple(child.output.reads)))
        back = came_back(child.flow, child.returned)
        changed = {name: value for name, value in back.variables.items()
                   if name not in back.local and self.flow.variables.get(name) is not value}
        backups = tuple(entry for entry in back.backups if entry not in self.flow.backups)
        return Summary(routine, changed, back.guards, tuple(child.noted), backups, back.made, back.mounts,
                       back.ended if back.ended == "exit" else None, back.cwd,
                       spoken(child.said) or (Text.join("\n", child.said) if child.gathers and child.said else None),
                       ways_of(function.node, child.said_at) if child.flow.quiet else ())

    def _apply(self, summary: Summary, function: Function, node: tree_sitter.Node) -> None:
        if function.inline:
            self._splice(summary.routine)
        else:
            self._call_event(summary.routine, function.name, node, unsure=function.guessed or _is_patched(function))
        self.flow.variables.update(summary.changed)
        self.flow.backups = tuple(dict.fromkeys((*self.flow.backups, *summary.backups)))
        self.flow.made |= summary.made
        self.flow.mounts = summary.mounts
        self.flow.cwd = summary.cwd
        told = any(guard.kind is GuardKind.OUTPUT for guard in self.flow.guards)
        self.flow.guards = (*self.flow.guards, *(guard for guard in summary.gained
                                                 if guard not in self.flow.guards and not (told and guard.kind is GuardKind.OUTPUT)))
        for guard in summary.tested:
            if guard not in self.tested:
                self.tested.append(guard)
            if guard not in self.noted:
                self.noted.append(guard)
        if summary.says is not None:
            self.said.append(summary.says)
        self.ways = summary.ways
        self.said_at += [(node.start_byte, text) for text in summary.ways or ((summary.says,) if summary.says is not None else ())]
        if summary.ended == "exit":
            self.flow.ended = "exit"

    def _call_event(self, routine: str, name: str, node: tree_sitter.Node, *, unsure: bool = False) -> None:
        self.tell(Call(to=routine, at=self.at(node), name=name, condition=self.condition_now(), guards=self.guards_now(), host=self.host,
                       confidence=Confidence.INFERRED if unsure else Confidence.RESOLVED))

    def _splice(self, routine: str) -> None:
        raise NotImplementedError

    def spring_all(self) -> None:
        """Run what traps hold."""
        raise NotImplementedError

    def _names(self, function: Function) -> tuple[str, ...]:
        """The variables that a function and the functions it calls name."""
        key = function.path, function.name, function.node.start_byte
        when, known = self.session.called.get(key, (-1, ()))
        if when == self.session.defined:
            return known
        names: dict[str, None] = {}
        waiting, done = [function], set()
        while waiting:
            current = waiting.pop()
            if (current.path, current.name) in done:
                continue
            done.add((current.path, current.name))
            variables, words = _said(current)
            names |= dict.fromkeys(variables)
            waiting += [callee for word in words if (callee := self.session.functions.get(word)) is not None]
        self.session.called[key] = self.session.defined, tuple(sorted(names))
        return self.session.called[key][1]


def _owned(function: Function) -> frozenset[str]:
    """The variables that a function declares as its own somewhere (``local a=x b``), without those that take on what is outside (``local a=$a``)."""
    known = function.parsed.locals
    start = function.node.start_byte
    if start not in known:
        names: set[str] = set()
        outside: set[str] = set()
        for node in nodes(function.node):
            if node.type != "declaration_command" or text_of(node.children[0]) not in _DECLARES:
                continue
            for child in node.named_children:
                name, _, value = text_of(child).partition("=")
                if child.type in ("variable_name", "variable_assignment"):
                    (outside if f"${name}" in value or f"${{{name}" in value else names).add(name)
        known[start] = frozenset(names - outside)
    return known[start]


def _is_patched(function: Function) -> bool:
    """Whether lines of a function could not be read: what is left of it may stand under conditions that nobody sees."""
    first, last = function.node.start_point[0] + 1, function.node.end_point[0] + 1
    return any(first <= line <= last for line in function.parsed.broken)


def _said(function: Function) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The variables and the words in a function, kept with its file: it is called many times."""
    known = function.parsed.said
    start = function.node.start_byte
    if start not in known:
        inside = list(nodes(function.node))
        known[start] = (tuple(dict.fromkeys(text_of(node) for node in inside if node.type == "variable_name")),
                        tuple(dict.fromkeys(text_of(node) for node in inside if node.type == "word")))
    return known[start]
