"""Would the people we name have been the right ones to ask? A back-test of "who knows it now" on real histories.

usage: backtest.py FOLDER...

At each of 13 moments of a history, spread evenly over its commits from the 30th to the 90th percent, everybody who had touched a script by
then is ranked in several ways. The next ordinary change of the script (no bulk edit, no program, no bare rename) by somebody who had touched
it before says who knew it: that person is the label. Scripts that one person alone had touched are left out, for there is nothing to rank.

``ours`` is the order in which pages name people: those who know it, then those who are still there, then those who once knew. Its rivals:
who changed it last, who made most commits, who added most lines. hit@1: how often the first named was the label; MRR: the mean of one over
its place (1 is perfect). Nothing of the history after the moment is used: people count as present by what they had done until then.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from line_counts import count

from handover_generator.analysis import identities
from handover_generator.analysis._credit import Credits
from handover_generator.analysis._lineage import Lineage, Touch, lineages
from handover_generator.analysis.identities import DAY, People
from handover_generator.analysis.knowledge import HALF_LIFE_DAYS, _add_up, _first, knowers_of
from handover_generator.model.history import History
from handover_generator.model.ownership import Ownership
from handover_generator.pipeline import Options, analyse
from handover_generator.records import replace
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine

Rankings = dict[str, dict[str, tuple[float, ...]]]      # way to rank -> person -> values, the highest first

RIVALS = ("last author", "most commits", "most lines")
PRESENT_DAYS = 365
_STEPS = 20
_MOMENTS = range(6, 19)


class Score:
    """Hits, reciprocal ranks and cases of one way to rank."""

    def __init__(self) -> None:
        self.hits = 0
        self.reciprocal = 0.0
        self.cases = 0

    def add(self, ranks: Mapping[str, tuple[float, ...]], label: str) -> None:
        """Judge one ranking; the highest is named first, ties by id."""
        order = sorted(ranks, key=lambda person: ([-value for value in ranks[person]], person))
        place = order.index(label) + 1
        self.hits += place == 1
        self.reciprocal += 1 / place
        self.cases += 1


def time_of(touch: Touch) -> int:
    """When a change came into the history: the committer's time."""
    return touch.commit.commit_time or 0


def cases(history: History, people: People, lives: Mapping[str, Lineage], credits: Credits) -> Iterator[tuple[Rankings, str]]:
    """(rankings by name, label) for every script and moment that has a label."""
    times = sorted(commit.commit_time for commit in history.commits if commit.commit_time)
    acts = sorted((commit.commit_time, person) for commit in history.commits if commit.commit_time
                  for person in {people.of(who) for who in (commit.author, commit.committer, *commit.co_authors) if who in people.ids})
    for step in _MOMENTS:
        moment = times[len(times) * step // _STEPS]
        seen: dict[str, int] = {}
        for at, person in acts:
            if at > moment:
                break
            seen[person] = at
        present = {person for person, at in seen.items() if moment - at <= PRESENT_DAYS * DAY}
        there = replace(people, people=tuple(replace(one, present=one.id in present) for one in people.people))
        for life in lives.values():
            past = [touch for touch in life.touches if time_of(touch) <= moment]
            before = {person for touch in past for person in credits.writers(touch.commit)}
            label = _label(life, moment, before, credits)
            if len(before) < 2 or label is None:
                continue
            yield _rankings(Lineage(life.path, past, born=life.born), credits, there, moment), label


def _label(life: Lineage, moment: int, before: set[str], credits: Credits) -> str | None:
    for touch in life.touches:
        if time_of(touch) > moment and credits.credit(touch).effective:
            known = [person for person in credits.writers(touch.commit) if person in before]
            if known:
                return known[0]
    return None


def asked_first(life: Lineage, credits: Credits, people: People, newest: int) -> tuple[str, ...]:
    """Everybody who ever touched one life, by id, the one to ask first in front; the order of ``ScriptHistory.knowers``."""
    ties = _add_up(life, credits, newest, (HALF_LIFE_DAYS,)).ties
    knowing = set(knowers_of({person: tie.scores[0] for person, tie in ties.items()}, people))
    return tuple(sorted(ties, key=lambda person: _first(person, ties[person], person in knowing, people.is_present(person))))


def _rankings(life: Lineage, credits: Credits, people: People, moment: int) -> Rankings:
    order = asked_first(life, credits, people, moment)
    ours: dict[str, tuple[float, ...]] = {person: (float(-place),) for place, person in enumerate(order)}
    last: dict[str, tuple[float, ...]] = {}
    commits: dict[str, float] = defaultdict(float)
    lines: dict[str, float] = defaultdict(float)
    for number, touch in enumerate(life.touches):
        for person in credits.writers(touch.commit):
            last[person] = (float(number),)
            commits[person] += 1
            lines[person] += touch.change.added or 0
    return {"ours": ours, "last author": last, "most commits": {person: (value,) for person, value in commits.items()},
            "most lines": {person: (value,) for person, value in lines.items()}}


def backtest(folder: Path) -> dict[str, Score]:
    """Scores by way to rank, for one repository."""
    scripts = [script.path for script in analyse(Options(root=folder, cache=False)).inventory.scripts]
    with open_repository(folder) as repository:
        history = mine(repository, None)
        counted = count(repository, history, scripts)
    people = identities.resolve(history, Ownership())
    lives = lineages(counted, scripts)
    found: dict[str, Score] = {name: Score() for name in ("ours", *RIVALS)}
    # What pages show is worked out without line counts; only the rival that needs them sees them.
    plain = Credits(history, people, {(touch.commit.id, touch.change.path): (None, None) for life in lives.values() for touch in life.touches})
    for rankings, label in cases(history, people, lives, plain):
        for name, ranks in rankings.items():
            found[name].add(ranks, label)
    return found


def named(folder: Path) -> str:
    """The name of a repository by its folder."""
    return folder.resolve().parent.name if folder.name in (".git", "repo") else folder.resolve().name


def main() -> int:
    """Print one Markdown table; exit 1 where ours does not win everywhere."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    print("| repository | cases | " + " | ".join(f"{name}: hit@1, MRR" for name in ("ours", *RIVALS)) + " |")
    print("| --- " * (len(RIVALS) + 3) + "|")
    wins = True
    for folder in parser.parse_args().folders:
        found = backtest(folder)
        ours = found["ours"]
        if not ours.cases:
            print(f"| {named(folder)} | 0 | nothing to rank |")
            continue
        cells = [f"{score.hits / score.cases:.3f}, {score.reciprocal / score.cases:.3f}" for score in found.values()]
        print(f"| {named(folder)} | {ours.cases} | " + " | ".join(cells) + " |", flush=True)
        wins &= all(ours.hits > found[rival].hits and ours.reciprocal > found[rival].reciprocal for rival in RIVALS)
    return 0 if wins else 1


if __name__ == "__main__":
    sys.exit(main())
