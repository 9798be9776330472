"""Reads what people state in ``handover/*.yml``. All mistakes of all files are told at once, with place and nearest known name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handover_generator.errors import ConfigurationError
from handover_generator.model.location import Location
from handover_generator.model.ownership import (
    Acceptance,
    Backup,
    ClosedTrail,
    DeclaredPerson,
    Environment,
    Ownership,
    Policy,
    Role,
    ScriptEntry,
    StatedEffect,
    Store,
)
from handover_generator.model.source import SourceFile

if TYPE_CHECKING:
    from handover_generator.sources._ownership_entries import Book, Kept

FOLDER = "handover/"
#: Not ours to read: a repository's own effects are in the catalogue's format.
EFFECTS = ("handover/effects.yml", "handover/effects.yaml")


def ownership_files(paths: Mapping[str, object]) -> tuple[str, ...]:
    """The paths among ``paths`` that ``load`` reads, sorted."""
    return tuple(
        sorted(
            path
            for path in paths
            if path.startswith(FOLDER) and path.endswith((".yml", ".yaml")) and path.count("/") == 1 and path not in EFFECTS
        )
    )


def load(files: Mapping[str, SourceFile], besides: SourceFile | None = None) -> Ownership:
    """Everything people stated, merged from all files.

    Args:
        files: all listed files by path; only ``handover/*.yml`` and ``*.yaml`` are looked at.
        besides: one more such file, wherever it lies and whatever it is called.

    Returns:
        The merged statements, sorted by id; empty if there is no such file.

    Raises:
        ConfigurationError: one line a mistake, ``file:line:column: reason`` and the line itself below.
    """
    stating = {path: files[path].text for path in ownership_files(files)}
    if besides is not None:
        stating[besides.path] = besides.text
    if not stating:
        return Ownership()
    from handover_generator.sources import _ownership_entries, _ownership_names  # pydantic is heavy, and most repositories start without

    book = _ownership_entries.read(stating)
    unfilled = _ownership_names.unfilled(book)
    places = {(one.source, one.line, one.column) for one in unfilled}         # what else is wrong there comes of it
    others = [*book.problems, *_ownership_names.unknown_names(book)]
    problems = [*unfilled, *(one for one in others if (one.source, one.line, one.column) not in places)]
    if problems:
        raise ConfigurationError([problem.text for problem in sorted(set(problems))])
    return _ownership(book, tuple(stating))


def schema() -> dict[str, Any]:
    """The JSON Schema of a file of ``handover/*.yml``."""
    from handover_generator.sources import _ownership_schema

    return _ownership_schema.schema()


def schema_text() -> str:
    """The JSON Schema as it is shipped in ``handover_generator/data/handover.schema.json``."""
    from handover_generator.sources import _ownership_schema

    return _ownership_schema.text()


def _ownership(book: Book, paths: tuple[str, ...]) -> Ownership:
    named = book.named
    policy = book.policy
    return Ownership(
        people=tuple(_person(item) for item in named["people"]),
        roles=tuple(_role(item) for item in named["roles"]),
        environments=tuple(_environment(item) for item in named["environments"]),
        stores=tuple(_store(item) for item in named["stores"]),
        scripts=tuple(_script(item) for item in named["scripts"]),
        accepted=tuple(_acceptance(item) for item in (*book.listed["accepted"], *book.listed["escalated"])),
        closed_trails=tuple(_trail(item) for item in book.listed["trails"]),
        policy=Policy()
        if policy is None
        else Policy(
            fail_on=policy.fail_on,
            ignore=_filled(policy.ignore),
            strict=policy.strict,
            knowledge_half_life_days=policy.knowledge_half_life_days,
        ),
        files=paths,
    )


def _filled(items: list[str | None]) -> tuple[str, ...]:
    return tuple(item for item in items if item is not None)


def _person(item: Kept) -> DeclaredPerson:
    entry = item.entry
    return DeclaredPerson(
        id=item.name, at=item.at, name=entry.name or item.name, emails=_filled(entry.emails), left=entry.left, reach=entry.reach
    )


def _role(item: Kept) -> Role:
    entry = item.entry
    return Role(
        id=item.name,
        at=item.at,
        holder=entry.holder,
        predecessors=_filled(entry.predecessors),
        covers=_filled(entry.covers),
        duties=_filled(entry.duties),
        not_ours=tuple(entry.not_ours.items()),
    )


def _environment(item: Kept) -> Environment:
    entry = item.entry
    return Environment(
        id=item.name, at=item.at, hosts=_filled(entry.hosts), data=entry.data, marks_env=tuple(sorted(entry.marks.env.items()))
    )


def _store(item: Kept) -> Store:
    entry = item.entry
    backup = entry.backup
    return Store(
        id=item.name,
        at=item.at,
        kind=entry.kind,
        match=_filled(entry.match),
        environments=_filled(entry.environments),
        backup=None if backup is None else Backup(where=backup.where, every=backup.every, restore_tested=backup.restore_tested),
    )


def _script(item: Kept) -> ScriptEntry:
    entry = item.entry
    effects = entry.side_effects
    return ScriptEntry(
        path=item.name,
        at=item.at,
        owner=entry.owner,
        purpose=entry.purpose,
        safe_in=None if entry.safe_in is None else _filled(entry.safe_in),
        never_in=_filled(entry.never_in),
        side_effects=None
        if effects is None
        else tuple(
            StatedEffect(resource=effect.resource, action=effect.action, target=effect.target, at=item.place("side_effects", index))
            for index, effect in enumerate(effects)
        ),
        undo=entry.undo,
        backup=entry.backup,
        requires=_filled(entry.requires),
        schedule=entry.schedule,
        verified_by=entry.verified.by if entry.verified else None,
        verified_on=entry.verified.on if entry.verified else None,
        answers=tuple((answer.question, answer.answer, answer.by or "", answer.on or "") for answer in entry.answers if answer.answer),
    )


def _acceptance(item: Kept) -> Acceptance:
    entry = item.entry
    return Acceptance(
        gap=entry.gap,
        script=entry.script and entry.script.removeprefix("./"),
        by=entry.by,
        on=entry.on,
        until=entry.until,
        why=entry.why,
        at=item.at,
        to=getattr(entry, "to", None),
    )


def _trail(item: Kept) -> ClosedTrail:
    entry = item.entry
    return ClosedTrail(
        script=entry.script and entry.script.removeprefix("./"),
        effect=" ".join(entry.effect.split()),
        why=entry.why,
        by=entry.by,
        until=entry.until,
        at=Location(item.at.path, item.at.line),
    )
