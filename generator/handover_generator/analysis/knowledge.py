"""Three answers about every script that are never blended: who wrote it, who knows it now, and whether anybody can still be asked.

Who wrote it is undecayed: the creator and the shares of effective changes. Who knows it now is decayed and gated::

    k(p, f) = sum over changes c of  m(c) * r(c, p) * 2^(-age(c) / H)   +   1.5 * creator(p) * 2^(-age(creation) / 2H)

``m`` is the effort of the change: ln(1 + lines) / ln(51), at most 1, and 1 where lines were not counted; 0 for programs and for commits
that blame is told to ignore; damped by 20 / (files in the commit) for bulk commits; 0.1 for a bare rename. ``r`` is 1 for the author, 0.5
for a co-author, 0.25 for a reviewer. ``H`` is a half-life, 540 days unless set. A later change by others wears earlier credit down by the
share of the file that it changed, at most a tenth each. The creator's bonus is damped like any bulk change: who imported the old repository
did not write it. The weights continue Fritz et al. (degree of knowledge, ICSE 2010) and Jabrayilzade et al. (ICSE-SEIP 2022) with a
half-life that fits scripts, which lie untouched for years.

Whom to ask first is another question than who knows it, and recent work tells most about it: among those who know it and are there, the order
is by k without the creator's bonus and with half the half-life. It is what the back-test in ``tools/backtest.py`` measures.

A *knower* has k >= 0.15 and a quarter of the best k, and is present. States: ``known`` two or more knowers; ``single`` one; ``faded``
somebody present wrote on it, all under the threshold; ``lost`` nobody present ever did; ``unknown`` where history is cut or absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handover_generator.analysis._credit import REVIEWER, Credits
from handover_generator.analysis._lineage import Lineage, lineages
from handover_generator.analysis.identities import DAY, People, iso_day
from handover_generator.analysis.why import milestones
from handover_generator.model.history import Commit, History
from handover_generator.model.people import Knower, KnowledgeState, ScriptHistory
from handover_generator.records import field, record

HALF_LIFE_DAYS = 540
STABLE_HALF_LIVES = (270, 382, 540, 764, 1080)      # the state must be the same over all of these to be called stable
CREATOR_BONUS = 1.5
KNOWS_FROM = 0.15
KNOWS_SHARE = 0.25
WEAR_AT_MOST = 0.1


@record(slots=True)
class _Tie:
    """What ties one person to one script. ``scores``: one for each half-life; ``recent``: what decides whom to ask first."""

    scores: list[float]
    recent: float = 0.0
    writes: float = 0.0
    effective: int = 0
    commits: int = 0
    last: int = 0
    creator: bool = False


@record(slots=True)
class _Life:
    """A script's history added up."""

    ties: dict[str, _Tie] = field(default_factory=dict)
    effective: int = 0
    last_effective: int | None = None
    times: list[int] = field(default_factory=list)


def script_histories(
    history: History,
    people: People,
    paths: Sequence[str],
    half_life_days: int = HALF_LIFE_DAYS,
    lives: Mapping[str, Lineage] | None = None,
) -> dict[str, ScriptHistory]:
    """What history says of each script.

    Args:
        history: mined commits, oldest first.
        people: from ``identities.resolve``.
        paths: the scripts as they are called now.
        half_life_days: H above.
        lives: of the scripts' paths, where they were worked out already.

    Returns:
        a history for every path asked for; one with state ``unknown`` and nothing in it where no commit names the path.
    """
    lives = lineages(history, paths) if lives is None else lives
    credits = Credits(history, people)
    newest = people.newest or 0
    half_lives = (half_life_days, *STABLE_HALF_LIVES)
    return {path: _one(lives.get(path), credits, people, newest, half_lives, history.shallow) for path in sorted(set(paths))}


def scores_now(life: Lineage, credits: Credits, newest: int, half_life_days: int = HALF_LIFE_DAYS) -> dict[str, float]:
    """k(p, f) of everybody who ever touched one life, by person id (docs/knowledge.md).

    Args:
        life: what happened to one file, under whatever names.
        credits: who made each commit.
        newest: the time of the newest commit, from which the decay is counted.
        half_life_days: after so many days a change counts half.
    """
    return {person: tie.scores[0] for person, tie in _add_up(life, credits, newest, (half_life_days,)).ties.items()}


def _first(person: str, tie: _Tie, knows: bool, present: bool) -> tuple[bool, bool, float, float, str]:
    """Those who know it, then those who are there, then those who once knew; rounded, so that no order hangs on the last bit of a sum."""
    return not knows, not present, -round(tie.recent, 6), -round(tie.scores[0], 6), person


