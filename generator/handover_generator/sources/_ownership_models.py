"""The shape of ``handover/*.yml``: one pydantic model for each kind of entry. Also the source of the JSON Schema for editors.

Values are checked here one entry at a time; what an entry says of another (a holder who is not listed, an unknown environment) is checked
in ``_ownership_names``.
"""

from __future__ import annotations

import re
import warnings
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pathspec import GitIgnoreSpec
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from handover_generator.model.behaviour import RESOURCES, Action
from handover_generator.regexes import regex

ACTIONS = tuple(action.value for action in Action)

_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_UNFILLED = regex(r"<[^<>]+>\Z")
_TODO = regex(r"\W{0,4}(TODO|FIXME|TBD|\?\?\?)(\W|$)", re.IGNORECASE)


def _wrong(reason: str) -> PydanticCustomError:
    # The text goes in as a value: a brace in it must not be read as a placeholder.
    return PydanticCustomError("handover", "{reason}", {"reason": reason})


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()} (write it in quotes if it is text)"
    if isinstance(value, (int, float)):
        return f"the number {value} (write it in quotes if it is text)"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "nothing"


def is_open(text: str) -> bool:
    """Whether a text is empty, or a TODO that nobody filled in yet."""
    return not text.strip() or _TODO.match(text.strip()) is not None


def is_unfilled(text: str) -> bool:
    """Whether a text is what a proposed line has where a person has to put something: ``<role or person>``."""
    return _UNFILLED.match(text.strip()) is not None


def _text(value: object) -> object:
    if value is None or isinstance(value, str):
        return None if value is None or is_open(value) else value.strip()
    raise _wrong(f"must be text, not {_kind(value)}")


def _needed(value: object) -> object:
    words = _text(value)
    if words is None:
        raise _wrong("must not be empty")
    return words


def _texts(value: object) -> object:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise _wrong(f"must be a list of texts, not {_kind(value)}")
    return value


def _patterns(value: object) -> object:
    texts = _texts(value)
    for text in texts if isinstance(texts, list) else ():
        if isinstance(text, str):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("error")
                    GitIgnoreSpec.from_lines([text])
            except (ValueError, re.error, FutureWarning):
                raise _wrong(f"'{text}' is no pattern, as .gitignore has them") from None
    return texts


def _day(value: object) -> object:
    words = _text(value)
    if words is None:
        return None
    assert isinstance(words, str)
    if _DATE.match(words):
        try:
            date.fromisoformat(words)
        except ValueError:
            raise _wrong(f"'{words}' is no day of the calendar") from None
        return words
    raise _wrong(f"'{words}' must be a date as year-month-day, such as 2026-09-01")


def _pairs(value: object) -> object:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong(f"must be a mapping of names to texts, not {_kind(value)}")
    plain = {key: _plain(item) for key, item in value.items()}
    for key, item in plain.items():
        if not isinstance(item, str):
            raise _wrong(f"'{key}' must be text, not {_kind(item)}")
    return plain


def _plain(item: object) -> object:
    """Values of environment variables are text, however they are written."""
    if isinstance(item, bool):
        return str(item).lower()
    return str(item) if isinstance(item, (int, float)) else item


def _effects(value: object) -> object:
    """``none`` and an empty list both say that there are none; nothing at all says nothing."""
    if isinstance(value, str) and value.strip().lower().rstrip(".") in ("none", "no", "nothing"):
        return []
    if isinstance(value, str) or not (value is None or isinstance(value, list)):
        raise _wrong("must be none, or a list such as [{database: delete, target: main}]")
    return value


_TEXT_SCHEMA = {"type": "string"}
_DATE_SCHEMA = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
Text = Annotated[str, BeforeValidator(_needed), WithJsonSchema(_TEXT_SCHEMA)]
MaybeText = Annotated[str | None, BeforeValidator(_text), WithJsonSchema({"type": ["string", "null"]})]
Day = Annotated[str | None, BeforeValidator(_day), WithJsonSchema({"anyOf": [_DATE_SCHEMA, {"type": "null"}]})]
# An item may be None: a TODO that nobody filled in yet. The loader leaves it out; here it keeps its place, so that positions stay right.
Texts = Annotated[
    list[MaybeText],
    BeforeValidator(_texts),
    WithJsonSchema({"anyOf": [_TEXT_SCHEMA, {"type": "array", "items": _TEXT_SCHEMA}, {"type": "null"}]}),
]
Patterns = Annotated[Texts, BeforeValidator(_patterns)]
Pairs = Annotated[
    dict[str, str], BeforeValidator(_pairs),
    WithJsonSchema({"type": ["object", "null"], "additionalProperties": {"type": ["string", "number", "boolean"]}}),
]  # fmt: skip


