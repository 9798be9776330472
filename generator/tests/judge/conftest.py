"""Builders of small inventories. Helpers are reached through the ``make`` fixture, since test folders are no packages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from handover_generator.model.behaviour import Action, Confidence, Guard, GuardKind, Need, Unknown
from handover_generator.model.inventory import (
    Command,
    Dependencies,
    Effect,
    Inventory,
    MixedPlace,
    OwnerFacts,
    Places,
    ProductionDefault,
    Script,
    Starter,
    Usage,
)
from handover_generator.model.location import CallStep, Location
from handover_generator.model.ownership import Environment, Ownership, Role, ScriptEntry
from handover_generator.model.people import Knower, KnowledgeState, Person, Repository, ScriptHistory
from handover_generator.model.source import Claim, Claims
from handover_generator.records import replace

TODAY = "2026-11-23"


def at(path: str, line: int = 1) -> Location:
    return Location(path, line)


def guard(kind: str, path: str = "scripts/a.py", line: int = 5, **more: Any) -> Guard:
    return Guard(kind=GuardKind(kind), at=at(path, line), **more)


def effect(
    text: str = "database delete main",
    *,
    what: str = "drops the database",
    where: tuple[str, int] = ("lib/store.py", 31),
    via: tuple[tuple[str, int, str], ...] = (("scripts/a.py", 9, "main"),),
    guards: tuple[Guard, ...] = (),
    **more: Any,
) -> Effect:
    resource, action, *target = text.split(" ", 2)
    more.setdefault("destructive", action == "delete")
    if "confidence" in more:
        more["confidence"] = Confidence(more["confidence"])
    return Effect(
        resource=resource,
        action=Action(action),
        target=target[0] if target else None,
        what=what,
        at=at(*where),
        via=tuple(CallStep(*step) for step in via),
        guards=guards,
        **more,
    )


def read(target: str = "data.csv") -> Effect:
    return effect(f"filesystem read {target}", what="reads", where=("scripts/a.py", 3), via=())


def claim(text: str, path: str = "scripts/a.py", line: int = 2, source: str = "docstring") -> Claim:
    return Claim(text=text, at=at(path, line), source=source)


def script(
    path: str = "scripts/a.py", *, says: str | None = "Reads a report.", effects: tuple[Effect, ...] = (), state: str = "known", **more: Any
) -> Script:
    """A script with a text, two knowers and an owner, unless told otherwise."""
    purpose = claim(says, path) if says else None
    more.setdefault("purpose", purpose)
    more.setdefault("claims", Claims(purpose=purpose, full_text=says or ""))
    more.setdefault(
        "history",
        ScriptHistory(
            state=KnowledgeState(state),
            commits=3,
            authors=2,
            created="2021-05-01",
            last_changed="2023-02-11",
            knowers=(knower("ada"), knower("ben", 0.5)) if state == "known" else (),
        ),
    )
    more.setdefault("ownership", OwnerFacts(owner="backend", source="role", people=("ada",)))
    more.setdefault("resolved_calls", 4)
    more.setdefault("reachable_calls", 4)
    return Script(path=path, language="python", effects=effects, **more)


def command(name: str, *effects: Effect, line: int = 9, **more: Any) -> Command:
    more.setdefault("resolved_calls", 2)
    more.setdefault("reachable_calls", 2)
    return Command(name=name, at=at("scripts/a.py", line), effects=effects, **more)


def knower(person: str, knowledge: float = 1.0, **more: Any) -> Knower:
    more.setdefault("last", "2026-10-01")
    return Knower(person=person, name=person.title(), knowledge=knowledge, score=knowledge, share=0.5, commits=2, **more)


def person(name: str, *, present: bool = True, **more: Any) -> Person:
    return Person(id=name, name=name.title(), emails=(f"{name}@example.org",), present=present, last_active="2026-10-01", **more)


def inventory(*scripts: Script, **more: Any) -> Inventory:
    more.setdefault(
        "people", (person("ada"), person("ben"), person("marek", present=False, left="2026-09-01", absent_because="left on 2026-09-01"))
    )
    more.setdefault("ownership", Ownership())
    more.setdefault("repository", Repository(name="shop", commit="a" * 40, commits=12))
    more.setdefault("today", TODAY)
    return Inventory(scripts=tuple(sorted(scripts, key=lambda s: s.path)), **more)


def story() -> Inventory:
    """The pilot reset script: dropped database three calls away, nothing before it, nobody left."""
    drop = effect(
        "database delete main",
        what="drops the database",
        where=("lib/store.py", 31),
        everything=True,
        via=(("scripts/reset_pilot.py", 9, "main"), ("lib/sessions.py", 14, "refresh"), ("lib/store.py", 22, "clean")),
    )
    reset = script(
        "scripts/reset_pilot.py",
        says="Reset the pilot.",
        effects=(drop,),
        ownership=OwnerFacts(),
        history=ScriptHistory(state=KnowledgeState.LOST, commits=7, authors=1, knowers=(knower("marek", present=False, knows=False),)),
        places=Places(
            reaches=("production",),
            mixed=("host-app1",),
            defaults=(
                ProductionDefault(
                    name="DB_URL",
                    value="postgresql://db1.prod.example.org/main",
                    place="production",
                    at=at("lib/config.py", 4),
                    because="the default host belongs to production",
                ),
            ),
        ),
    )
    reader = script("scripts/wipe_report.py", says="Prints which pilots were wiped.", effects=(read("pilots.csv"),))
    return inventory(
        reset,
        reader,
        mixed_places=(
            MixedPlace(
                id="host-app1",
                kind="host",
                name="app1.example.org",
                environments=("production", "testing"),
                evidence=(at(".env.production", 3), at(".env.testing", 3)),
            ),
        ),
        ownership=Ownership(
            environments=(
                Environment(id="production", at=at("handover/places.yml", 2), data="irreplaceable"),
                Environment(id="testing", at=at("handover/places.yml", 3)),
            )
        ),
    )


def guarded() -> Inventory:
    """The well-guarded, well-documented script."""
    guards = tuple(guard(kind, line=line) for kind, line in (("confirm", 4), ("env_check", 3), ("output", 5), ("backup", 6)))
    drop = effect("database delete pilot", guards=guards, everything=True)
    good = script(
        "scripts/a.py",
        says="Drops the pilot database after taking a dump.",
        effects=(drop,),
        guards=guards,
        places=Places(safe=("pilot",), never=("production",), reaches=("pilot",), source="handover.yml"),
    )
    entry = ScriptEntry(
        path="scripts/a.py",
        at=at("handover/scripts.yml", 3),
        owner="backend",
        safe_in=("pilot",),
        never_in=("production",),
        undo="Restore the dump, see docs/restore.md.",
        verified_by="ada",
        verified_on="2026-11-02",
    )
    places = tuple(Environment(id=name, at=at("handover/places.yml", 1)) for name in ("pilot", "production"))
    role = Role(id="backend", at=at("handover/roles.yml", 2), holder="ada", covers=("scripts/*",))
    return inventory(good, ownership=Ownership(scripts=(entry,), environments=places, roles=(role,), files=("handover/scripts.yml",)))


@pytest.fixture
def make() -> SimpleNamespace:
    return SimpleNamespace(
        at=at,
        guard=guard,
        effect=effect,
        read=read,
        claim=claim,
        script=script,
        command=command,
        knower=knower,
        person=person,
        inventory=inventory,
        story=story,
        guarded=guarded,
        replace=replace,
        Claims=Claims,
        Places=Places,
        OwnerFacts=OwnerFacts,
        Starter=Starter,
        Usage=Usage,
        Need=Need,
        Unknown=Unknown,
        Dependencies=Dependencies,
        ScriptHistory=ScriptHistory,
        KnowledgeState=KnowledgeState,
        MixedPlace=MixedPlace,
        Repository=Repository,
        ProductionDefault=ProductionDefault,
    )
