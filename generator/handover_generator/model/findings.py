"""What the checks conclude: gaps, danger, verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum, IntEnum, StrEnum

from handover_generator.model.inventory import Command, Inventory, Script
from handover_generator.model.location import Location
from handover_generator.records import field, record


class Severity(IntEnum):
    """How bad; how sure is another question."""

    NOTE = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    CRITICAL = 5

    @property
    def word(self) -> str:
        """Lower-case name, as published."""
        return self.name.lower()


RISKS = ("low", "unknown", "medium", "high", "critical")
"""How much a script can do, the least first. What is unknown is more than what is known to be little."""


class DayOne(StrEnum):
    """The three day-one lists, the most dangerous first; every script is in exactly one."""

    DO_NOT_RUN = "do-not-run"
    ASK_FIRST = "ask-first"
    FREE_TO_RUN = "free-to-run"

    @property
    def rank(self) -> int:
        """Its place among the lists: 0 is the most dangerous one."""
        return tuple(DayOne).index(self)


class Since(StrEnum):
    """How the day is meant on which a gap was there first."""

    ON = "on"                        # its line came in that commit
    BY = "by"                        # then or earlier: older versions are not at hand
    NOT_BEFORE = "not before"        # it is about something absent: it cannot be older than the script
    UNKNOWN = "unknown"


@record(frozen=True, slots=True, kw_only=True)
class FirstSeen:
    """Since when a gap is there. ``date`` and ``commit`` are None where that is not known; ``why`` is a sentence."""

    since: Since = Since.UNKNOWN
    date: str | None = None
    commit: str | None = None
    why: str = ""


class Basis(Enum):
    """What a rule's gaps follow from. Those of ``CODE`` are as old as a line. Those of ``STATEMENTS`` come with what people state, those of
    ``TIME`` with days that pass and people who go: on a script that a change leaves alone these are no news of that change.
    """

    CODE = "code"
    STATEMENTS = "statements"
    TIME = "time"


@record(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something the hand-over lacks. ``subject`` is a script path, or the name of what it is about (a place, a YAML entry).

    ``message`` is one sentence of what is missing or wrong; ``action`` is one next step; ``ask`` a person id who could answer.
    ``evidence`` are the lines that prove it. ``detail`` tells two gaps of one rule and subject apart (used in the fingerprint).
    ``basis``, ``strict`` and ``baselinable`` are those of its rule, set when it is judged.
    """

    rule: str
    severity: Severity
    subject: str
    message: str
    action: str
    at: Location
    evidence: tuple[Location, ...] = ()
    ask: str | None = None
    script: bool = True
    detail: str = ""
    basis: Basis = Basis.CODE
    strict: bool = False
    baselinable: bool = True
    state: str = "open"              # open, escalated, accepted, set by the register
    state_note: str = ""             # "accepted by ada until 2026-08-01: one launch only"
    first_seen: FirstSeen = FirstSeen()   # set by ``checks._seen``
    danger: int = 0                  # rank within the register, set by ``checks._danger``
    factors: tuple[tuple[str, float, str], ...] = ()   # (factor, value, why): how danger came about

    @property
    def fingerprint_text(self) -> str:
        """Content that identifies the gap over time; no line numbers."""
        return "\x1f".join((self.rule, self.subject, self.detail))


@record(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule. ``find`` is a pure generator over the inventory. The module's docstring is its manual page.

    ``basis``: what its gaps follow from. ``strict``: with the policy ``strict`` they close the gate whatever their severity. ``baselinable``: whether
    a baseline may hold them.
    """

    id: str
    title: str
    severity: Severity               # the highest it gives
    find: Callable[[Inventory], Iterable[Gap]]
    basis: Basis = Basis.CODE
    strict: bool = False
    baselinable: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The first thing a page says. ``risk``: critical, high, medium, low, unknown. ``headline``: one sentence ("Destroys: database main").

    ``because``: sentences, worst first. ``ask``: person ids present who can be asked, best first.
    """

    list: DayOne
    risk: str
    headline: str
    because: tuple[str, ...]
    ask: tuple[str, ...] = ()


@record(frozen=True)
class Findings:
    """An inventory with what the checks made of it. ``gaps``: worst severity first, then by danger. ``verdicts``: by script path.
    ``commands``: by script path one verdict for each of the script's commands, in their order.
    """

    inventory: Inventory
    gaps: tuple[Gap, ...]
    verdicts: dict[str, Verdict]
    commands: dict[str, tuple[Verdict, ...]] = field(default_factory=dict)

    def commands_of(self, script: Script | str) -> tuple[tuple[Command, Verdict], ...]:
        """The commands of one script, each with the verdict on it alone."""
        path = script if isinstance(script, str) else script.path
        return tuple(zip(self.inventory.by_path[path].commands, self.commands.get(path, ()), strict=True))

    def of(self, script: Script | str) -> tuple[Gap, ...]:
        """The gaps of one script, worst first."""
        path = script if isinstance(script, str) else script.path
        return tuple(gap for gap in self.gaps if gap.script and gap.subject == path)
