"""What one of two kin does, asks or names and the other does not, in sentences with lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice
from types import MappingProxyType

from handover_generator.analysis._lineage import Lineage, Touch
from handover_generator.analysis._tokens import NUMBER, STRING, Token
from handover_generator.analysis.describing import describe
from handover_generator.analysis.identities import iso_day
from handover_generator.analysis.why import is_fix
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import Location
from handover_generator.model.people import MissedFix
from handover_generator.records import record

_MOST_EFFECTS = 6
_MOST_CONSTANTS = 6
_MOST_FIXES = 3
_ALIGNED_TOKENS = 6_000                  # aligning longer texts costs more than the constants are worth
_CLIP = 60
_SHORTEST_LINE = 8                       # shorter lines ("fi", "else:") are everywhere
_WORDS = {
    GuardKind.CONFIRM: "asks before it acts",
    GuardKind.DRY_RUN: "has a dry run",
    GuardKind.OUTPUT: "says what it does",
    GuardKind.ENV_CHECK: "checks where it runs",
    GuardKind.BACKUP: "takes a backup first",
    GuardKind.TRANSACTION: "works inside a transaction",
    GuardKind.LOCK: "takes a lock",
    GuardKind.SCOPE: "limits how much it touches",
}


def strong_guards(script: Script) -> dict[GuardKind, Guard]:
    """The first strong guard of each kind, in the script or on one of its trails."""
    found: dict[GuardKind, Guard] = {}
    guards = (*script.guards, *(guard for effect in script.live_effects for guard in effect.guards))
    for guard in sorted(guards, key=lambda guard: (guard.at.path != script.path, guard.at)):
        if guard.strong:
            found.setdefault(guard.kind, guard)
    return found


def lost_guards(script: Script, kin: Script) -> tuple[str, ...]:
    """Kinds of guard that the kin has and this script lacks, in the order in which they are published."""
    mine, theirs = strong_guards(script), strong_guards(kin)
    return tuple(kind.value for kind in GuardKind if kind in theirs and kind not in mine)


def differences(
    script: Script, kin: Script, mine: Sequence[Token], theirs: Sequence[Token], lives: Mapping[str, Lineage],
    versions: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Sentences on what differs: guards, then effects and targets, then fixes, then constants. Seen from ``script``.

    Args:
        script: the one that the sentences are about.
        kin: its copy, or what it was copied from.
        mine: the tokens of ``script``.
        theirs: those of ``kin``.
        lives: the history of files, by path.
        versions: text by blob id of earlier versions, where they are at hand: whether a fix applies to the kin is then read from the lines.
    """
    return (*_guards(script, kin), *_effects(script, kin), *_fixes(script, kin, lives, versions), *_constants(kin, mine, theirs))


def _guards(script: Script, kin: Script) -> list[str]:
    mine, theirs = strong_guards(script), strong_guards(kin)
    found = [
        f"{kin.path} {_WORDS[kind]} ({theirs[kind].at}); this script does not." for kind in GuardKind if kind in theirs and kind not in mine
    ]
    found += [
        f"This script {_WORDS[kind]} ({mine[kind].at}); {kin.path} does not." for kind in GuardKind if kind in mine and kind not in theirs
    ]
    return found


def _key(effect: Effect) -> tuple[str, str, str]:
    return (effect.resource, effect.action.value, effect.target or "")


def _effects(script: Script, kin: Script) -> list[str]:
    mine = {_key(effect): effect for effect in reversed(script.live_effects) if effect.changes or effect.destructive}
    theirs = {_key(effect): effect for effect in reversed(kin.live_effects) if effect.changes or effect.destructive}
    only_mine = [mine[key] for key in sorted(mine) if key not in theirs]
    only_theirs = [theirs[key] for key in sorted(theirs) if key not in mine]
    found: list[str] = []
    for effect in only_mine:
        other = next((there for there in only_theirs if (there.resource, there.action) == (effect.resource, effect.action)), None)
        if other is None:
            found.append(f"This script {describe(effect)} ({effect.at}); {kin.path} does not.")
        else:
            only_theirs.remove(other)
            found.append(
                f"This script {_verb(effect)} {effect.resource} {_clip(effect.target or 'with a computed name')} ({_own(script, effect)}), "
                f"{kin.path} {other.resource} {_clip(other.target or 'with a computed name')} ({_own(kin, other)})."
            )
    found.extend(f"{kin.path} {describe(effect)} ({effect.at}); this script does not." for effect in only_theirs)
    return found[:_MOST_EFFECTS]


def _verb(effect: Effect) -> str:
    return {"read": "reads", "write": "writes", "delete": "deletes from", "execute": "runs", "send": "sends to"}[effect.action.value]


def _own(script: Script, effect: Effect) -> Location:
    """The script's own line of a trail: two copies often share the line that does it."""
    first = effect.via[0] if effect.via else None
    return Location(first.path, first.line) if first is not None and first.path == script.path else effect.at


