"""The scripts of one folder, and who can be asked about how many of them."""

from __future__ import annotations

from collections import Counter

from handover_generator.analysis.harm import worst_harm
from handover_generator.model.findings import Findings
from handover_generator.model.inventory import Script
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class FolderKnower:
    """Somebody who is still there and knows scripts of a folder: how many, and how many nobody else knows."""

    person: str
    knows: int
    alone: int


@record(frozen=True, slots=True, kw_only=True)
class FolderScripts:
    """What a folder holds, with what lies deeper. ``scripts``: most dangerous first. ``knowers``: who knows most of it first; this orders whom to
    ask, and says nothing of anybody's worth. ``unknown``: scripts that nobody who is still there knows; ``untold``: of which history says nothing.
    """

    findings: Findings
    folder: str
    scripts: tuple[Script, ...]
    knowers: tuple[FolderKnower, ...]
    unknown: tuple[str, ...]
    untold: tuple[str, ...]


def scripts_of_folder(findings: Findings, folder: str) -> FolderScripts | None:
    """The scripts in and below a folder ('' is the whole repository); None where there are none."""
    inside = [script for script in findings.inventory.scripts if not folder or script.path.startswith(f"{folder}/")]
    if not inside:
        return None
    bots = {person.id for person in findings.inventory.people if person.bot}
    knowing = {script.path: {tie.person for tie in script.history.knowers if tie.knows and tie.present and tie.person not in bots}
               for script in inside}
    knows = Counter(person for people in knowing.values() for person in people)
    alone = Counter(person for people in knowing.values() if len(people) == 1 for person in people)
    untold = {script.path for script in inside if script.history.state.value == "unknown"}
    return FolderScripts(
        findings=findings,
        folder=folder,
        scripts=tuple(sorted(inside, key=lambda one: (findings.verdicts[one.path].list.rank, -worst_harm(one), one.path))),
        knowers=tuple(FolderKnower(person=person, knows=number, alone=alone[person])
                      for person, number in sorted(knows.items(), key=lambda item: (-item[1], -alone[item[0]], item[0]))),
        unknown=tuple(sorted(path for path, people in knowing.items() if not people and path not in untold)),
        untold=tuple(sorted(untold)),
    )
