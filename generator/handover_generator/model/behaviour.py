"""What a language's tracer says code does: routines made of events. The waist between languages and analysis.

A *routine* is one function, script body or statement list, in one calling context. Its events are in the order of the text. The analysis
walks from a script's entry over ``Call`` events and turns every ``Act`` it reaches into an effect with a trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeAlias

from handover_generator.model.location import Location
from handover_generator.records import record, replace


class Action(StrEnum):
    """What is done to a resource (closed set; design section 2)."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    EXECUTE = "execute"
    SEND = "send"


RESOURCES = (
    "cache", "chat", "cloud", "cluster", "container", "database", "email", "filesystem", "http", "network", "object-storage", "package",
    "permission", "process", "queue", "remote-host", "scheduler", "search", "secret", "service", "vcs",
)
"""What the world is made of (closed set; design section 2), sorted."""


class Confidence(StrEnum):
    """How sure a fact is."""

    RESOLVED = "resolved"
    INFERRED = "inferred"
    NAME_ONLY = "name-only"


ACTS_ONLY = "acts only with "
"""Begins what is said of a dry run that is on until somebody gives an option: what follows is the option."""


class GuardKind(StrEnum):
    """What may stand before harm. The first five are published per script; the others only per trail."""

    CONFIRM = "confirm"
    DRY_RUN = "dry_run"
    OUTPUT = "output"
    ENV_CHECK = "env_check"
    BACKUP = "backup"
    TRANSACTION = "transaction"
    LOCK = "lock"
    SCOPE = "scope"


IN_SIGNAL_HANDLER = "in a signal handler"
IN_WORKER = "in the worker"
"""Conditions that tell where a trail leaves the hands of the script: a framework calls a handler, a queue gives the work to another process."""


def far_behind(conditions: Iterable[str]) -> bool:
    """Whether a trail leaves the hands of the script twice over: no line calls the handler, and another process does the work, later."""
    told = tuple(conditions)
    return all(any(mark in condition for condition in told) for mark in (IN_SIGNAL_HANDLER, IN_WORKER))


def files_at(host: str) -> str:
    """The resource that files are on another ``host``, which may be a container (``container:NAME``, ``HOST/container:NAME``)."""
    return "container" if "container:" in host else "remote-host"


@record(frozen=True, slots=True, kw_only=True)
class Guard:
    """Something that stands between a person and harm, or tells them of it.

    ``strong`` is False for what is easily by-passed or proves little (``assert``, a check after the act, a docstring promise).
    ``bypass`` names what goes round it (``--yes``, ``FORCE=1``). ``default_on`` is whether it protects when nothing is given: for a dry
    run, True where harm needs ``--commit`` and False where safety needs ``--dry-run``; None where the question makes no sense.
    ``machine``: of a backup, the one whose data it keeps; "" is that of the script, None where nothing says which.
    """

    kind: GuardKind
    at: Location
    detail: str = ""
    strong: bool = True
    bypass: str | None = None
    default_on: bool | None = None
    machine: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Act:
    """An effect written right here: the call at ``at`` touches the world.

    ``resource`` is a catalogue name (open set: filesystem, database, ...). ``target`` is rendered text with ``${HOLES}``, or None when
    nothing is known. ``everything`` is True when no filter narrows it (a DELETE without WHERE, a whole store). ``host`` is the remote
    host on which it happens. ``server``: the one that a client of a store is told to speak with, as written (``psql -h db1``). ``guards`` are
    those that stand before it inside this routine. ``takes_along``: the models of which rows go with those that it deletes, the nearest first.
    """

    resource: str
    action: Action
    what: str
    at: Location
    target: str | None = None
    destructive: bool = False
    everything: bool = False
    condition: str | None = None
    confidence: Confidence = Confidence.RESOLVED
    host: str | None = None
    server: str | None = None
    guards: tuple[Guard, ...] = ()
    takes_along: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Call:
    """A call into another routine of the repository. ``to`` is a routine id, ``<language>:<anything>``.

    ``host``: the callee runs on that remote host. ``guards``: those that stand before the call inside this routine. ``gives``: environment
    variables that the caller has set for it, and ``NAME=value`` of those that go round a question.
    """

    to: str
    at: Location
    name: str
    condition: str | None = None
    confidence: Confidence = Confidence.RESOLVED
    host: str | None = None
    guards: tuple[Guard, ...] = ()
    gives: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something that could not be read. Kinds: dynamic-call, dynamic-command, dynamic-sql, dynamic-code, unmodelled-package,
    unmodelled-command, unresolved-import, parse-tier, budget, remote-script, generated-file, internal.
    """

    kind: str
    at: Location
    detail: str


@record(frozen=True, slots=True, kw_only=True)
class Need:
    """Something the code depends on. Kinds: env, flag, binary, package, service, file, script, loaded (one of several
    modules or files that a program imports or runs by a name which it is given), secret.

    ``default`` is the literal used when an environment variable is not set.
    """

    kind: str
    name: str
    at: Location
    default: str | None = None


Event: TypeAlias = Act | Call | Unknown | Need | Guard


@record(frozen=True, slots=True, kw_only=True)
class Routine:
    """One function or script body in one calling context.

    ``resolved`` and ``reachable`` count call sites: understood, and all. ``reads`` are the other files whose text this routine's facts
    rest on (for the cache).
    """

    id: str
    path: str
    name: str
    line: int
    events: tuple[Event, ...]
    resolved: int = 0
    reachable: int = 0
    reads: tuple[str, ...] = ()


def no_surer(events: Iterable[Event], confidence: Confidence) -> tuple[Event, ...]:
    """The same events, of which no act and no call is proven where ``confidence`` is less."""
    if confidence is Confidence.RESOLVED:
        return tuple(events)
    return tuple(replace(event, confidence=confidence) if isinstance(event, Act | Call) and event.confidence is Confidence.RESOLVED else event
                 for event in events)
