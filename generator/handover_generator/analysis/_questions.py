"""What to ask somebody about a script while there is time.

Each question hangs on a line or a commit; its text holds no line numbers, so that an answer kept in the ownership files still finds its
question next year.
"""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis.describing import describe
from handover_generator.analysis.guards import asks
from handover_generator.analysis.harm import changes, losses
from handover_generator.analysis.way_back import means_something, way_back
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.location import Location
from handover_generator.model.people import Person
from handover_generator.records import record, replace

MOST = 7
_MOST_LOSSES = 2
_RECENT_YEARS = 5
_CLIP = 90
_ONLY_A_RUN_TELLS = ("dynamic-call", "dynamic-command", "dynamic-sql", "dynamic-code", "remote-script", "generated-file")
_TELLING = ("incident", "guard removed", "revert", "reapply", "hotfix")
_WORDS = {
    "incident": "What happened, and can it happen again?",
    "guard removed": "Why did what asked before go, and what protects now?",
    "revert": "What went wrong with it, and does the reason still hold?",
    "reapply": "Why did it go in a second time?",
    "hotfix": "What broke, and is the cause gone?",
}


@record(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``at`` or ``commit`` is what it hangs on; ``why``: what is known and leaves it open. ``answer``, ``by``, ``on``: as a
    person wrote them into the ownership files; None where it is open.
    """

    text: str
    why: str = ""
    script: str | None = None
    at: Location | None = None
    commit: str | None = None
    answer: str | None = None
    by: str | None = None
    on: str | None = None


def questions_about(inventory: Inventory, script: Script, person: Person) -> tuple[Question, ...]:
    """The open and answered questions about one script, the most pressing first, at most seven and the answered ones.

    Args:
        inventory: for what is stated and for the answers given.
        script: the script.
        person: whom they are put to; commits of this person come first.
    """
    asked = [
        *_harm(inventory, script), *_commits(inventory, script, person), *_unknown(script), *_copies(script), *_running(script),
        *_purpose(script),
    ]
    entry = inventory.ownership.script(script.path)
    given = {_plain(text): (text, answer, by, on) for text, answer, by, on in entry.answers} if entry else {}
    found: list[Question] = []
    for question in asked:
        answer = given.pop(_plain(question.text), None)
        if answer is not None:
            found.append(replace(question, answer=answer[1], by=answer[2], on=answer[3]))
        elif sum(other.answer is None for other in found) < MOST:
            found.append(question)
    # An answer to a question that is no longer asked is still a human statement.
    at = entry.at if entry else None
    found.extend(
        Question(text=text, script=script.path, at=at, answer=answer, by=by, on=on) for text, answer, by, on in sorted(given.values())
    )
    return tuple(found)


def first_week(inventory: Inventory, person: Person, scripts: Sequence[Script]) -> tuple[Question, ...]:
    """Questions about the whole: what must stay untouched, and who asks for what is in no file."""
    found: list[Question] = []
    if scripts:
        path = scripts[0].path
        why = f"{path} is the most dangerous of them."
        found.append(Question(text="What must not be touched in the first week?", why=why, at=Location(path, 1)))
    for role in inventory.ownership.roles:
        if role.holder == person.id or person.id in role.predecessors:
            found.append(Question(
                text=f"Who asks the role {role.id} for things that no file mentions, and what do they ask for?",
                why=f"{len(role.duties)} duties are written down." if role.duties else "No duty is written down.", at=role.at,
            ))
    return tuple(found)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?.! ")


def _harm(inventory: Inventory, script: Script) -> list[Question]:
    found: list[Question] = []
    seen: set[str] = set()
    for effect in losses(script):
        what = _clip(describe(effect))
        if what in seen or len(seen) == _MOST_LOSSES:
            continue
        seen.add(what)
        why = "Something asks first, but not what is right." if asks(effect) else "Nothing asks first."
        text = f"It {what}: when is that right, and what must be checked before?"
        found.append(Question(text=text, why=why, script=script.path, at=effect.at))
        if way_back(inventory, script, effect) is None:
            text = f"It {what}: how is that brought back if it hits the wrong place?"
            found.append(Question(text=text, why="No undo and no backup is stated.", script=script.path, at=effect.at))
    if changes(script) and not (script.places.safe or script.places.never):
        found.append(Question(
            text="Where may it be run, and where never?", why="No place is stated.", script=script.path, at=Location(script.path, 1),
        ))
    return found


def _clip(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _CLIP else plain[: _CLIP - 1] + "…"


def _commits(inventory: Inventory, script: Script, person: Person) -> list[Question]:
    # What somebody else did many years ago is no question to this person any more.
    year = _year(inventory.repository.newest) - _RECENT_YEARS
    told = [
        milestone for milestone in script.history.milestones
        if milestone.kind in _TELLING and (milestone.author == person.name or _year(milestone.date) >= year)
    ]
    told.sort(key=lambda milestone: milestone.author != person.name)
    return [
        Question(
            text=f'Commit {milestone.commit[:10]} says "{milestone.subject}". {_WORDS[milestone.kind]}',
            why=f"{milestone.author}, {milestone.date}.", script=script.path, commit=milestone.commit,
        )
        for milestone in told[:2]
    ]


def _year(day: str | None) -> int:
    """The year of an ISO day; 0 where there is none."""
    return int(day[:4]) if day and day[:4].isascii() and day[:4].isdigit() else 0


def _unknown(script: Script) -> list[Question]:
    asked = [unknown for unknown in script.unknowns if unknown.kind in _ONLY_A_RUN_TELLS]
    asked.sort(key=lambda unknown: (unknown.at.path != script.path, unknown.at))
    found: list[Question] = []
    for unknown in asked[:2]:
        text = f"What happens here in practice: {_clip(unknown.detail) or unknown.kind}?"
        found.append(Question(text=text, why="Reading the code does not tell.", script=script.path, at=unknown.at))
    return found


def _copies(script: Script) -> list[Question]:
    found: list[Question] = []
    for copy in script.copies[:2]:
        lost = ", ".join(kind.replace("_", " ") for kind in copy.lost)
        found.append(Question(
            text=f"Which one is right to use, this or {copy.path}?",
            why=f"They share {round(copy.similarity * 100)} % of their text" + (f"; this one lacks: {lost}." if lost else "."),
            script=script.path, at=Location(copy.path, 1),
        ))
    return found


def _running(script: Script) -> list[Question]:
    found: list[Question] = []
    scheduled = next((starter for starter in script.called_from if starter.schedule), None)
    if scheduled is not None:
        found.append(Question(
            text="Who notices if a scheduled run fails, and what is done then?", why=f"It runs by schedule: {scheduled.schedule}.",
            script=script.path, at=Location(scheduled.path, scheduled.line),
        ))
    for need in script.dependencies.secrets[:1]:
        text = f"Where is {need.name} kept, and who may change it?"
        found.append(Question(text=text, why="The name is in the code, the place is not.", script=script.path, at=need.at))
    if script.usage.state in ("dormant", "vestigial", "cannot-tell"):
        why = " ".join(script.usage.against[:1])
        found.append(Question(text="Is it still used, and by whom?", why=why, script=script.path, at=Location(script.path, 1)))
    if any(guard.kind is GuardKind.DRY_RUN for guard in script.guards) and losses(script):
        guard = next(guard for guard in script.guards if guard.kind is GuardKind.DRY_RUN)
        found.append(Question(text="Can the dry run be trusted to show all it would do?", script=script.path, at=guard.at))
    return found


def _purpose(script: Script) -> list[Question]:
    if script.purpose is not None and means_something(script.purpose.text):
        return []
    return [Question(text="What is it for, and who asks for it?", why="Nothing says so.", script=script.path, at=Location(script.path, 1))]
