"""Families of copies: scripts that share their origin or their text, and what each lost against its kin.

Two scripts are kin if history shows one copied from the other (git's copy detection, or the very same content seen earlier at the other
path), or if their texts are alike once the names they bind, strings and numbers are abstracted. Likeness is the Dice coefficient over runs
of five tokens; the words that stay (commands, functions, libraries) must be alike too, or every short script that parses its options would
be everybody's kin.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, islice

from handover_generator.analysis._differences import differences, lost_guards, missed_fixes, strong_guards
from handover_generator.analysis._fingerprints import Fingerprint, Hand
from handover_generator.analysis._lineage import Lineage, lineages
from handover_generator.analysis._tokens import Token, tokens_of
from handover_generator.model.history import History
from handover_generator.model.inventory import Script
from handover_generator.model.people import Copy
from handover_generator.model.source import SourceFile
from handover_generator.records import record

LEAST_LINES = 4                          # below, likeness says nothing
# (from so many lines on, likeness of the runs, likeness of the words that stay): in a short script likeness is cheap, so more is asked.
NEEDED = ((60, 0.5, 0.5), (12, 0.6, 0.5), (7, 0.68, 0.6), (LEAST_LINES, 0.85, 0.6))
LINEAGE_ALIKE = 0.2                      # what once was a copy but kept nothing is no kin to learn from
_COMMON_RUN = 40                         # a run in more scripts is boilerplate, or they are one large family: each is then compared with few of them
_LEADERS = 2
_MOST = 12


@record(frozen=True, slots=True)
class _Text:
    runs: Counter[int]
    words: frozenset[str]
    lines: int


def find_copies(
    files: Mapping[str, SourceFile], scripts: Sequence[Script], history: History, lives: Mapping[str, Lineage] | None = None,
    versions_of: Callable[[Sequence[str]], Mapping[str, str]] = lambda _: {},
    prints_of: Callable[[str, Callable[[], Fingerprint]], Fingerprint] = lambda _, make: make(),
) -> dict[str, tuple[Copy, ...]]:
    """Find each script's kin.

    Args:
        files: texts by path.
        scripts: with language, effects and guards filled in; the differences are told from them.
        history: for renames, copies and which of two is older.
        lives: of the scripts' paths, where they were worked out already.
        versions_of: gives the earlier versions of some scripts, text by blob id, to see whether a fix of one applies to the other.
        prints_of: gives the fingerprint of a file, remembered or made by what it is given. It depends on text and language alone.

    Returns:
        path to copies, for the scripts that have any: those that history knows, then those that have what this one lost or a fix that it misses,
        then the most alike. Each of two kin names the other, unless it has more than are told; of more than forty, each is compared with a few.
    """
    by_path = {script.path: script for script in scripts}
    found_lives = lineages(history, by_path) if lives is None else lives
    readable = {path: file.text for path in sorted(by_path) if (file := files.get(path)) is not None and file.text}
    hand = Hand()

    @cache
    def tokens(path: str) -> tuple[Token, ...]:
        return tokens_of(readable[path], by_path[path].language)

    @cache
    def printed(text: str, language: str) -> _Text:      # of a version that many pairs are judged by
        return _text(hand.print_of(tokens_of(text, language)))

    texts = {path: _text(prints_of(path, lambda: hand.print_of(tokens(path)))) for path in readable}       # noqa: B023  (asked at once)
    pairs: dict[tuple[str, str], tuple[float, str, str | None]] = {}
    for one, other in _by_lineage(found_lives, by_path):
        life = found_lives[other]
        if one not in texts or other not in texts or life.copied_in is None:
            continue
        likeness = _likeness(texts[one], texts[other])
        if likeness >= LINEAGE_ALIKE:
            pairs[_pair(one, other)] = (likeness, f"copied in {life.copied_in.id[:10]}", life.copied_in.id)
    guarded = cache(lambda path: bool(strong_guards(by_path[path])))
    alike = {pair: likeness for pair in _candidates(texts, by_path, guarded)
             if pair not in pairs and _is_kin(likeness := _likeness(*(texts[path] for path in pair)), *(texts[path] for path in pair))}
    versions = versions_of(sorted({path for pair in (*pairs, *alike) for path in pair}))
    for (one, other), likeness in alike.items():
        mine, theirs = found_lives.get(one), found_lives.get(other)
        pairs[one, other] = (likeness, *(_by_hand(mine, theirs, by_path[one].language, versions, printed) or _common_origin(mine, theirs)))
    copies: dict[str, list[Copy]] = defaultdict(list)
    for (one, other), (likeness, origin, commit) in sorted(pairs.items()):
        for here, there in ((one, other), (other, one)):
            copies[here].append(Copy(
                path=there,
                similarity=round(likeness, 4),
                origin=origin,
                commit=commit,
                lost=lost_guards(by_path[here], by_path[there]),
                fixes=missed_fixes(by_path[here], by_path[there], found_lives, versions),
                differences=differences(by_path[here], by_path[there], tokens(here), tokens(there), found_lives, versions),
                older=_older(there, here, found_lives),
            ))
    for found in copies.values():
        found.sort(key=lambda copy: (copy.commit is None, not (copy.lost or copy.fixes), -copy.similarity, copy.path))
    return {path: tuple(found[:_MOST]) for path, found in copies.items()}


def _text(fingerprint: Fingerprint) -> _Text:
    return _Text(fingerprint.counted(), frozenset(fingerprint.words), fingerprint.lines)


def _likeness(one: _Text, other: _Text) -> float:
    return 2 * (one.runs & other.runs).total() / (one.runs.total() + other.runs.total())


def _is_kin(likeness: float, one: _Text, other: _Text) -> bool:
    least = min(one.lines, other.lines)
    words = one.words | other.words
    same_words = len(one.words & other.words) / len(words) if words else 1.0
    for lines, alike, alike_words in NEEDED:
        if least >= lines:
            return likeness >= alike and same_words >= alike_words
    return False


def _candidates(texts: Mapping[str, _Text], by_path: Mapping[str, Script], guarded: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Pairs of one language that share enough rare runs to be worth comparing. ``guarded``: whether a script has a strong guard."""
    holders: dict[int, list[str]] = defaultdict(list)
    for path, text in texts.items():
        for run in text.runs:
            holders[run].append(path)
    shared: Counter[tuple[str, str]] = Counter()
    for paths in holders.values():
        if 1 < len(paths) <= _COMMON_RUN:
            shared.update(combinations(paths, 2))
        elif paths:
            shared.update(_with_leaders(paths, guarded))
    found = []
    for (one, other), count in shared.items():
        if by_path[one].language != by_path[other].language:
            continue
        # Dice of 0.6 needs three tenths of all runs in common; boilerplate was not counted, so ask for less here.
        if count >= 0.15 * (len(texts[one].runs) + len(texts[other].runs)):
            found.append((one, other))
    return sorted(found)


