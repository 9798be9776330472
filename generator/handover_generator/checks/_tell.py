"""How checks speak: places, people, and the lines to add, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes as changes_of
from handover_generator.analysis.harm import losses
from handover_generator.analysis.reach import still_reachable
from handover_generator.analysis.trails import own_line
from handover_generator.model.findings import Severity
from handover_generator.model.inventory import Effect, Inventory, Script
from handover_generator.model.location import Location


def top(script: Script) -> Location:
    """The script as a whole."""
    return Location(script.path, 1)


def yaml_file(inventory: Inventory, topic: str = "scripts") -> str:
    """The ownership file in which an addition about ``topic`` belongs: the one that exists and names it, else the usual name."""
    files = inventory.ownership.files
    return next((name for name in files if topic in name.rsplit("/", 1)[-1]), files[0] if files else f"handover/{topic}.yml")


def add_line(inventory: Inventory, script: Script, *fields: str) -> str:
    """ "Add to handover/scripts.yml, under scripts: ...", as YAML on one line; the fields alone where the script has an entry already.

    What is pasted must be read as it is printed: what stands for a word of the reader holds nothing that YAML takes for a sign of its own.
    """
    entry = inventory.ownership.script(script.path)
    if entry is not None:
        return f"Add to the entry of {script.path} at {entry.at}: {' and '.join(fields)}"
    return f"Add to {yaml_file(inventory)}, under scripts: {yaml_key(script.path)}: {{{', '.join(fields)}}}"


def yaml_key(text: str) -> str:
    """A mapping key that YAML takes for this text whatever it holds."""
    plain = text and all(char.isalnum() or char in "_-./" for char in text) and text[0].isalpha()
    return text if plain else "'" + text.replace("'", "''") + "'"


def graded(script: Script, *, destroys: Severity, changes: Severity, reads: Severity) -> Severity:
    """A severity by what the script does: loses something itself, changes something, or only reads."""
    if any(not effect.far for effect in losses(script)):
        return destroys
    return changes if changes_of(script) else reads


def lowered(severity: Severity, *, unless: bool) -> Severity:
    """One step less severe where the facts are not proven, or lie far behind."""
    return severity if unless else Severity(max(Severity.NOTE, severity - 1))


def evidence_of(script: Script, effect: Effect) -> tuple[Location, ...]:
    """The lines that prove an effect: where the trail begins, every hop, the effect."""
    places = [own_line(script, effect), *(Location(step.path, step.line) for step in effect.via), effect.at]
    return tuple(dict.fromkeys(places))


def told(effect: Effect) -> str:
    """An effect in words with its place: "drops the database main (lib/store.py:31)"."""
    return f"{describe(effect)} ({effect.at})"


def listed(words: Iterable[str], *, limit: int = 3) -> str:
    """ "a, b and c", "a, b, c and 4 more"."""
    items: Sequence[str] = tuple(dict.fromkeys(words))
    if not items:
        return ""
    if len(items) > limit:
        return f"{', '.join(items[:limit])} and {len(items) - limit} more"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def name_of(inventory: Inventory, person: str) -> str:
    """The display name of a person, or the id."""
    known = inventory.people_by_id.get(person)
    if known is not None:
        return known.name
    return next((declared.name for declared in inventory.ownership.people if declared.id == person), person)


def source_of(source: str, at: Location | None, *, inside: bool = False) -> str:
    """Who says so, with the line: "handover/scripts.yml:3", "CODEOWNERS:2", "Its header (scripts/a.py:4)"; ``inside`` a sentence."""
    kinds = {"header": "its header", "role": "a role"}
    if source not in kinds:
        return str(at or source)
    words = f"{kinds[source]} ({at})" if at else kinds[source]
    return words if inside else words[0].upper() + words[1:]


def is_gone(inventory: Inventory, person: str) -> bool:
    """Whether a person has left or shows no activity any more; somebody never seen is not called gone."""
    known = inventory.people_by_id.get(person)
    if known is not None:
        return not known.present
    declared = next((entry for entry in inventory.ownership.people if entry.id == person), None)
    return bool(declared and declared.left and (not inventory.today or declared.left <= inventory.today))


_BY_PATTERN = frozenset({"CODEOWNERS", "catalog-info"})


def whom_to_ask(inventory: Inventory, script: Script) -> tuple[str, ...]:
    """People still there who can be asked about a script, best first: its owners, those who know it, those who once wrote it.

    An owner by CODEOWNERS or catalog-info comes behind those who know the script: such a line often covers everything, and says who is to review
    a change, not who can answer.
    """
    owners = [person for person in script.ownership.people if not is_gone(inventory, person)]
    ranked = sorted(script.history.knowers, key=lambda k: (not k.knows, -k.knowledge, k.person))
    writers = [knower.person for knower in ranked if knower.present and not is_gone(inventory, knower.person)]
    knowing = [knower.person for knower in ranked if knower.knows] if script.ownership.source in _BY_PATTERN else []
    first = [person for person in writers if person in knowing]
    second = [script.ownership.second] if script.ownership.second and not is_gone(inventory, script.ownership.second) else []
    bots = {person.id for person in inventory.people if person.bot}
    return tuple(dict.fromkeys(person for person in (*first, *owners, *writers, *second) if person not in bots))


def best_to_ask(inventory: Inventory, script: Script) -> str | None:
    """The first of ``whom_to_ask``; else somebody who left and can still be reached."""
    return next(iter((*whom_to_ask(inventory, script), *still_reachable(inventory, script))), None)


def reach_of(inventory: Inventory, person: str) -> str:
    """A name with the way to it: "Ada Obi (#backend)"."""
    known = inventory.people_by_id.get(person)
    reach = known.reach if known else next((entry.reach for entry in inventory.ownership.people if entry.id == person), None)
    return f"{name_of(inventory, person)} ({reach})" if reach else name_of(inventory, person)