def knowers_of(scores: dict[str, float], people: People) -> tuple[str, ...]:
    """The present people among these whose score passes both thresholds, by id."""
    best = max(scores.values(), default=0.0)
    return tuple(sorted(p for p, score in scores.items() if _passes(score, best) and people.is_present(p)))


def _passes(score: float, best: float) -> bool:
    return score >= KNOWS_FROM and score >= KNOWS_SHARE * best


def written_at(commit: Commit) -> int | None:
    """When a commit was written: the author's time, which a rebase does not move; else the committer's."""
    return commit.author_time if commit.author_time is not None else commit.commit_time


def _add_up(life: Lineage, credits: Credits, newest: int, half_lives: Sequence[int]) -> _Life:
    total = _Life()
    size = 0
    time = newest
    for number, touch in enumerate(life.touches):
        known = written_at(touch.commit)
        time = min(known, newest) if known is not None else time
        total.times.append(time)
        credit = credits.credit(touch)
        shares = credits.shares(touch.commit)
        if credit.weight > 0 and credit.churn and total.ties:
            wear = 1.0 - min(WEAR_AT_MOST, credit.damp * credit.churn / max(size, credit.churn))
            here = {person for person, _ in shares}
            for person, tie in total.ties.items():
                if person not in here:
                    tie.scores = [score * wear for score in tie.scores]
                    tie.recent *= wear
        age = (newest - time) / DAY
        first = number == 0 and life.born
        for person, part in shares:
            tie = total.ties.get(person) or total.ties.setdefault(person, _Tie([0.0] * len(half_lives)))
            worth = credit.weight * part
            tie.scores = [score + worth * 2.0 ** (-age / half) for score, half in zip(tie.scores, half_lives, strict=True)]
            bonus = CREATOR_BONUS * credit.damp if first and part == 1.0 else 0.0
            if bonus:
                tie.scores = [score + bonus * 2.0 ** (-age / (2 * half)) for score, half in zip(tie.scores, half_lives, strict=True)]
            tie.recent += worth * 2.0 ** (-2 * age / half_lives[0])
            tie.creator = tie.creator or bool(bonus)
            tie.commits += 1
            tie.last = max(tie.last, time)
            if credit.effective and part > REVIEWER:
                tie.effective += 1
                tie.writes += part
        if credit.effective:
            total.effective += 1
            total.last_effective = max(total.last_effective or 0, time)
        size = max(0, size + credit.grown)
    return total


def _state(scores: dict[str, float], writers: frozenset[str], people: People) -> KnowledgeState:
    knowers = len(knowers_of(scores, people))
    if knowers:
        return KnowledgeState.SINGLE if knowers == 1 else KnowledgeState.KNOWN
    return KnowledgeState.FADED if any(people.is_present(person) for person in writers) else KnowledgeState.LOST


def _one(life: Lineage | None, credits: Credits, people: People, newest: int, half_lives: Sequence[int], shallow: bool) -> ScriptHistory:
    if life is None or not life.touches:
        return ScriptHistory()
    total = _add_up(life, credits, newest, half_lives)
    writers = frozenset(person for person, tie in total.ties.items() if tie.effective)
    by_half_life = [{person: tie.scores[i] for person, tie in total.ties.items()} for i in range(len(half_lives))]
    scores = by_half_life[0]
    best = max(scores.values(), default=0.0)
    knowing = set(knowers_of(scores, people))
    states = [_state(found, writers, people) for found in by_half_life]
    written = sum(tie.writes for tie in total.ties.values())
    knowers = [
        Knower(
            person=person,
            name=people.name(person),
            knowledge=round(scores[person] / best, 4) if best > 0 else 0.0,
            score=round(scores[person], 4),
            share=round(tie.writes / written, 4) if written else 0.0,
            commits=tie.commits,
            last=iso_day(tie.last),
            creator=tie.creator,
            present=people.is_present(person),
            knows=person in knowing,
        )
        for person, tie in total.ties.items()
    ]
    knowers.sort(key=lambda knower: _first(knower.person, total.ties[knower.person], knower.knows, knower.present))
    state = KnowledgeState.UNKNOWN if shallow else states[0]
    return ScriptHistory(
        created=iso_day(total.times[0]) if life.born else None,
        last_changed=iso_day(max(total.times)),
        last_effective=iso_day(total.last_effective) if total.last_effective is not None else None,
        commits=len(life.touches),
        authors=len({person for touch in life.touches for person in credits.writers(touch.commit)}),
        knowers=tuple(knowers),
        state=state,
        stable=not shallow and len(set(states)) == 1,
        milestones=milestones(life, credits, people, total.times),
        former_paths=tuple(dict.fromkeys(path for path in life.former if path != life.path)),
        last_commit=life.touches[-1].commit.id,
    )
