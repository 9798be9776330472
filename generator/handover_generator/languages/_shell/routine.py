"""The walker as it is used: with other files, inline texts and functions spliced in."""

from __future__ import annotations

from collections.abc import Sequence

import tree_sitter

from handover_generator.analysis._commands_code import fetched
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.languages._shell.judging import Probe
from handover_generator.languages._shell.parse import Parsed, parse
from handover_generator.languages._shell.session import Function, Session, digest
from handover_generator.languages._shell.values import Flow, came_back
from handover_generator.languages._shell.walk import Walker
from handover_generator.model.behaviour import Act, Call, Event, Guard, Routine, Unknown
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

MAX_INLINE = 100_000


class RoutineWalker(Walker):
    """Adds what reaches beyond one text: sourced files, inline texts, functions told in place."""

    def run_source(self, path: str, arguments: list[Text], node: tree_sitter.Node) -> None:
        """``source path``: the file runs in this shell; it is a routine of its own."""
        parsed = self.session.parsed(path)
        if parsed is None:
            return
        context = digest(self.path, node.start_byte, [(a.render(), a.maybe) for a in arguments], len(self.session.active), self.host)
        routine = f"shell:{path}#source@{context}"
        hoist(self.session, parsed, path)
        flow = self.flow.copy()
        flow.arguments = tuple(arguments) if arguments else flow.arguments
        flow.guards, flow.conditions, flow.ended = (), (), None
        child = RoutineWalker(
            self.session, parsed, path, flow, script=self.script, own=Text.of(REPOSITORY + path), inline=self.inline, host=self.host
        )
        self._prints_for(child)
        self.session.sourced.append(path)
        try:
            child.body()
        finally:
            self.session.sourced.pop()
        self.session.store(child.finished(routine, path.rpartition("/")[2]))
        if self.inline is not None:
            self._splice(routine)
        else:
            self._call_event(routine, path.rpartition("/")[2], node)
        back = came_back(child.flow, child.returned)
        if self.session.tools.module(path) is None:      # settings: each place has its own
            known = self.flow.variables
            back.variables = {name: value if known.get(name) is value else replace(value, certain=False, among=False)
                              for name, value in back.variables.items()}
        before = self.flow
        self.flow = back
        self.flow.arguments, self.flow.conditions, self.flow.local = before.arguments, before.conditions, before.local
        self.flow.guards = tuple(dict.fromkeys((*before.guards, *self.flow.guards)))
        self.flow.quiet = before.quiet
        self.flow.ended = "exit" if self.flow.ended == "exit" else before.ended

    def body(self) -> None:
        """Run the whole text."""
        self._tell_broken()
        self.fed(self.parsed.root.named_children, None)
        self.spring_all()

    def line_of_recipe(self) -> Probe:
        """Run the whole text in a shell of its own. Gives what was asked there, and whether it is known to fail."""
        self._tell_broken()
        probe = self.group(self.parsed.root, 0)
        self.spring_all()
        return probe

    def _tell_broken(self) -> None:
        if self.parsed.broken:
            lines = ", ".join(map(str, self.parsed.broken[:5]))
            self.tell(Unknown(kind="parse-tier", at=self.inline or Location(self.path, self.parsed.broken[0]),
                              detail=f"syntax not understood in line {lines}; what is readable was read"))

    def finished(self, routine: str, name: str, line: int = 1) -> Routine:
        """The routine as walked."""
        return Routine(id=routine, path=self.path, name=name, line=line, events=tuple(self.output.events), resolved=self.output.resolved,
                       reachable=self.output.reachable, reads=tuple(self.output.reads))

    def inline_text(self, text: Text, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """``eval`` and ``trap``: a text run in this shell, functions and variables in sight."""
        if fetched(text) is not None:                    # eval "$(curl ...)"
            self.external([Text.of("bash"), Text.of("-c"), text], node, None)
            return
        if not any(isinstance(part, str) and part.strip() for part in text.parts):
            self.tell(Unknown(kind="dynamic-command", at=self.at(node), detail=f"runs {text.render() or 'nothing readable'}"))
            return
        if len(self.session.active) > 20:
            self.tell(Unknown(kind="budget", at=self.at(node), detail="texts inside texts, too deep to follow"))
            return
        source, holes = marked(text)
        parsed = parse(source)
        child = RoutineWalker(
            self.session,
            parsed,
            self.path,
            self.flow,
            script=self.script,
            own=self.own,
            inline=self.at(node),
            holes=holes,
            host=self.host,
            guards=self.base_guards,
            condition=self.base_condition,
            output=self.output,
        )
        child.breaks, child.returned = self.breaks, self.returned
        child.ambient, child.drained = stdin if stdin is not None else self.ambient, self.drained and stdin is None
        self._prints_for(child)
        self.session.active.append(digest("inline", source))
        try:
            child.body()
        finally:
            self.session.active.pop()

    def _prints_for(self, child: RoutineWalker) -> None:
        """What a text or a file prints that is run in this shell goes where what this one prints goes."""
        if self.gathers:
            child.gathers, child.said = True, self.said

    def _splice(self, routine: str) -> None:
        """Tell the events of a routine in place, under the conditions that hold here."""
        guards, condition = self.guards_now(), self.condition_now()
        for event in self.session_events(routine):
            if isinstance(event, Act | Call):
                both = (
                    f"{condition} and {event.condition}"
                    if condition and event.condition and event.condition != condition
                    else condition or event.condition
                )
                event = replace(event, guards=(*guards, *(g for g in event.guards if g not in guards)), condition=both)
            self.tell(event)

    def session_events(self, routine: str) -> tuple[Event, ...]:
        """The events of a routine made earlier in this run."""
        return self.session.made.get(routine, ())


def marked(text: Text) -> tuple[str, tuple[Hole, ...]]:
    """A text with holes as shell source: each hole is a mark that the expander turns back."""
    pieces: list[str] = []
    holes: list[Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            pieces.append(f"handoverhole{len(holes)}x")
            holes.append(part)
        else:
            pieces.append(part)
    return "".join(pieces)[:MAX_INLINE], tuple(holes)


def hoist(session: Session, parsed: Parsed, path: str) -> None:
    """Make a file's functions known; what is defined where only a run decides is taken as defined."""
    session.changed |= parsed.changed
    session.defined += 1
    for name, node in parsed.functions.items():
        session.functions[name] = Function(name, path, node, parsed.owners.get(name, parsed))


def walk_text(
    session: Session, text: Text, *, at: Location, guards: tuple[Guard, ...], condition: str | None, host: str | None,
    arguments: Sequence[Text] = (),
) -> tuple[Event, ...]:
    """The events of a shell text that stands inside something else. ``arguments``: its ``$0`` and what follows, where any are given."""
    flow = Flow(variables=dict(session.lent), arguments=tuple(arguments[1:]) if arguments else None, guards=())
    walker = walker_of_text(session, text, flow, at=at, guards=guards, condition=condition, host=host, script=arguments[0] if arguments else None)
    walker.body()
    return tuple(walker.output.events)


def walker_of_text(
    session: Session, text: Text, flow: Flow, *, at: Location, guards: tuple[Guard, ...], condition: str | None, host: str | None,
    script: Text | None = None,
) -> RoutineWalker:
    """What walks a shell text that stands inside something else; ``script`` is its ``$0`` where that is not the file."""
    source, holes = marked(text)
    parsed = parse(source)
    session.changed |= parsed.changed
    session.defined += 1
    for name, node in parsed.functions.items():
        session.functions[name] = Function(name, at.path, node, parsed, inline=True)
    own = Text.of(REPOSITORY + at.path)
    return RoutineWalker(session, parsed, at.path, flow, script=script or own, own=own, inline=at, first=text.at, holes=holes, host=host,
                         guards=guards, condition=condition)
