"""One run of the walk: budgets, functions in sight, routines made. Shared by the walkers of a script and of what it calls."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import tree_sitter

from handover_generator.analysis.backups import Kept
from handover_generator.analysis.image_files import ImageFiles
from handover_generator.languages._shell.parse import Parsed
from handover_generator.languages._shell.values import Flow, Mount, Var
from handover_generator.model.behaviour import Event, Guard, Routine, Unknown
from handover_generator.model.text import Text
from handover_generator.model.tracing import Tools
from handover_generator.model.written import Written
from handover_generator.records import field, record

MAX_COMMANDS = 20_000
MAX_CONTEXTS = 16
FEW_CONTEXTS = 6                         # of a function of many lines
MANY_CONTEXTS = 400                      # of a function of a few words, which is walked in no time
MAX_CALL_DEPTH = 25
MAX_NESTING = 60


@record(frozen=True, slots=True)
class Function:
    """A function of a script: where it is written and its body. ``condition``: under which it is defined so; ``others``: what else it may be."""

    name: str
    path: str
    node: tree_sitter.Node
    parsed: Parsed
    condition: str | None = None
    others: tuple[Function, ...] = ()
    inline: bool = False                 # it stands in a text that is given to a shell, not in a file
    guessed: bool = False                # it is known by its name alone: nothing says that its file is read in


@record(slots=True)
class Summary:
    """What calling a function changes for its caller."""

    routine: str
    changed: dict[str, Var] = field(default_factory=dict)
    gained: tuple[Guard, ...] = ()
    tested: tuple[Guard, ...] = ()       # guards inside it that decide its result
    backups: tuple[Kept, ...] = ()
    made: frozenset[str] = frozenset()
    mounts: tuple[Mount, ...] = ()
    ended: str | None = None
    cwd: Text | None = None
    says: Text | None = None
    """What it prints, where that is one text."""
    ways: tuple[Text, ...] = ()
    """The texts of which it prints one, where there are several."""


@record(slots=True)
class Session:
    """State shared by all walkers of one entry."""

    tools: Tools
    images: ImageFiles
    keep: Callable[[Routine], None]
    parsed: Callable[[str], Parsed | None]
    kept_by: Callable[[str], tuple[Kept, ...]]           # the backups that a script has made which was started
    made: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    defined: int = 0                     # how often a function came to be known: what calls what is looked for anew then
    called: dict[tuple[str, str, int], tuple[int, tuple[str, ...]]] = field(default_factory=dict)      # by function: when, and what it names
    aliases: dict[str, Text] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)         # variables that the script has set for what it starts
    lent: dict[str, Var] = field(default_factory=dict)   # those, with what they hold while a command runs
    summaries: dict[str, Summary] = field(default_factory=dict)
    contexts: dict[tuple[str, str], int] = field(default_factory=dict)
    traps: list[tuple[Any, Text, str, tree_sitter.Node]] = field(default_factory=list)
    dark: bool = False                   # a file was read in that cannot be seen: its functions are not known
    configured: bool = False             # settings of this machine were read in: what is not assigned here may be assigned there
    released: bool = False               # what describes the system was read in: its name, its version
    exported: set[str] = field(default_factory=set)
    changed: frozenset[str] = frozenset()                # variables that something else than an assignment changes
    nounset: bool = False
    active: list[str] = field(default_factory=list)
    slots: dict[str, tuple[str, str]] = field(default_factory=dict)      # of what is active: path and name of the function
    sourced: list[str] = field(default_factory=list)
    placed: dict[str, str] = field(default_factory=dict)                 # what the script puts among the programs of the machine, by name
    commands: int = 0
    exhausted: bool = False
    over: list[tuple[Kept, ...]] = field(default_factory=list)           # the backups made wherever the script ends well before its last line
    loose: bool = False                  # the script only defines functions: what reads it in reads in others beside it
    written: Written = field(default_factory=Written)

    def store(self, routine: Routine) -> None:
        """Keep a finished routine for the analysis and for this run."""
        self.made[routine.id] = routine.events
        self.keep(routine)

    def count(self) -> bool:
        """Count one command; False once the budget is used up."""
        self.commands += 1
        if self.commands > MAX_COMMANDS:
            self.exhausted = True
        return not self.exhausted


def digest(*parts: object) -> str:
    """A short stable name for a calling context."""
    return hashlib.sha1(repr(parts).encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()[:10]


def mentioned(function: Function, flow: Flow, names: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values, seen from a call, of the variables a function names: its calling context beside the arguments."""
    found = []
    for name in names:
        held = flow.variables.get(name)
        if held is not None:
            found.append((name, tuple(text.render() for text in held.texts) + tuple(item.render() for item in held.items or ())))
    return tuple(found)


@record(slots=True)
class Output:
    """The events of a routine as they are collected, each once, with the calls in the text, and whether each was understood whenever it was
    read. ``missed``: how often something was not.
    """

    events: list[Event] = field(default_factory=list)
    seen: set[Event] = field(default_factory=set)
    sites: dict[tuple[int, int], bool] = field(default_factory=dict)
    missed: int = 0
    reads: dict[str, None] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Add an event unless it is there already."""
        self.missed += isinstance(event, Unknown)
        if event not in self.seen:
            self.seen.add(event)
            self.events.append(event)

    def count(self, start: int, end: int, missed_before: int) -> None:
        """A command was read: it is understood if nothing was missed since, and whenever it was read before."""
        self.sites[start, end] = self.sites.get((start, end), True) and self.missed == missed_before

    @property
    def resolved(self) -> int:
        """Calls that were understood."""
        return sum(self.sites.values())

    @property
    def reachable(self) -> int:
        """All calls that were read."""
        return len(self.sites)