def _fixes(script: Script, kin: Script, lives: Mapping[str, Lineage], versions: Mapping[str, str]) -> list[str]:
    """A sentence for each repair of one of the two that the other lacks, or may lack where the texts are not at hand."""
    found: list[str] = []
    for repaired, missing, who, whom in ((kin, script, kin.path, "this script"), (script, kin, "this script", kin.path)):
        told: list[str] = []
        for touch, flaw in _missed(lives.get(repaired.path), lives.get(missing.path), versions):
            day = _day(touch)
            shown = f" {whom[:1].upper() if missing is script else whom[:1]}{whom[1:]} {flaw.told}." if flaw.told else ""
            told.append(f'Commit {touch.commit.id[:10]} ("{_clip(touch.commit.subject)}"{", " if day else ""}{day}) repaired {who} '
                        f"and did not touch {whom}.{shown}")
            if len(told) == _MOST_FIXES:
                break
        found.extend(reversed(told))
    return found


def missed_fixes(script: Script, kin: Script, lives: Mapping[str, Lineage], versions: Mapping[str, str]) -> tuple[MissedFix, ...]:
    """What was repaired in the kin while the repaired line still stands in this script, the latest first. Told only where texts prove it."""
    return tuple(
        MissedFix(commit=touch.commit.id, date=_day(touch), subject=touch.commit.subject, text=flaw.text, at=Location(script.path, flaw.line))
        for touch, flaw in islice(_missed(lives.get(kin.path), lives.get(script.path), versions), _MOST_FIXES) if flaw.line)


@record(frozen=True, slots=True)
class _Flaw:
    """What shows that a fix is missing: the line that should be gone (``line`` and ``text``), or else words alone; '' where none is at hand."""

    told: str = ""
    text: str = ""
    line: int = 0


def _missed(repaired: Lineage | None, other: Lineage | None, versions: Mapping[str, str]) -> Iterator[tuple[Touch, _Flaw]]:
    """Commits that say they repair something, changed only the first of two lives, and came after both were there; the latest first.

    Where the texts are at hand the comparison has three sides: what the fix took away must still be in the other one, and what it brought
    must not be there.
    """
    if repaired is None or other is None or not repaired.touches or not other.touches:
        return
    since = max(repaired.touches[0].order, other.touches[0].order)
    shared = {touch.commit.id for touch in other.touches}
    blobs = other.blobs()
    for touch in reversed(repaired.touches):
        if (touch.order > since and len(touch.commit.parents) < 2 and touch.commit.id not in shared and touch.change.new_blob not in blobs
                and is_fix(touch.commit.subject) and (flaw := _flaw(touch, other, versions)) is not None):
            yield touch, flaw


def _day(touch: Touch) -> str:
    commit = touch.commit
    time = commit.author_time if commit.author_time is not None else commit.commit_time
    return iso_day(time) if time is not None else ""


def _flaw(fix: Touch, other: Lineage, versions: Mapping[str, str]) -> _Flaw | None:
    """What shows that the other one lacks the fix; None where it needs none or has it."""
    before, after = versions.get(fix.change.old_blob), versions.get(fix.change.new_blob)
    now = versions.get(other.touches[-1].change.new_blob)
    if before is None or after is None or now is None:
        return _Flaw()
    lines = {line.strip(): number for number, line in reversed(list(enumerate(now.splitlines(), start=1)))}
    old, new = _telling(before), _telling(after)
    brought = [line for line in new if line not in old]
    taken = [line for line in old if line not in new]
    if brought and 2 * sum(line in lines for line in brought) >= len(brought):
        return None
    still = next((line for line in taken if line in lines), None)
    if still is not None:
        return _Flaw(f'still has "{_clip(still)}" ({other.path}:{lines[still]})', still, lines[still])
    return None if taken or not brought else _Flaw(f'lacks "{_clip(brought[0])}"')


def _telling(text: str) -> dict[str, None]:
    """The lines of a text that say something by themselves, each once."""
    return dict.fromkeys(line for row in text.splitlines() if len(line := row.strip()) >= _SHORTEST_LINE and line[0] not in "#*")


def _constants(kin: Script, mine: Sequence[Token], theirs: Sequence[Token]) -> list[str]:
    """Strings and numbers that differ at places that are otherwise alike; each pair once."""
    if len(mine) > _ALIGNED_TOKENS or len(theirs) > _ALIGNED_TOKENS:
        return []
    matcher = SequenceMatcher(None, [token.form for token in mine], [token.form for token in theirs], autojunk=True)
    seen: dict[tuple[str, str], str] = {}
    for start, other, length in matcher.get_matching_blocks():
        for offset in range(length):
            here, there = mine[start + offset], theirs[other + offset]
            if here.kind not in (STRING, NUMBER) or here.text == there.text:
                continue
            sentence = f"{_quoted(here)} (line {here.line}) is {_quoted(there)} in {kin.path}:{there.line}."
            seen.setdefault((here.text, there.text), sentence)
    return list(seen.values())[:_MOST_CONSTANTS]


def _quoted(token: Token) -> str:
    return f'"{_clip(token.text)}"' if token.kind == STRING else token.text


def _clip(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _CLIP else plain[: _CLIP - 1] + "…"
