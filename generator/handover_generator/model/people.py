"""People, what they know, and what history says. Recorded authorship and stated ownership stay two facts."""

from __future__ import annotations

from enum import StrEnum

from handover_generator.model.location import Location
from handover_generator.records import record


class KnowledgeState(StrEnum):
    """Who can still be asked (the shared history notes, section 2.2; ``unknown`` where history is cut or absent)."""

    KNOWN = "known"        # two or more present knowers
    SINGLE = "single"      # exactly one
    FADED = "faded"        # writers are present, none under the threshold any more
    LOST = "lost"          # nobody present ever wrote it
    UNKNOWN = "unknown"    # history is shallow, absent or not mined


@record(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as history and the YAML know them together.

    ``id``: the key under ``people:`` in the YAML, else the lower-case main e-mail, else the name. ``left``: ISO date from the YAML.
    ``last_active``: ISO date of the last recorded activity anywhere. ``present``: not left, and active within a year of the newest
    commit. ``absent_because``: "left on 2026-09-01 (handover/people.yml:4)", "no recorded activity since 2021-03-02", or ''.
    ``shared``: an account that several use ("me", "root"), so nobody can be asked by it.
    """

    id: str
    name: str
    emails: tuple[str, ...] = ()
    left: str | None = None
    reach: str | None = None
    last_active: str | None = None
    present: bool = False
    absent_because: str = ""
    bot: bool = False
    shared: bool = False
    declared_at: Location | None = None


@record(frozen=True, slots=True, kw_only=True)
class Knower:
    """A person's tie to one script. ``knowledge`` is normalised: 1.0 for the best; ``score`` is the decayed, unnormalised k(p,f).

    ``share``: undecayed share of the effective changes (0..1). ``creator``: made the first version.
    """

    person: str
    name: str
    knowledge: float
    score: float
    share: float
    commits: int
    last: str
    creator: bool = False
    present: bool = True
    knows: bool = True


@record(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A commit that explains a script: ``kind`` is created, hotfix, revert, reapply, incident, rename, copied, bulk, changed,
    guard added, guard removed, harm added. ``path``: the file it changed, where that is another one on the way to the script's harm."""

    commit: str
    date: str
    author: str
    subject: str
    kind: str
    path: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The commit in which a line of today came into its file. ``exact``: False where it may be older than the oldest version at hand."""

    line: int
    commit: str
    date: str
    exact: bool = True


@record(frozen=True, slots=True, kw_only=True)
class ScriptHistory:
    """What history says of one script. Dates are ISO days of the author time; None where not known.

    ``last_effective``: last change that is no bulk edit, bot or pure rename. ``wrote``/``knows``: see ``Knower``; ``state`` is theirs.
    ``stable``: the state does not depend on the half-life between 270 and 1080 days. ``arrivals``: since when the lines that facts point at
    are there.
    """

    created: str | None = None
    last_changed: str | None = None
    last_effective: str | None = None
    commits: int = 0
    authors: int = 0
    knowers: tuple[Knower, ...] = ()
    state: KnowledgeState = KnowledgeState.UNKNOWN
    stable: bool = True
    milestones: tuple[Milestone, ...] = ()
    former_paths: tuple[str, ...] = ()
    last_commit: str | None = None
    arrivals: tuple[Arrival, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class MissedFix:
    """A repair of one script that its kin lacks. ``text``: the repaired line as it still stands in the kin, at ``at``."""

    commit: str
    date: str
    subject: str
    text: str
    at: Location


@record(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another script this one shares its origin or its text with.

    ``similarity`` 0..1 of the normalised text; ``origin``: "copied in <commit>", "renamed from", "similar text"; ``lost``: guard kinds the
    kin has and this script lacks; ``fixes``: what was repaired in the kin and still stands here; ``differences``: sentences.
    """

    path: str
    similarity: float
    origin: str = "similar text"
    commit: str | None = None
    lost: tuple[str, ...] = ()
    fixes: tuple[MissedFix, ...] = ()
    differences: tuple[str, ...] = ()
    older: bool = False


@record(frozen=True, slots=True, kw_only=True)
class Repository:
    """The repository as it was opened. ``notes``: what limits the answers, in sentences (shallow, absent objects, ...)."""

    name: str
    commit: str | None
    shallow: bool = False
    bare: bool = False
    partial: bool = False
    commits: int = 0
    newest: str | None = None
    notes: tuple[str, ...] = ()
