"""Who could be the second person for a script: somebody present, with the evidence for it. A proposal, never an appointment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from handover_generator.model.inventory import Script
from handover_generator.model.people import Knower, Person
from handover_generator.records import field, record


@record(frozen=True, slots=True, kw_only=True)
class Proposal:
    """``person``: an id; ``because``: the evidence as the end of a sentence ("changed it 3 times, last on 2024-02-01")."""

    person: str
    because: str


@record(slots=True)
class Candidates:
    """Everybody who could be asked to look after a script, over all scripts of a repository."""

    scripts: dict[str, Script]
    present: frozenset[str]
    folders: dict[str, list[Script]] = field(default_factory=lambda: defaultdict(list))

    @staticmethod
    def of(scripts: Iterable[Script], people: Iterable[Person]) -> Candidates:
        """Index scripts by path and folder, and who is present."""
        found = Candidates({script.path: script for script in scripts}, frozenset(p.id for p in people if p.present and not p.bot))
        for path in sorted(found.scripts):
            found.folders[_folder(path)].append(found.scripts[path])
        return found

    def best(self, script: Script, without: Iterable[str] = ()) -> Proposal | None:
        """The person with the strongest tie to a script, those in ``without`` left out; None where nobody has any.

        The evidence, strongest first: knows it now; wrote on it once; knows a copy of it; knows scripts beside it.
        """
        left_out = frozenset(without)
        for ranked in (self._own(script), self._copies(script), self._beside(script)):
            for person, because in ranked:
                if person in self.present and person not in left_out:
                    return Proposal(person=person, because=because)
        return None

    def _own(self, script: Script) -> list[tuple[str, str]]:
        ranked = sorted(script.history.knowers, key=lambda knower: (not knower.knows, -knower.score, knower.person))
        return [(knower.person, _touched(knower)) for knower in ranked if knower.commits]

    def _copies(self, script: Script) -> list[tuple[str, str]]:
        found: list[tuple[float, str, str]] = []
        for copy in script.copies:
            kin = self.scripts.get(copy.path)
            for knower in kin.history.knowers if kin else ():
                if knower.knows:
                    found.append((-knower.score * copy.similarity, knower.person, f"knows {copy.path}, which shares its text"))
        return [(person, because) for _, person, because in sorted(found)]

    def _beside(self, script: Script) -> list[tuple[str, str]]:
        folder = _folder(script.path)
        beside = [other for other in self.folders[folder] if other.path != script.path]
        known: dict[str, list[float]] = defaultdict(list)
        for other in beside:
            for knower in other.history.knowers:
                if knower.knows:
                    known[knower.person].append(knower.score)
        ranked = sorted(known, key=lambda person: (-len(known[person]), -sum(known[person]), person))
        where = f"in {folder}/" if folder else "at the top of the repository"
        if len(beside) == 1:
            return [(person, f"knows the other script {where}") for person in ranked]
        return [(person, f"knows {len(known[person])} of the {len(beside)} other scripts {where}") for person in ranked]


def propose_seconds(scripts: Sequence[Script], people: Sequence[Person]) -> dict[str, Proposal]:
    """For every script, somebody besides the person who looks after it now.

    Args:
        scripts: with history, copies and ownership filled in.
        people: everybody, with presence.

    Returns:
        path to proposal, for the scripts where evidence speaks for somebody. The first person is a present owner, else the best knower.
    """
    candidates = Candidates.of(scripts, people)
    found: dict[str, Proposal] = {}
    for script in scripts:
        owners = [person for person in script.ownership.people if person in candidates.present]
        first = candidates.best(script) if not owners and any(knower.knows for knower in script.history.knowers) else None
        proposal = candidates.best(script, without=owners or ([first.person] if first else []))
        if proposal is not None:
            found[script.path] = proposal
    return found


def _folder(path: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent


def _touched(knower: Knower) -> str:
    if knower.creator and knower.commits == 1:
        return f"wrote it on {knower.last}"
    changes = knower.commits - knower.creator
    times = "once," if changes == 1 else f"{changes} times, last"
    return f"{'wrote it and ' if knower.creator else ''}changed it {times} on {knower.last}"
