"""The waist of the program: what is known of a repository. Above it nothing reads, below it nothing renders.

All tuples are sorted; equal input gives an equal inventory.
"""

from __future__ import annotations

from functools import cached_property

from handover_generator.model.behaviour import Action, Confidence, Guard, Need, Unknown, far_behind
from handover_generator.model.location import CallStep, Location
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import Copy, Person, Repository, ScriptHistory
from handover_generator.model.source import Claim, Claims, Unread
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Along:
    """Rows of a ``model`` that are deleted with those of another one; ``table`` and ``store`` as an ``Effect`` has them."""

    model: str
    table: str | None = None
    store: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Effect:
    """Something a script does to the world outside its own process, with the trail to it.

    ``table``: where the target is a model, the table that its rows stand in, if one is certain. ``takes_along``: the models of which rows go
    with those of the target, the nearest first. ``host``: where it happens, if that is not this machine; ``server``: the machine with the data of a
    store, where a client is told which (``psql -h db1``), without user and port.
    ``via`` runs from the script to the caller of the effect and is empty when the effect is written in the script itself.
    ``guards`` are all those that stand before this effect on the trail. ``store`` is the id of the declared store its target matches;
    ``closed`` the sentence of the person who closed this trail as false (it is then shown struck out and counts nowhere).
    One trail is told of several that lead to the same: ``also_at`` are other lines that do it, ``also_from`` other lines of the script's own
    file from which it is reached, with the name of what each stands in.
    """

    resource: str
    action: Action
    destructive: bool
    what: str
    at: Location
    target: str | None = None
    table: str | None = None
    via: tuple[CallStep, ...] = ()
    condition: str | None = None
    confidence: Confidence = Confidence.RESOLVED
    everything: bool = False
    host: str | None = None
    server: str | None = None
    guards: tuple[Guard, ...] = ()
    store: str | None = None
    closed: str | None = None
    also_at: tuple[Location, ...] = ()
    also_from: tuple[CallStep, ...] = ()
    takes_along: tuple[Along, ...] = ()

    @property
    def machines(self) -> tuple[str | None, str | None]:
        """``host`` and ``server``: one act at two places is two things."""
        return self.host, self.server

    @property
    def changes(self) -> bool:
        """Whether it does more than read."""
        return self.action is not Action.READ

    @property
    def far(self) -> bool:
        """Whether a signal and then a worker stand between the script and this effect."""
        return far_behind((self.condition or "",))


