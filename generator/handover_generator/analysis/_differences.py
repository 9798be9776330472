"""What one of two kin does, asks or names and the other does not, in sentences with lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

from handover_generator.analysis._lineage import Lineage, Touch
from handover_generator.analysis._tokens import NUMBER, STRING, Token
from handover_generator.analysis.harm import describe
from handover_generator.analysis.identities import iso_day
from handover_generator.analysis.why import is_fix
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import Location

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

    ``versions``: text by blob id of earlier versions, where they are at hand: whether a fix applies to the kin is then read from the lines.
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
    """Commits that say they repair something, changed only one of the two, and came after both were there.

    Where the texts are at hand the comparison has three sides: what the fix took away must still be in the other one, and what it brought
    must not be there.
    """
    mine, theirs = lives.get(script.path), lives.get(kin.path)
    if mine is None or theirs is None or not mine.touches or not theirs.touches:
        return []
    since = max(mine.touches[0].order, theirs.touches[0].order)
    found: list[str] = []
    for life, other, who, whom in ((theirs, mine, kin.path, "this script"), (mine, theirs, "this script", kin.path)):
        shared = {touch.commit.id for touch in other.touches}
        blobs = other.blobs()
        fixes = [
            touch for touch in life.touches
            if touch.order > since and touch.commit.id not in shared and touch.change.new_blob not in blobs and is_fix(touch.commit.subject)
        ]
        told: list[str] = []
        for touch in reversed(fixes):
            proof = _proof(touch, other, versions)
            if proof is None:
                continue
            commit = touch.commit
            time = commit.author_time if commit.author_time is not None else commit.commit_time
            day = f", {iso_day(time)}" if time is not None else ""
            subject = "This script" if other is mine else whom
            shown = f" {subject} {proof}." if proof else ""
            told.append(f'Commit {commit.id[:10]} ("{_clip(commit.subject)}"{day}) repaired {who} and did not touch {whom}.{shown}')
            if len(told) == _MOST_FIXES:
                break
        found.extend(reversed(told))
    return found


def _proof(fix: Touch, other: Lineage, versions: Mapping[str, str]) -> str | None:
    """What shows that the other one lacks the fix; '' where the texts are not at hand, None where it needs none or has it."""
    before, after = versions.get(fix.change.old_blob), versions.get(fix.change.new_blob)
    now = versions.get(other.touches[-1].change.new_blob)
    if before is None or after is None or now is None:
        return ""
    lines = {line.strip(): number for number, line in reversed(list(enumerate(now.splitlines(), start=1)))}
    old, new = _telling(before), _telling(after)
    brought = [line for line in new if line not in old]
    taken = [line for line in old if line not in new]
    if brought and 2 * sum(line in lines for line in brought) >= len(brought):
        return None
    still = next((line for line in taken if line in lines), None)
    if still is not None:
        return f'still has "{_clip(still)}" ({other.path}:{lines[still]})'
    return None if taken or not brought else f'lacks "{_clip(brought[0])}"'


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
