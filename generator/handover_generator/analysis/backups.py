"""What was kept before a loss: which acts of a command make a copy, and what it is a copy of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from handover_generator.analysis.servers import another, machine_of
from handover_generator.model.behaviour import Act, Action, Event, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.records import record
from handover_generator.regexes import regex

BACKUP_NAME = regex(
    r"(?i)(?:\.(?:bak|backup|old|orig|save|saved|prev|previous|copy|\d{6,}).*"
    r"|[._-](?:bak|bk|bkp|bck|backup|old|orig|prev|previous|save|saved|copy|before)\b.*|~)\Z"
    r"|(?:^|[/@])(?:backups?|bak|old|archive[sd]?|dumps?|snapshots?|previous|saved?)(?:[/:]|\Z|[._-])"
)
"""Names that people give to what they keep."""
_PLACES_OF_FILES = frozenset(("filesystem", "remote-host", "object-storage"))
_BY_PLACE = frozenset(("filesystem", "remote-host", "object-storage", "database"))
"""Resources of which only what was copied is kept; of the others (a cloud, a cluster, a cache) one copy is of all that the script touches."""


@record(frozen=True, slots=True)
class Kept:
    """A backup that stands before what follows. ``target``: what can be brought back, with all that lies in it; None: all of the resource.
    ``machine``: where that is, as ``servers.machine_of`` says it.
    """

    guard: Guard
    resource: str
    target: str | None = None
    machine: str | None = None

    def covers(self, act: Act) -> bool:
        """Whether what the act changes is kept. What was kept of one machine is not what another one loses; containers of one machine may
        speak to one database.
        """
        if self.resource != act.resource or another(self.machine, _machine(act)):
            return False
        if self.target is None:
            return True
        kept = self.target.rstrip("/")
        return act.target is not None and (act.target.rstrip("/") == kept or act.target.startswith(kept + "/"))


def _machine(act: Act) -> str | None:
    return machine_of(act.host, act.server)


def copied(events: Sequence[Event], at: Location) -> Iterator[Kept]:
    """What acts of one command keep: it reads something and writes it to where people put what they keep (``rsync /srv/a backup:/a``,
    ``crontab -l > crontab.bak``, ``CREATE TABLE orders_old AS SELECT * FROM orders``).
    """
    acts = [event for event in events if isinstance(event, Act)]
    aside = next((act for act in acts if act.action is Action.WRITE and act.target and BACKUP_NAME.search(act.target)), None)
    if aside is None:
        return
    for act in acts:
        by_place = act.resource in _BY_PLACE
        if act.action is not Action.READ or (by_place and act.target is None) or BACKUP_NAME.search(act.target or ""):
            continue
        guard = Guard(kind=GuardKind.BACKUP, at=at, detail=f"copies {act.target or act.resource} to {aside.target} first")
        yield Kept(guard, act.resource, act.target if by_place else None, _machine(act))


def stated(events: Sequence[Event]) -> Iterator[Kept]:
    """What commands keep of which the catalogue says so: the guard stands before the act that tells of what."""
    for guard, act in pairwise(events):
        if isinstance(guard, Guard) and guard.kind is GuardKind.BACKUP and guard.strong and isinstance(act, Act):
            read = [event for event in events if isinstance(event, Act) and event.action is Action.READ]
            for kept in (act, *(one for one in read if one is not act)):
                if kept.resource not in ("filesystem", "remote-host"):
                    yield Kept(guard, kept.resource, machine=_machine(kept))
                elif kept.target:                # of files that nobody named, none is known to be kept
                    yield Kept(guard, kept.resource, kept.target.partition("@")[0], _machine(kept))        # tank/data@before


def loaded_at_once(events: Sequence[Event]) -> frozenset[Guard]:
    """The backups among the events of one pipeline that nothing keeps: what is dumped there goes into a database again (``pg_dump a | psql b``).
    That is a copy to work with. A place that it is written to besides (``| tee a.sql | psql b``) keeps it.
    """
    taken = frozenset(event for event in events if isinstance(event, Guard) and event.kind is GuardKind.BACKUP)
    acts = [event for event in events if isinstance(event, Act)] if taken else []
    loaded = any(act.resource == "database" and act.action is not Action.READ for act in acts)
    kept = any(act.resource in _PLACES_OF_FILES and act.action in (Action.WRITE, Action.SEND) for act in acts)
    return taken if loaded and not kept else frozenset()