@record(frozen=True, slots=True, kw_only=True)
class Command:
    """One of several things that a file does by name: a command of click, a task of invoke or of a worker.

    ``name``: what a person types behind the program, or what the task is called; ``says``: the first line of its own description; ``at``: where it
    is defined; ``effects``, ``guards``, ``unknowns`` and the counts of calls are those that are reached from it alone, as a ``Script`` has them.
    """

    name: str
    at: Location
    says: str = ""
    effects: tuple[Effect, ...] = ()
    guards: tuple[Guard, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    resolved_calls: int = 0
    reachable_calls: int = 0


@record(frozen=True, slots=True, kw_only=True, order=True)
class Starter:
    """Something that starts or names a script.

    ``kind``: cron, ci, make, compose, dockerfile, systemd, procfile, package, celery, k8s, terraform, cloudformation, ansible, config, script,
    docs, tests, import. ``schedule``: a cron expression or calendar text; ``zone``: its time zone where stated; ``detail``: the target, job or
    service, or how it is named, clipped; ``command``: which of the script's commands it starts, where it names one; ``told``: whether a text for
    people (docs) tells them to run it, and does not only name it.
    """

    path: str
    line: int
    kind: str
    schedule: str | None = None
    zone: str | None = None
    detail: str = ""
    command: str = ""
    told: bool = False

    @property
    def starts(self) -> bool:
        """True if it runs the script; False if it only mentions it (docs), or imports its module (import, tests)."""
        return self.kind not in ("docs", "tests", "import")

    @property
    def copies(self) -> bool:
        """True if it only puts the script somewhere, from where it may be started."""
        return self.detail in ("COPY", "ADD", "copied")


@record(frozen=True, slots=True, kw_only=True)
class Dependencies:
    """What a script needs. ``secrets`` are names of credentials, never values. ``undeclared``: packages no manifest names."""

    packages: tuple[Need, ...] = ()
    binaries: tuple[Need, ...] = ()
    env: tuple[Need, ...] = ()
    services: tuple[Need, ...] = ()
    files: tuple[Need, ...] = ()
    scripts: tuple[Need, ...] = ()
    secrets: tuple[Need, ...] = ()
    undeclared: tuple[Need, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class ProductionDefault:
    """If nothing is set, this lands in a place that matters: variable ``name`` falls back to ``value``."""

    name: str
    value: str
    place: str
    at: Location
    because: str


@record(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a script may run and where it reaches. ``safe``/``never``/``reaches`` are environment ids.

    ``source``: "handover.yml", "header", or "none"; ``at``: the line that states it. ``reach_evidence``: (environment, sentence, location).
    """

    safe: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()
    source: str = "none"
    reach_evidence: tuple[tuple[str, str, Location], ...] = ()
    defaults: tuple[ProductionDefault, ...] = ()
    mixed: tuple[str, ...] = ()      # ids of MixedPlace that its targets touch
    at: Location | None = None


@record(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value mined from a configuration file, belonging to ``environment`` (None: not told by file name or content)."""

    environment: str | None
    key: str
    value: str
    at: Location


@record(frozen=True, slots=True, kw_only=True)
class MixedPlace:
    """A host, database or bucket that serves two environments. ``kind``: host, database, bucket, url. ``id`` is a slug."""

    id: str
    kind: str
    name: str
    environments: tuple[str, ...]
    evidence: tuple[Location, ...]


@record(frozen=True, slots=True, kw_only=True)
class OwnerFacts:
    """Who owns a script, by which source, and where the sources disagree.

    ``owner``: person or role id; ``people``: person ids behind it; ``source``: handover.yml, role, header, CODEOWNERS, catalog-info, none.
    ``others``: (source, owner as written, location) of all further statements.
    """

    owner: str | None = None
    source: str = "none"
    people: tuple[str, ...] = ()
    at: Location | None = None
    others: tuple[tuple[str, str, Location], ...] = ()
    gone: tuple[str, ...] = ()       # person ids behind the owner that have left
    second: str | None = None        # proposed second person id
    second_because: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Usage:
    """In use or vestigial: ``state`` is in-use, dormant, vestigial or cannot-tell; evidence both ways, in sentences. Never "safe to delete"."""

    state: str = "cannot-tell"
    for_use: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


HOLDS_RECIPES = "holds recipes that people run by name"
"""Why a file of recipes counts as a script."""
INSTALLED_AS = "installed as the command "
"""Why a file behind an installed command counts as a script; the name of the command follows."""


@record(frozen=True, kw_only=True)
class Script:
    """A file that a person or a machine starts, and all that is known of it."""

    path: str
    language: str
    tier: str = "full"
    partial: str | None = None
    because: tuple[str, ...] = ()    # why it counts as a script
    purpose: Claim | None = None
    claims: Claims = Claims()
    effects: tuple[Effect, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    guards: tuple[Guard, ...] = ()
    dependencies: Dependencies = Dependencies()
    called_from: tuple[Starter, ...] = ()
    places: Places = Places()
    ownership: OwnerFacts = OwnerFacts()
    history: ScriptHistory = ScriptHistory()
    copies: tuple[Copy, ...] = ()
    usage: Usage = Usage()
    resolved_calls: int = 0
    reachable_calls: int = 0
    lines: int = 0
    commands: tuple[Command, ...] = ()    # where a file does several things by name: what each of them does

    @property
    def holds_recipes(self) -> bool:
        """Whether it is a file of recipes, each of which people run by its name: nothing else needs to start one."""
        return HOLDS_RECIPES in self.because

    @cached_property
    def live_effects(self) -> tuple[Effect, ...]:
        """Effects whose trail no person has closed as false."""
        return tuple(effect for effect in self.effects if effect.closed is None)

    @cached_property
    def destroys(self) -> tuple[Effect, ...]:
        """Live effects that lose data or state."""
        return tuple(effect for effect in self.live_effects if effect.destructive)


@record(frozen=True)
class Inventory:
    """Everything known of one repository at one commit. ``people`` are sorted by id; ``truck_factor`` is the JSON object of design/issue."""

    repository: Repository
    scripts: tuple[Script, ...]
    people: tuple[Person, ...] = ()
    ownership: Ownership = Ownership()
    mixed_places: tuple[MixedPlace, ...] = ()
    settings: tuple[Setting, ...] = ()
    unread: tuple[Unread, ...] = ()
    files: int = 0
    tiers: tuple[tuple[str, int], ...] = ()      # (tier, number of files)
    coverage: tuple[tuple[str, int], ...] = ()   # how each listed file ended: files = read + partial + unread + other
    truck_factor: tuple[tuple[str, object], ...] = ()
    today: str = ""                              # ISO date that "expired", "days ago" are measured against

    @cached_property
    def by_path(self) -> dict[str, Script]:
        """Scripts by path."""
        return {script.path: script for script in self.scripts}

    @cached_property
    def people_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """Names of all environments, declared ones first, then mined ones."""
        declared = [env.id for env in self.ownership.environments]
        mined = sorted({s.environment for s in self.settings if s.environment} - set(declared))
        return (*declared, *mined)
