"""What leaves with a person: the scripts that get worse, whom to ask instead, and what to ask while there is time.

Leaving is worked out against the recorded ties: the person is taken out of the present ones and the states are told again. For somebody who
has left already, "before" is how it would be if that person could still be asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from math import ceil, comb
from types import MappingProxyType

from handover_generator.analysis._questions import Question, first_week, questions_about
from handover_generator.analysis.harm import worst_harm
from handover_generator.analysis.knowledge import KNOWS_FROM, KNOWS_SHARE
from handover_generator.analysis.proposals import Candidates
from handover_generator.model.findings import RISKS, DayOne, Gap, Verdict
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.location import Location
from handover_generator.model.people import Knower, KnowledgeState, Person
from handover_generator.records import field, record, replace

__all__ = ["Credential", "Duty", "LeavingPack", "LeavingScript", "Loss", "Question", "leaving_pack", "simulate_leavers"]

_WORSE = (KnowledgeState.KNOWN, KnowledgeState.SINGLE, KnowledgeState.FADED, KnowledgeState.LOST)
DRAWS = 500
LEAVING_SHARE = 0.1


@record(frozen=True, slots=True, kw_only=True)
class LeavingScript:
    """A script whose state gets worse, or that loses its owner.

    ``before``/``after``: the state with and without the person; ``last_knower``: nobody who knows it remains. ``tie``: what ties the person
    to it, None where only stated ownership does. ``successor``: id of the best remaining person, the evidence ends a sentence.
    ``list``/``risk``/``headline``: of the verdict, where one was given; ``gaps``: of this script, worst first. ``owned_at``: where the person is
    named as owner. ``questions``: none where nothing gets worse, as the others can be asked then.
    """

    path: str
    before: KnowledgeState
    after: KnowledgeState
    last_knower: bool
    owned: bool = False
    owned_at: Location | None = None
    tie: Knower | None = None
    purpose: str | None = None
    list: str | None = None
    risk: str | None = None
    headline: str = ""
    successor: str | None = None
    successor_name: str | None = None
    successor_because: str = ""
    questions: tuple[Question, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def gets_worse(self) -> bool:
        """Whether fewer people can be asked without the person; not, where only an owner has to be named anew, or history is cut."""
        return self.before in _WORSE and self.after in _WORSE and _WORSE.index(self.after) > _WORSE.index(self.before)

    @property
    def is_news(self) -> bool:
        """Whether the script has to be spoken about: it gets worse, or nobody can tell whether it does."""
        return self.gets_worse or self.before is KnowledgeState.UNKNOWN


@record(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something this person answers for by the YAML. ``kind``: role, duty, owner, accepted (a risk), verified, escalated."""

    kind: str
    text: str
    at: Location
    role: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Credential:
    """A secret by its name, never its value, and the scripts of this person that need it."""

    name: str
    scripts: tuple[str, ...]
    at: Location


@record(frozen=True, slots=True, kw_only=True)
class Loss:
    """What random leavers would cost: scripts left without anybody who knows them.

    ``people``: those who know any script; ``leavers``: how many go at once; ``scripts``: those somebody knows now; ``mean`` and ``worst``:
    the mean loss and the mean of the worst 5 % of the draws; ``draws``: how many, ``exact`` where these are all there are.
    """

    people: int
    leavers: int
    scripts: int
    mean: float
    worst: float
    draws: int
    exact: bool


