"""Why a script is as it is: the few commits that explain it, told by what they say and by what they did to its text.

Nothing is guessed from the text of the change itself: a commit tells something by the words of its subject, by naming another commit as
reverted, by bringing back a content that the file had before, by copying or moving it, or by following another change within two days.
"""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis._credit import Credits
from handover_generator.analysis._lineage import Lineage, Touch
from handover_generator.analysis.identities import People, iso_day
from handover_generator.model.people import Milestone
from handover_generator.regexes import regex

MOST = 6
HOTFIX_HOURS = 48
_SETTLED_DAYS = 7                        # quick follow-ups in the first days of a file are its making, no repair

_INCIDENT = regex(
    r"(?i)\b(incident|outage|post-?mortem|disaster|data[ -]?loss|lost data|wip(?:e|ed|es|ing)|accident(?:al|ally)?|by mistake"
    r"|los(?:t|ing) (?:all )?(?:the )?(?:data|orders|rows|records|users|files)|corrupt(?:s|ed|ion)?|leak(?:ed|s)?|never again"
    r"|broke(?:n)? (?:prod|production|live)|prod(?:uction)? (?:is )?down|restore[ds]? from (?:a |the )?(?:backup|dump)"
    r"|drop(?:s|ped|ping)? (?:the |a )?(?:wrong |live |prod(?:uction)? )?(?:database|db|table|data)"
    r"|delet(?:e|ed|es|ing) (?:the )?(?:wrong|live|prod(?:uction)?)|CVE-\d{4}-\d+)\b"
)
_HOTFIX = regex(r"(?i)\b(hot[- ]?fix(?:es|ed)?|oops|whoops|typo|emergency|urgent|asap|quick[- ]?fix|band-?aid)\b")
_FIX = regex(r"(?i)\b(fix(?:es|ed|ing)?|bug(?:fix)?|repair(?:s|ed)?|broken?|regression)\b")
_COSMETIC = regex(r"(?i)\b(typos?|spelling|comments?|docstrings?|lint(?:ing|er)?|formatting|whitespace|imports? order)\b")
_GUARD = regex(
    r"(?i)\b(confirm(?:s|ation|ed)?|ask(?:s|ing)? (?:before|first|for)|dry[- ]?run|safety|safe(?:r|guard)|guard(?:s|ed)?|prompt(?:s)?"
    r"|back ?up(?:s)?(?: first| before)|refuse(?:s)?|prevent(?:s)?|protect(?:s)?|never (?:run|in|on)|not (?:in|on) prod(?:uction)?"
    r"|only (?:in|on) (?:staging|test(?:ing)?|dev))\b"
)
_REVERT = regex(r'(?i)^\s*(?:\[[^\]]*\]\s*)?revert(?:s|ed|ing)?\b[: ]')
_REAPPLY = regex(r'(?i)^\s*(?:re-?apply\b|re-?land\b|revert "\s*revert\b)')

# What a newcomer learns most from comes first; among equals the latest.
_ORDER = ("incident", "revert", "reapply", "hotfix", "copied", "created", "rename", "changed", "bulk")


def milestones(life: Lineage, credits: Credits, people: People, times: Sequence[int]) -> tuple[Milestone, ...]:
    """The commits that explain one life, those that tell most first, at most six.

    Args:
        life: one file's touches, oldest first.
        credits: tells bulk edits and programs from work.
        people: for the authors' names.
        times: when each touch was written, in seconds.

    Returns:
        milestones with whole commit ids; the beginning is always among them where it was seen.
    """
    kinds = [_kind(life, number, credits, times) for number in range(len(life.touches))]
    ranked = sorted(
        (number for number, kind in enumerate(kinds) if kind is not None),
        key=lambda number: (_ORDER.index(kinds[number] or "changed"), not _GUARD.search(life.touches[number].commit.subject), -number),
    )
    chosen: list[int] = []
    for number in ranked:
        same = [other for other in chosen if kinds[other] == kinds[number]]
        if len(same) < _at_most(kinds[number] or ""):
            chosen.append(number)
    beginning = [number for number in chosen if kinds[number] in ("created", "copied") and number == 0]
    kept = [number for number in chosen if number not in beginning][: MOST - len(beginning)] + beginning
    kept.sort(key=chosen.index)
    return tuple(_tell(life.touches[number], kinds[number] or "changed", people, times[number]) for number in kept)


