"""What people state in ``handover/*.yml``, CODEOWNERS and catalog-info.yaml, with the line of each statement."""

from __future__ import annotations

from handover_generator.model.location import Location
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class DeclaredPerson:
    """An entry under ``people:``."""

    id: str
    at: Location
    name: str
    emails: tuple[str, ...] = ()
    left: str | None = None
    reach: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Role:
    """An entry under ``roles:``. ``not_ours``: pairs (request, whose it is)."""

    id: str
    at: Location
    holder: str | None = None
    predecessors: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    not_ours: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Environment:
    """A place (production, staging, pilot ...) from ``environments:``. ``hosts`` may be globs; ``marks_env``: pairs (variable, value)."""

    id: str
    at: Location
    hosts: tuple[str, ...] = ()
    data: str | None = None          # irreplaceable, disposable, ...
    marks_env: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Backup:
    """How a store is backed up. ``every`` as written ("1d"); ``restore_tested`` an ISO date."""

    where: str | None = None
    every: str | None = None
    restore_tested: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Store:
    """A database, bucket, queue ... under ``stores:``. ``match``: globs over effect targets."""

    id: str
    at: Location
    kind: str
    match: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    backup: Backup | None = None


@record(frozen=True, slots=True, kw_only=True)
class StatedEffect:
    """One item of a script's ``side_effects:``."""

    resource: str
    action: str
    target: str | None
    at: Location


@record(frozen=True, slots=True, kw_only=True)
class ScriptEntry:
    """An entry under ``scripts:``. ``side_effects`` None = not stated, () = stated to be none. ``answers``: (question, answer, by, on)."""

    path: str
    at: Location
    owner: str | None = None
    purpose: str | None = None
    safe_in: tuple[str, ...] | None = None
    never_in: tuple[str, ...] = ()
    side_effects: tuple[StatedEffect, ...] | None = None
    undo: str | None = None
    backup: str | None = None
    requires: tuple[str, ...] = ()
    schedule: str | None = None
    verified_by: str | None = None
    verified_on: str | None = None
    answers: tuple[tuple[str, str, str, str], ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A risk somebody took (``accepted:``) or passed on (``escalated:``), with a name and an end (ISO date)."""

    gap: str
    script: str | None
    by: str
    on: str | None
    until: str | None
    why: str | None
    at: Location
    to: str | None = None            # set: escalated to this person, not accepted


@record(frozen=True, slots=True, kw_only=True)
class ClosedTrail:
    """A false trail closed by a person (``trails:``); ``effect`` is "resource action" or "resource action target"."""

    script: str
    effect: str
    why: str
    by: str
    until: str | None
    at: Location


@record(frozen=True, slots=True, kw_only=True)
class Policy:
    """Settings under ``policy:``; what ``handover check`` lets through. ``fail_on``: the lowest severity that closes the gate."""

    fail_on: str = "high"
    ignore: tuple[str, ...] = ()     # rule ids
    strict: bool = False             # unknowns and contradictions close the gate as well
    knowledge_half_life_days: int = 540


@record(frozen=True, slots=True, kw_only=True)
class OtherOwner:
    """An owner as CODEOWNERS or catalog-info.yaml names it, for a script path. ``owners`` as written there (@user, @org/team, e-mail)."""

    path: str
    owners: tuple[str, ...]
    at: Location
    source: str                      # "CODEOWNERS", "catalog-info"


@record(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Everything people stated, merged from all files."""

    people: tuple[DeclaredPerson, ...] = ()
    roles: tuple[Role, ...] = ()
    environments: tuple[Environment, ...] = ()
    stores: tuple[Store, ...] = ()
    scripts: tuple[ScriptEntry, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    closed_trails: tuple[ClosedTrail, ...] = ()
    policy: Policy = Policy()
    files: tuple[str, ...] = ()

    def script(self, path: str) -> ScriptEntry | None:
        """The entry of a script, or None."""
        return next((entry for entry in self.scripts if entry.path == path), None)