@record(frozen=True, slots=True, kw_only=True)
class LeavingPack:
    """Everything to settle before a person goes. ``scripts``: those that nobody knows any more without the person, those that get worse, and those
    that only lose an owner, in each the most dangerous first. ``also_known``: paths that others know as well.

    ``questions``: those not about one script. ``unclear``: paths whose history is cut, so nobody can tell. ``notes``: limits, in sentences.
    """

    person: Person
    scripts: tuple[LeavingScript, ...] = ()
    also_known: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    credentials: tuple[Credential, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[LeavingScript, ...]:
        """The scripts to speak about, worst first."""
        return tuple(script for script in self.scripts if script.is_news)

    @property
    def owned_only(self) -> tuple[LeavingScript, ...]:
        """The scripts of which nothing is lost but the owner that is named."""
        return tuple(script for script in self.scripts if not script.is_news)

    @property
    def open_questions(self) -> int:
        """How many questions nobody has answered yet."""
        asked = (*self.questions, *(question for script in self.scripts for question in script.questions))
        return sum(question.answer is None for question in asked)


def leaving_pack(
    inventory: Inventory,
    person_id: str,
    gaps: Sequence[Gap] = (),
    verdicts: Mapping[str, Verdict] = MappingProxyType({}),
) -> LeavingPack:
    """Work out what leaves with one person.

    Args:
        inventory: scripts with history, ownership, copies.
        person_id: id of a person of the inventory; one unknown to it gives an empty pack that says so.
        gaps, verdicts: from the checks, where they ran.

    Returns:
        the pack; equal input gives an equal pack.
    """
    person = inventory.people_by_id.get(person_id)
    if person is None:
        note = f"Neither history nor the ownership files know {person_id}, so nothing can be told to leave with this person."
        return LeavingPack(person=Person(id=person_id, name=person_id), notes=(note,))
    candidates = Candidates.of(inventory.scripts, inventory.people)
    worse: list[tuple[Script, LeavingScript]] = []
    also: list[str] = []
    unclear: list[str] = []
    for script in inventory.scripts:
        owned = person.id in script.ownership.people or script.ownership.owner == person.id
        tie = next((knower for knower in script.history.knowers if knower.person == person.id), None)
        if tie is None and not owned:
            if inventory.repository.shallow and script.history.state is KnowledgeState.UNKNOWN:
                unclear.append(script.path)                  # the ties of all people lie before the cut
            continue
        before, after, last = _states(script, person.id)
        if script.history.state is KnowledgeState.UNKNOWN:
            unclear.append(script.path)
        elif not owned and _WORSE.index(after) <= _WORSE.index(before):
            if tie is not None and _knows(tie):
                also.append(script.path)
            continue
        successor = candidates.best(script, without=(person.id,))
        verdict = verdicts.get(script.path)
        told = LeavingScript(
            path=script.path, before=before, after=after, last_knower=last, owned=owned, owned_at=script.ownership.at if owned else None, tie=tie,
            purpose=script.purpose.text if script.purpose else None,
            list=verdict.list.value if verdict else None, risk=verdict.risk if verdict else None,
            headline=verdict.headline if verdict else "",
            successor=successor.person if successor else None,
            successor_name=_name(inventory, successor.person) if successor else None,
            successor_because=successor.because if successor else "",
            gaps=tuple(gap for gap in gaps if gap.script and gap.subject == script.path),
        )
        worse.append((script, replace(told, questions=questions_about(inventory, script, person)) if told.is_news else told))
    worse.sort(key=lambda pair: _danger(pair[0], verdicts.get(pair[0].path)))
    dangerous = [script for script, told in worse if told.is_news]
    worse.sort(key=lambda pair: (not pair[1].is_news, not pair[1].gets_worse, not pair[1].last_knower))
    return LeavingPack(
        person=person,
        scripts=tuple(told for _, told in worse),
        also_known=tuple(sorted(also)),
        unclear=tuple(sorted(unclear)),
        duties=_duties(inventory, person),
        credentials=_credentials([script for script, told in worse if told.is_news or told.tie is not None]),
        questions=first_week(inventory, person, dangerous),
        notes=_notes(inventory, person, unclear),
    )


def _states(script: Script, person: str) -> tuple[KnowledgeState, KnowledgeState, bool]:
    """The state with the person there, without, and whether nobody who knows it remains."""
    ties = script.history.knowers
    knowing = {tie.person for tie in ties if tie.knows} | {tie.person for tie in ties if tie.person == person and _knows(tie)}
    writing = {tie.person for tie in ties if tie.share > 0 and (tie.present or tie.person == person)}
    if script.history.state is KnowledgeState.UNKNOWN:
        return KnowledgeState.UNKNOWN, KnowledgeState.UNKNOWN, False
    rest = knowing - {person}
    return _told(knowing, writing), _told(rest, writing - {person}), person in knowing and not rest


def _knows(tie: Knower) -> bool:
    return tie.score >= KNOWS_FROM and tie.knowledge >= KNOWS_SHARE


def _told(knowing: set[str], writing: set[str]) -> KnowledgeState:
    if knowing:
        return KnowledgeState.SINGLE if len(knowing) == 1 else KnowledgeState.KNOWN
    return KnowledgeState.FADED if writing else KnowledgeState.LOST


def _danger(script: Script, verdict: Verdict | None) -> tuple[int, int, float, str]:
    if verdict is None:
        return (len(DayOne), 0, -worst_harm(script), script.path)
    return (verdict.list.rank, -RISKS.index(verdict.risk), -worst_harm(script), script.path)


def _name(inventory: Inventory, person: str) -> str:
    known = inventory.people_by_id.get(person)
    return known.name if known else person


def _duties(inventory: Inventory, person: Person) -> tuple[Duty, ...]:
    """What the ownership files put on this person."""
    stated = inventory.ownership
    found: list[Duty] = []
    for role in stated.roles:
        if role.holder == person.id:
            found.append(Duty(kind="role", text=f"holds the role {role.id}; a new holder has to be named", at=role.at, role=role.id))
            found.extend(Duty(kind="duty", text=duty, at=role.at, role=role.id) for duty in role.duties)
    for entry in stated.scripts:
        if entry.owner == person.id:
            found.append(Duty(kind="owner", text=f"owns {entry.path}; a new owner has to be named", at=entry.at))
        if entry.verified_by == person.id:
            day = entry.verified_on or "an unknown day"
            found.append(Duty(kind="verified", text=f"vouched for the entry of {entry.path} on {day}", at=entry.at))
    for taken in stated.accepted:
        about = f"{taken.gap} of {taken.script}" if taken.script else taken.gap
        if taken.to == person.id:
            found.append(Duty(kind="escalated", text=f"was told of the risk {about}; somebody else has to take it", at=taken.at))
        elif taken.by == person.id:
            until = f" until {taken.until}" if taken.until else ""
            found.append(Duty(kind="accepted", text=f"accepted the risk {about}{until}; somebody else has to answer for it", at=taken.at))
    return tuple(sorted(found, key=lambda duty: (duty.kind != "role", duty.role or "", duty.kind, duty.at, duty.text)))


def _credentials(scripts: Sequence[Script]) -> tuple[Credential, ...]:
    places: dict[str, list[tuple[str, Location]]] = {}
    for script in scripts:
        for need in script.dependencies.secrets:
            places.setdefault(need.name, []).append((script.path, need.at))
    return tuple(
        Credential(name=name, scripts=tuple(sorted({path for path, _ in places[name]})), at=min(at for _, at in places[name]))
        for name in sorted(places)
    )


def _notes(inventory: Inventory, person: Person, unclear: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    if not person.present:
        found.append(f"{person.name} is already counted as absent: {person.absent_because or 'no reason is recorded'}. "
                     "What is told here is what went, or goes, with this person.")
    if unclear:
        found.append(f"For {len(unclear)} scripts history is cut or absent, so nobody can tell what leaves with them.")
    if inventory.repository.shallow:
        found.append("The clone is shallow: there is not enough history to say who knows what.")
    return tuple(found)


@record(slots=True)
class _Draws:
    losses: list[int] = field(default_factory=list)

    def mean(self, worst_share: float = 1.0) -> float:
        kept = sorted(self.losses, reverse=True)[: max(1, ceil(len(self.losses) * worst_share))]
        return round(sum(kept) / len(kept), 2) if kept else 0.0


def simulate_leavers(inventory: Inventory, *, draws: int = DRAWS, share: float = LEAVING_SHARE) -> Loss:
    """How many scripts nobody would know any more if some of those who know one left at once, drawn at random.

    After Rigby et al. (ICSE 2016): the mean says little, the tail is the risk. The draws are fixed by hashes of the ids: equal input gives
    equal figures, on every machine. Nobody is named.

    Args:
        inventory: scripts with history.
        draws: how many draws; where all sets of leavers are no more than that, all of them are taken.
        share: the part of the people that goes at once, one at least.
    """
    known = [frozenset(tie.person for tie in script.history.knowers if tie.knows) for script in inventory.scripts]
    known = [knowing for knowing in known if knowing]
    people = sorted(frozenset().union(*known))
    if not people:
        return Loss(people=0, leavers=0, scripts=0, mean=0.0, worst=0.0, draws=0, exact=True)
    leavers = max(1, int(len(people) * share))
    fragile = [knowing for knowing in known if len(knowing) <= leavers]
    exact = comb(len(people), leavers) <= draws
    found = _Draws()
    if exact:
        for gone in combinations(people, leavers):
            found.losses.append(sum(knowing <= set(gone) for knowing in fragile))
    else:
        for draw in range(draws):
            order = sorted(people, key=lambda person, draw=draw: sha256(f"{draw}\x1f{person}".encode()).digest())  # type: ignore[misc]
            absent = frozenset(order[:leavers])
            found.losses.append(sum(knowing <= absent for knowing in fragile))
    mean, worst = found.mean(), found.mean(0.05)
    return Loss(people=len(people), leavers=leavers, scripts=len(known), mean=mean, worst=worst, draws=len(found.losses), exact=exact)