def _at_most(kind: str) -> int:
    return {"incident": 4, "revert": 3, "reapply": 2, "hotfix": 3, "changed": 2, "rename": 2}.get(kind, 1)


def is_fix(subject: str) -> bool:
    """Whether a subject speaks of a repair that changes what the script does."""
    return not _COSMETIC.search(subject) and bool(_FIX.search(subject) or _HOTFIX.search(subject) or _INCIDENT.search(subject))


def speaks(subject: str) -> bool:
    """Whether a subject says by itself that something went wrong, was mended at once or was taken back."""
    words = (_INCIDENT, _HOTFIX, _REVERT, _REAPPLY)
    return is_fix(subject) or (not _COSMETIC.search(subject) and any(word.search(subject) for word in words))


def _kind(life: Lineage, number: int, credits: Credits, times: Sequence[int]) -> str | None:
    touch = life.touches[number]
    if len(touch.commit.parents) > 1:
        return None                      # "Merge branch 'hotfix/x'" speaks of the branch, not of what its maker did
    subject = touch.commit.subject
    credit = credits.credit(touch)
    if credit.bulk:
        # What was done to many files at once, or taken back there, explains none of them.
        return "bulk" if credit.weight > 0.0 else None
    if _REAPPLY.search(subject):
        return "reapply"
    if _REVERT.search(subject) or _reverts_this(life, touch):
        return "revert"
    back = _earlier_content(life, number)
    if back is not None and not touch.pure:
        return "reapply" if back == "reapply" else "revert"
    if _INCIDENT.search(subject):
        return "incident"
    if number == 0 and life.born:
        return "copied" if life.copied_in is not None else "created"
    if touch.change.status == "R":
        return "rename"
    if not credit.effective:
        return None
    if _HOTFIX.search(subject) or _quick_repair(life, number, times):
        return "hotfix"
    if _GUARD.search(subject) or _FIX.search(subject):
        return "changed"
    return None


def _reverts_this(life: Lineage, touch: Touch) -> bool:
    """Whether the commit names, as reverted, a commit that touched this very file."""
    return any(len(name) >= 7 and other.commit.id.startswith(name) for name in touch.commit.reverts for other in life.touches)


def _earlier_content(life: Lineage, number: int) -> str | None:
    """"revert" if the change brings back a content from before the last one, "reapply" if that content had itself been taken back."""
    blob = life.touches[number].change.new_blob
    before = [touch.change.new_blob for touch in life.touches[:number]]
    # A cherry-pick on another branch repeats a content as well, but it does not start from the last one.
    if number < 2 or not blob or life.touches[number].change.old_blob != before[-1] or blob == before[-1] or blob not in before:
        return None
    # Content X, then back to Y, then X again: the change to X was reapplied.
    last_seen = len(before) - 1 - before[::-1].index(blob)
    undone = last_seen + 1 < len(before) and before[last_seen + 1] in before[:last_seen]
    return "reapply" if undone else "revert"


def _quick_repair(life: Lineage, number: int, times: Sequence[int]) -> bool:
    """A change within two days of the last one that says it repairs, or comes from somebody else, once the file had settled."""
    if number == 0 or not 0 <= times[number] - times[number - 1] <= HOTFIX_HOURS * 3600:
        return False
    if times[number] - times[0] < _SETTLED_DAYS * 86_400:
        return False
    commit, before = life.touches[number].commit, life.touches[number - 1].commit
    return bool(_FIX.search(commit.subject)) or (commit.author.email.casefold() != before.author.email.casefold())


def _tell(touch: Touch, kind: str, people: People, time: int) -> Milestone:
    commit = touch.commit
    author = people.name(people.of(commit.author))
    return Milestone(commit=commit.id, date=iso_day(time), author=author, subject=commit.subject.strip(), kind=kind)
