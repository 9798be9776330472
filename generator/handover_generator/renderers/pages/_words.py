"""The words, signs and classes the site uses for what the model calls by its codes. One place, so that a word means one thing."""

from __future__ import annotations

from typing import assert_never

from handover_generator.model.behaviour import Action, Confidence, GuardKind
from handover_generator.model.findings import DayOne, Severity
from handover_generator.model.people import KnowledgeState


def list_word(day_one: DayOne) -> str:
    """The heading of a day-one list."""
    match day_one:
        case DayOne.DO_NOT_RUN:
            return "Do not run"
        case DayOne.ASK_FIRST:
            return "Ask first"
        case DayOne.FREE_TO_RUN:
            return "Free to run"
        case _:
            assert_never(day_one)


def list_sign(day_one: DayOne) -> str:
    """A sign that tells the lists apart without colour."""
    match day_one:
        case DayOne.DO_NOT_RUN:
            return "✖"
        case DayOne.ASK_FIRST:
            return "?"
        case DayOne.FREE_TO_RUN:
            return "✔"
        case _:
            assert_never(day_one)


def severity_sign(severity: Severity) -> str:
    """More strokes for worse, readable in black and white."""
    match severity:
        case Severity.CRITICAL:
            return "▲▲▲"
        case Severity.HIGH:
            return "▲▲"
        case Severity.MEDIUM:
            return "▲"
        case Severity.LOW | Severity.NOTE:
            return "△"
        case _:
            assert_never(severity)


def action_word(action: Action) -> str:
    """What an action is called in a table."""
    match action:
        case Action.READ:
            return "reads"
        case Action.WRITE:
            return "changes"
        case Action.DELETE:
            return "deletes"
        case Action.EXECUTE:
            return "runs something unseen"
        case Action.SEND:
            return "sends"
        case _:
            assert_never(action)


def confidence_word(confidence: Confidence) -> tuple[str, str]:
    """(word, what it means) for how sure a mined fact is."""
    match confidence:
        case Confidence.RESOLVED:
            return "mined", "every hop of the trail is proven by the code"
        case Confidence.INFERRED:
            return "inferred", "a hop rests on an annotation, a union of types or a fallback parser"
        case Confidence.NAME_ONLY:
            return "inferred", "only a distinctive name matched"
        case _:
            assert_never(confidence)


GUARD_WORDS: dict[GuardKind, tuple[str, str, str]] = {
    # kind: (short name of the lamp, said when on, said when off)
    GuardKind.CONFIRM: ("Asks", "asks a person first", "nobody is asked"),
    GuardKind.DRY_RUN: ("Dry run", "can be tried dry", "no dry run"),
    GuardKind.OUTPUT: ("Reports", "prints what it does", "no output"),
    GuardKind.ENV_CHECK: ("Checks the place", "checks where it runs", "no check of the place"),
    GuardKind.BACKUP: ("Backup", "makes a backup first", "no backup"),
    GuardKind.TRANSACTION: ("Transaction", "a failure is rolled back", "no transaction"),
    GuardKind.LOCK: ("Lock", "cannot run twice at once", "no lock"),
    GuardKind.SCOPE: ("Scope limit", "limited to a part", "no scope limit"),
}
LAMPS = (GuardKind.CONFIRM, GuardKind.DRY_RUN, GuardKind.OUTPUT, GuardKind.ENV_CHECK, GuardKind.BACKUP)

STARTER_WORDS = {
    "cron": "cron",
    "ci": "CI",
    "make": "Makefile",
    "compose": "compose file",
    "dockerfile": "Dockerfile",
    "systemd": "systemd unit",
    "procfile": "Procfile",
    "package": "package entry",
    "celery": "celery schedule",
    "k8s": "Kubernetes job",
    "terraform": "terraform",
    "script": "another script",
    "docs": "mentioned in documentation",
}


def state_word(state: KnowledgeState) -> tuple[str, str]:
    """(word, sentence) for who can still be asked."""
    match state:
        case KnowledgeState.KNOWN:
            return "known", "At least two people who are still here know it."
        case KnowledgeState.SINGLE:
            return "one person", "Exactly one person who is still here knows it."
        case KnowledgeState.FADED:
            return "faded", "People who wrote it are still here, but it was too long ago for them to count as knowing it."
        case KnowledgeState.LOST:
            return "lost", "Nobody who is still here ever wrote a line of it."
        case KnowledgeState.UNKNOWN:
            return "unknown", "The history at hand does not tell who knows it."
        case _:
            assert_never(state)


def usage_word(state: str) -> str:
    """Word for in use, dormant, vestigial, cannot tell."""
    return {"in-use": "in use", "dormant": "dormant", "vestigial": "vestigial"}.get(state, "cannot tell")


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 script``, ``2 scripts``; ``no scripts`` for none."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def human_list(items: tuple[str, ...] | list[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"