def _with_leaders(paths: Sequence[str], guarded: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Pairs of all with the few of a crowd from which most can be learnt: those that have a guard, and the first."""
    leaders = list(islice(filter(guarded, paths), _LEADERS))
    leaders = sorted({*leaders, paths[0]})
    pairs = {_pair(leader, path) for leader in leaders for path in paths if path != leader}
    return iter(sorted(pairs))


def _by_lineage(lives: Mapping[str, Lineage], by_path: Mapping[str, Script]) -> list[tuple[str, str]]:
    """Pairs (source, copy) of scripts where history shows the copying."""
    paths = {id(life): path for path, life in lives.items() if path in by_path}
    found = []
    for path in sorted(lives):
        parent = lives[path].parent
        source = paths.get(id(parent)) if parent is not None else None
        if path in by_path and source is not None and source != path:
            found.append((source, path))
    return found


def _by_hand(one: Lineage | None, other: Lineage | None, language: str, versions: Mapping[str, str],
             printed: Callable[[str, str], _Text]) -> tuple[str, str] | None:
    """The commit that added the younger of two alike scripts, if it was a copy of the elder as that stood then: changed on the way, so that
    git saw none."""
    if one is None or other is None or not one.touches or not other.touches:
        return None
    elder, younger = sorted((one, other), key=lambda life: life.touches[0].order)
    birth = younger.touches[0]
    before = [touch for touch in elder.touches if touch.order < birth.order]
    if not younger.born or not before:
        return None
    then, first = versions.get(before[-1].change.new_blob), versions.get(birth.change.new_blob)
    if not then or not first:
        return None
    source, copy = printed(then, language), printed(first, language)
    likeness = _likeness(source, copy)
    if not _is_kin(likeness, source, copy):
        return None
    return f"copied by hand in {birth.commit.id[:10]}, {round(likeness * 100)} % alike then", birth.commit.id


def _common_origin(one: Lineage | None, other: Lineage | None) -> tuple[str, str | None]:
    """How two alike scripts came about, where both were copied from one that is no longer among the scripts."""
    mine, theirs = _ancestors(one), _ancestors(other)
    common = next((life for life in mine if any(life is there for there in theirs)), None)
    if common is not None and one is not None and common is not one:
        return f"both copied from {common.path}", one.copied_in.id if one.copied_in else None
    return "similar text", None


def _ancestors(life: Lineage | None) -> list[Lineage]:
    found: list[Lineage] = []
    while life is not None and all(life is not known for known in found):
        found.append(life)
        life = life.parent
    return found


def _older(one: str, other: str, lives: Mapping[str, Lineage]) -> bool:
    """Whether the first script was there before the second."""
    mine, theirs = lives.get(one), lives.get(other)
    if mine is None or theirs is None or not mine.touches or not theirs.touches:
        return False
    return mine.touches[0].order < theirs.touches[0].order


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