class Entry(BaseModel):
    """Base of all entries: unknown keys are mistakes, and a number is not silently text."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class PersonEntry(Entry):
    """Somebody who can, or could, be asked."""

    name: MaybeText = Field(None, description="Full name, as in commits.")
    emails: Texts = Field([], description="Addresses the person commits with; an @handle of CODEOWNERS may stand here too.")
    left: Day = Field(None, description="The day the person left. From then on they are no longer counted among those who know.")
    reach: MaybeText = Field(None, description="How to reach the person.")


class RoleEntry(Entry):
    """A task that goes from hand to hand."""

    holder: MaybeText = Field(None, description="Who holds the role now: a name under people.")
    predecessors: Texts = Field([], description="Who held it before: names under people.")
    covers: Patterns = Field([], description="Patterns of the files that go with the role, as in .gitignore.")
    duties: Texts = Field([], description="What is expected of the holder.")
    not_ours: Pairs = Field({}, description="Requests that land here and should not, and whose they are.")


class MarksEntry(Entry):
    """What tells an environment apart."""

    env: Pairs = Field({}, description="Environment variables and the values they have there.")


class EnvironmentEntry(Entry):
    """A place where scripts run."""

    hosts: Texts = Field([], description="Host names; * and ? stand for any text.")
    data: MaybeText = Field(None, description="What the data there is worth: irreplaceable, disposable, or in your own words.")
    marks: MarksEntry = Field(default_factory=lambda: MarksEntry.model_validate({}), description="What tells this place apart.")


class BackupEntry(Entry):
    """How a store is backed up."""

    where: MaybeText = Field(None, description="Where the copies lie.")
    every: MaybeText = Field(None, description="How often, such as 1d.")
    restore_tested: Day = Field(None, description="The day somebody last restored one.")


StoreKind = Literal["database", "cache", "search", "object-storage", "queue", "filesystem", "secret", "vcs", "service"]
_KIND_WORDS = {
    "bucket": "object-storage",
    "file": "filesystem",
    "files": "filesystem",
    "folder": "filesystem",
    "index": "search",
    "topic": "queue",
}


class StoreEntry(Entry):
    """Something that holds data."""

    kind: Annotated[StoreKind, BeforeValidator(lambda value: _KIND_WORDS.get(value, value) if isinstance(value, str) else value)] = Field(
        description="What it is.", json_schema_extra={"enum": [*get_args(StoreKind), *_KIND_WORDS]}
    )
    match: Texts = Field([], description="Patterns of the targets that mean this store, such as mongodb://db1/*.")
    environments: Texts = Field([], description="The places it serves.")
    backup: BackupEntry | None = Field(None, description="How it is backed up.")


class EffectEntry(Entry):
    """One stated effect: a resource with an action, and its target."""

    resource: str
    action: str
    target: MaybeText = None

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise _wrong("must look like {database: delete, target: main}")
        named = [key for key in value if key != "target"]
        if len(named) != 1:
            raise _wrong("must name one resource with its action, such as {database: delete, target: main}")
        resource, action = named[0], value[named[0]]
        if resource not in RESOURCES:
            raise PydanticCustomError(
                "handover_name", "{reason}", {"reason": f"'{resource}' is no resource", "word": resource, "known": RESOURCES}
            )
        if action not in ACTIONS:
            raise PydanticCustomError(
                "handover_name", "{reason}", {"reason": f"'{action}' is no action on {resource}", "word": str(action), "known": ACTIONS}
            )
        return {"resource": resource, "action": action, "target": value.get("target")}


_EFFECT_SCHEMA = {
    "anyOf": [
        {"type": "string", "enum": ["none"]},
        {"type": "null"},
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"target": _TEXT_SCHEMA, **{resource: {"enum": list(ACTIONS)} for resource in RESOURCES}},
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 2,
            },
        },
    ]
}


class VerifiedEntry(Entry):
    """Who checked an entry against the script, and when."""

    by: Text = Field(description="A name under people.")
    on: Day = Field(description="The day.")


class AnswerEntry(Entry):
    """A question to somebody who leaves, with the answer."""

    question: Text
    answer: MaybeText = None
    by: MaybeText = Field(None, description="Who answered: a name under people.")
    on: Day = None


class ScriptModel(Entry):
    """What people know of one script."""

    owner: MaybeText = Field(None, description="A name under roles or people, or an @handle.")
    purpose: MaybeText = Field(None, description="One sentence: what is it for?")
    safe_in: Texts | None = Field(None, description="Environments in which it may be run.")
    never_in: Texts = Field([], description="Environments in which it must not be run.")
    side_effects: Annotated[list[EffectEntry] | None, BeforeValidator(_effects), WithJsonSchema(_EFFECT_SCHEMA)] = Field(
        None, description="What it does to the world; none if nothing."
    )
    undo: MaybeText = Field(None, description="How to get back what it changes.")
    backup: MaybeText = Field(None, description="The backup to take, or that exists.")
    requires: Texts = Field([], description="What must be there before it runs.")
    schedule: MaybeText = Field(None, description="When it runs.")
    verified: VerifiedEntry | None = Field(None, description="Who checked this entry, and when.")
    answers: list[AnswerEntry] = Field([], description="Questions that were asked, with their answers.")


class AcceptedEntry(Entry):
    """A risk that somebody took."""

    gap: Text = Field(description="The rule, such as no-confirm.")
    script: MaybeText = Field(None, description="The script's path; * and ? stand for any text. Without it: every script.")
    by: Text = Field(description="Who took it: a name under people.")
    on: Day = None
    until: Day = Field(None, description="The last day on which it counts.")
    why: MaybeText = None

    @model_validator(mode="after")
    def _in_order(self) -> AcceptedEntry:
        if self.on and self.until and self.until < self.on:
            raise _wrong(f"it ends on {self.until}, before it begins on {self.on}")
        return self


class EscalatedEntry(AcceptedEntry):
    """A risk that was passed on."""

    to: Text = Field(description="Who was told: a name under people.")


def _only_false(value: object) -> object:
    if value is not False:
        raise _wrong("only false trails are closed here, so it must be false")
    return value


class TrailEntry(Entry):
    """A trail that a person looked at and found to be false."""

    script: Text = Field(description="The script's path.")
    effect: Text = Field(description='Resource, action and perhaps target, such as "database delete main".')
    verdict: Annotated[bool, BeforeValidator(_only_false), WithJsonSchema({"const": False})] = Field(False, description="Always false.")
    why: Text
    by: Text = Field(description="Who looked: a name under people.")
    until: Day = None


class PolicyEntry(Entry):
    """What the gate lets through."""

    fail_on: Literal["note", "low", "medium", "high", "critical", "never"] = Field(
        "high", description="The lowest severity that closes the gate."
    )
    ignore: Texts = Field([], description="Rules that never close it.")
    strict: bool = Field(False, description="Whether unknowns and contradictions close it too.")
    knowledge_half_life_days: Annotated[int, Field(ge=30, le=3650)] = Field(
        540, description="After how many days half of what one knew is gone."
    )


class OwnershipFile(Entry):
    """A file of ``handover/*.yml``. One file may hold all of it, or several files a part each."""

    people: dict[str, PersonEntry] = Field({}, description="Who can, or could, be asked.")
    roles: dict[str, RoleEntry] = Field({}, description="Tasks that go from hand to hand.")
    environments: dict[str, EnvironmentEntry] = Field({}, description="The places where scripts run.")
    stores: dict[str, StoreEntry] = Field({}, description="What holds data.")
    scripts: dict[str, ScriptModel] = Field({}, description="What people know of each script, by its path.")
    accepted: list[AcceptedEntry] = Field([], description="Risks that somebody took, with a name and an end.")
    escalated: list[EscalatedEntry] = Field([], description="Risks that were passed on.")
    trails: list[TrailEntry] = Field([], description="False trails closed by a person.")
    policy: PolicyEntry = Field(default_factory=lambda: PolicyEntry.model_validate({}), description="What the gate lets through.")


#: Sections that map a name to an entry, and sections that list entries.
NAMED: dict[str, type[Entry]] = {
    "people": PersonEntry, "roles": RoleEntry, "environments": EnvironmentEntry, "stores": StoreEntry, "scripts": ScriptModel,
}  # fmt: skip
LISTED: dict[str, type[Entry]] = {"accepted": AcceptedEntry, "escalated": EscalatedEntry, "trails": TrailEntry}
SECTIONS = (*NAMED, *LISTED, "policy")
