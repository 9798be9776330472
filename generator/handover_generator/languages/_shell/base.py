"""What all parts of the walker share: the state, the output, and how words are expanded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import tree_sitter

from handover_generator.analysis.paths import shown
from handover_generator.languages._shell.parse import Parsed, text_of
from handover_generator.languages._shell.session import Output, Session
from handover_generator.languages._shell.values import Flow, Substituted, Var
from handover_generator.languages._shell.words import SHELL_SET, Expander
from handover_generator.model.behaviour import Event, Guard, GuardKind, Need
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_RELEASE = regex(r"(?:VERSION|VARIANT|DISTRIB|UBUNTU|DEBIAN)(?:_\w+)?|(?:PRETTY_)?NAME|ID(?:_LIKE)?|(?:PLATFORM|BUILD|IMAGE)_ID|ARCHITECTURE")
"""What ``/etc/os-release`` and ``/etc/lsb-release`` set (os-release(5))."""


class Base:
    """State of one routine's walk."""

    def find_file(self, path: Text) -> str | None:
        """The repository file that a path names from here; None for any other."""
        raise NotImplementedError

    def __init__(self, session: Session, parsed: Parsed, path: str, flow: Flow, *, script: Text, own: Text | None = None,
                 inline: Location | None = None, first: Location | None = None, holes: tuple[Hole, ...] = (), host: str | None = None,
                 guards: tuple[Guard, ...] = (), condition: str | None = None, output: Output | None = None) -> None:
        self.session = session
        self.parsed = parsed
        self.path = path
        self.flow = flow
        self.script = script
        self.own = own if own is not None else script
        self.inline = inline
        self.first = first                               # of an inline text: where its first line is written, if that is known
        self.holes = holes
        self.host = host
        self.base_guards = guards
        self.base_condition = condition
        self.output = output if output is not None else Output()
        self.depth = 0
        self.breaks: list[list[Flow]] = []
        self.of_round: set[Guard] = set()                # what was asked in this round of a loop, for what follows in it
        self.returned: list[Flow] = []                               # what was known at each return
        self.ambient: Text | None = None
        self.drained = False                             # a loop reads the file that is fed to it line by line
        self.tested: list[Guard] = []
        self.noted: list[Guard] = []
        self.in_loop_condition = False
        self.turned = False           # what is read of a condition counts as its opposite
        self.leaving = False          # the condition that is read decides whether the script is left
        self.at_the_door = False      # likewise, be it that it is left where the condition fails
        self.here = inline or Location(path, 1)
        self.memo: dict[tuple[int, int], Substituted] = {}
        self.said: list[Text] = []
        self.said_at: list[tuple[int, Text]] = []        # likewise, with the place of the command
        self.ways: tuple[Text, ...] = ()                 # of which the function that was called last prints one
        self.feeds: Text | None = None                               # what the command at hand is fed, for those that it writes to
        self.gathers = False                                         # whether what commands print goes to the next stage of a pipeline
        self.chained = 0                                             # a command with a here document of which what follows is run by others
        self.writing: list[tuple[str, bool]] = []                    # files that the statement at hand writes, and whether it adds to them
        self.tails: dict[tuple[int, int], tree_sitter.Node] = {}     # last part of a list, to the redirections that are its own
        self.function: str | None = None
        self.owned: frozenset[str] = frozenset()         # variables that the function at hand declares as its own
        self.beside: tuple[str, ...] = ()                            # variables set for the command at hand alone
        self.lends: dict[str, Var] = {}                  # likewise, with what they are set to

    # -- places and output -----------------------------------------------------------------------------------------------------------------

    def at(self, node: tree_sitter.Node) -> Location:
        """The place of a node: its own line, or for an inline text that is written elsewhere the line of the command that holds it."""
        if self.first is not None:
            return Location(self.first.path, self.first.line + node.start_point[0])
        return self.inline or Location(self.path, node.start_point[0] + 1)

    def tell(self, event: Event) -> None:
        """Add an event to the routine."""
        self.output.add(event)

    def stand(self, guards: Sequence[Guard]) -> None:
        """From here on ``guards`` stand before what happens."""
        for guard in guards:
            self.tell(guard)
            if guard not in self.noted:
                self.noted.append(guard)
            if guard not in self.flow.guards:
                self.flow.guards = (*self.flow.guards, guard)

    def show(self, node: tree_sitter.Node, words: Sequence[Text]) -> None:
        """Something is told to a person."""
        if self.flow.quiet or not any(guard.kind is GuardKind.OUTPUT for guard in self.flow.guards):
            text = shown(Text.join(" ", words).render()).strip()
            if self.flow.quiet:
                self.said.append(Text.join(" ", words))
                self.said_at.append((node.start_byte, self.said[-1]))
                return
            if text:
                guard = Guard(kind=GuardKind.OUTPUT, at=self.at(node), detail=f"says: {text[:60]}")
                self.tell(guard)
                self.flow.guards = (*self.flow.guards, guard)

    def guards_now(self) -> tuple[Guard, ...]:
        """Everything that stands before what happens here."""
        return (*self.base_guards, *(guard for guard in self.flow.guards if guard not in self.base_guards))

    def condition_now(self) -> str | None:
        """The conditions of what happens here, in words."""
        own = self.flow.condition()
        if self.base_condition and own:
            return f"{self.base_condition} and {own}"
        return self.base_condition or own

    # -- shells of their own ---------------------------------------------------------------------------------------------------------------

    @contextmanager
    def shell_of_its_own(self) -> Iterator[Flow]:
        """What is run inside changes neither variables nor the folder outside, and ends nothing there. Gives the state outside."""
        outer = self.flow
        self.flow = outer.copy()
        try:
            yield outer
        finally:
            outer.made |= self.flow.made
            outer.backups = self.flow.backups if self.flow.ended is None else outer.backups
            outer.guards += tuple(guard for guard in self.flow.guards if guard.kind is GuardKind.OUTPUT and guard not in outer.guards)
            self.flow = outer

    # -- words -----------------------------------------------------------------------------------------------------------------------------

    def expander(self, *, silent: bool = False, each: bool = True) -> Expander:
        """An expander over the present state.

        Args:
            silent: it tells of no missing variables and runs no substitutions twice.
            each: whether every alternative of the words is taken in turn.
        """
        return Expander(self.flow, self.parsed.source, script=self.script, path=self.own, substitute=self.substitute,
                        missing=self._nothing if silent else self.missing, holes=self.holes, placeholders=self.parsed.placeholders,
                        owned=self.owned, each=each)

    def _nothing(self, name: str, default: str | None, node: tree_sitter.Node | None, tested: bool) -> None:
        return None

    def missing(self, name: str, default: str | None, node: tree_sitter.Node | None, tested: bool) -> None:
        """A variable is read that nothing has assigned on the way: it comes from the environment, unless the script means to set it."""
        if name in SHELL_SET or name.startswith("BASH_") or self.host is not None or not name.replace("_", "a").isalnum():
            return
        if self.session.released and _RELEASE.fullmatch(name):
            return
        if self.session.configured or (name in self.session_assigned() and not tested):
            return
        self.tell(Need(kind="env", name=name, at=self.at(node) if node is not None else self.here, default=default))

    def session_assigned(self) -> frozenset[str]:
        """Variables that the script assigns anywhere."""
        return self.parsed.assigned

    def command_word(self, node: tree_sitter.Node) -> str:
        """The literal name of a command node, or ''."""
        name = node.child_by_field_name("name")
        return text_of(name) if name is not None else ""

    # -- parts that the walker supplies ----------------------------------------------------------------------------------------------------

    def statement(self, node: tree_sitter.Node, stdin: Text | None = None) -> None:
        """Run one statement."""
        raise NotImplementedError

    def block(self, children: list[tree_sitter.Node]) -> None:
        """Run statements one after another."""
        raise NotImplementedError

    def chain(self, parts: list[tree_sitter.Node], operators: list[str]) -> None:
        """Run ``a && b || c``: its parts, and the signs between them."""
        raise NotImplementedError

    def stages(self, stages: list[tree_sitter.Node], following: list[tree_sitter.Node], stdin: Text | None) -> None:
        """Run the stages of a pipeline."""
        raise NotImplementedError

    def redirect(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> Text | None:
        """Do what a redirection does; what it feeds."""
        raise NotImplementedError

    def heredoc(self, node: tree_sitter.Node, body: tree_sitter.Node | None) -> tuple[Text, list[tree_sitter.Node], bool]:
        """A here document: its text, the commands that follow on its first line, and whether what it is given to prints elsewhere."""
        raise NotImplementedError

    def printed(self, stage: tree_sitter.Node, stdin: Text | None, said: list[Text]) -> Text | None:
        """What a statement prints: to the next stage of its pipeline, or into a file."""
        raise NotImplementedError

    def substitute(self, node: tree_sitter.Node) -> Substituted:
        """Run a command substitution; what it prints and the command it came from."""
        raise NotImplementedError
