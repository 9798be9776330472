"""How dangerous a gap is: one number that only orders the register, within a severity.

    danger = 1000 x severity x harm x reach x missing documentation x nobody left

Every factor lies between 0 and 1 and is shown beside the gap with its reason; the product is rounded, and never below 1. It is a rank,
not a probability: 400 is worse than 200, not twice as likely.

- **severity**: critical 1, high 0.8, medium 0.5, low 0.25, note 0.1.
- **harm**, of the script's worst effect: by resource (database, object storage and cloud 0.9 ... process and package 0.3), 0.1 more
  where no filter narrows it, half of it where only a signal and then a worker bring it about; a change that loses nothing
  counts 0.4 of that, a message 0.5, one file named on the command line 0.4, reading 0.1, temporary files 0.05; at least
  0.3 where parts could not be read.
- **reach**: 1 if it reaches production, irreplaceable data or a mixed place, or falls to production by default; 0.8 if where it lands
  is not known; 0.6 for known places that are neither; 0.3 for places declared disposable; 0.1 more (up to 1) where a schedule starts
  it.
- **missing documentation**: no text 1; a text that leaves out the harm 0.9; a text 0.7; text, places and way back 0.5; all of these,
  verified by somebody 0.4.
- **nobody left**: lost 1, faded 0.9, not known 0.8, one person 0.7, two or more 0.5.

Gaps about something other than a script (a place, an entry of the YAML) take the harm, documentation and knowledge of the worst script
they concern, and the middle of each scale where they concern none.
"""

from __future__ import annotations

from handover_generator.analysis.describing import describe
from handover_generator.analysis.harm import changes, losses, worst_harm
from handover_generator.analysis.places_that_matter import important_places
from handover_generator.analysis.unknowns import not_understood
from handover_generator.analysis.way_back import means_something, way_back
from handover_generator.checks._words import names, stated_effect, stated_text
from handover_generator.model.findings import Gap, Severity
from handover_generator.model.inventory import Inventory, Script
from handover_generator.model.people import KnowledgeState
from handover_generator.records import replace

Factor = tuple[str, float, str]

SCALE = 1000
SEVERITY = {Severity.CRITICAL: 1.0, Severity.HIGH: 0.8, Severity.MEDIUM: 0.5, Severity.LOW: 0.25, Severity.NOTE: 0.1}
KNOWN = {
    KnowledgeState.LOST: (1.0, "nobody who knows it is left"),
    KnowledgeState.FADED: (0.9, "those who wrote it have not touched it for long"),
    KnowledgeState.UNKNOWN: (0.8, "who knows it is not known"),
    KnowledgeState.SINGLE: (0.7, "one person knows it"),
    KnowledgeState.KNOWN: (0.5, "two or more people know it"),
}
UNNAMED: tuple[Factor, ...] = (
    ("harm", 0.3, "not about one script"),
    ("reach", 0.8, "not about one script"),
    ("missing documentation", 0.7, "not about one script"),
    ("nobody left", 0.8, "not about one script"),
)


def rate(inventory: Inventory, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """The gaps with ``danger`` and ``factors`` set, in the order given."""
    by_script = {script.path: script_factors(inventory, script) for script in inventory.scripts}
    return tuple(_rated(gap, _factors_of(inventory, gap, by_script)) for gap in gaps)


def _rated(gap: Gap, factors: tuple[Factor, ...]) -> Gap:
    every = (("severity", SEVERITY[gap.severity], gap.severity.word), *factors)
    product = 1.0
    for _, value, _ in every:
        product *= value
    return replace(gap, danger=max(1, round(SCALE * product)), factors=every)


def _factors_of(inventory: Inventory, gap: Gap, by_script: dict[str, tuple[Factor, ...]]) -> tuple[Factor, ...]:
    if gap.subject in by_script:
        return by_script[gap.subject]
    concerned = [path for path in by_script if _concerns(gap, inventory.by_path[path])]
    return max((by_script[path] for path in concerned), key=_product, default=UNNAMED)


def _concerns(gap: Gap, script: Script) -> bool:
    return (
        gap.detail in script.places.mixed
        or any(effect.store == gap.subject for effect in script.live_effects)
        or script.ownership.owner == gap.subject
    )


def _product(factors: tuple[Factor, ...]) -> float:
    product = 1.0
    for _, value, _ in factors:
        product *= value
    return product


def script_factors(inventory: Inventory, script: Script) -> tuple[Factor, ...]:
    """The four factors that all gaps of one script share."""
    return (_harm(script), _reach(inventory, script), _documentation(inventory, script), ("nobody left", *KNOWN[script.history.state]))


def _harm(script: Script) -> Factor:
    worst = next(iter((*losses(script), *changes(script))), None)
    if worst is not None:
        return ("harm", worst_harm(script), describe(worst))
    unknown = not_understood(script)
    return ("harm", worst_harm(script), f"{unknown} calls not understood" if unknown else script.partial or "only reads")


def _reach(inventory: Inventory, script: Script) -> Factor:
    value, why = _base_reach(inventory, script)
    starter = next((starter for starter in script.called_from if starter.schedule), None)
    if starter is not None and value < 1.0:
        return ("reach", round(min(1.0, value + 0.1), 4), f"{why}; started by a schedule ({starter.path}:{starter.line})")
    return ("reach", value, why)


def _base_reach(inventory: Inventory, script: Script) -> tuple[float, str]:
    places = script.places
    hit = [place for place in places.reaches if place in important_places(inventory)]
    if hit:
        return 1.0, f"reaches {hit[0]}"
    if places.defaults:
        return 1.0, f"falls to {places.defaults[0].place} if {places.defaults[0].name} is not set"
    if places.mixed:
        return 1.0, f"reaches the mixed place {places.mixed[0]}"
    if not places.reaches:
        return 0.8, "where it lands is not known"
    declared = {env.id: (env.data or "").lower() for env in inventory.ownership.environments}
    if all(declared.get(place) == "disposable" for place in places.reaches):
        return 0.3, f"reaches only disposable data ({', '.join(places.reaches)})"
    return 0.6, f"reaches {', '.join(places.reaches)}"


def _documentation(inventory: Inventory, script: Script) -> Factor:
    name = "missing documentation"
    if script.purpose is None or not means_something(script.purpose.text):
        return (name, 1.0, "no text at all")
    text = stated_text(inventory, script)
    harm = losses(script)
    if any(not names(text, effect) and not stated_effect(inventory, script, effect) for effect in harm):
        return (name, 0.9, "the text leaves out the harm")
    placed = bool(script.places.safe or script.places.never)
    if not placed or any(way_back(inventory, script, effect) is None for effect in harm):
        return (name, 0.7, "a text, without places or way back")
    entry = inventory.ownership.script(script.path)
    if entry is not None and entry.verified_by and entry.verified_on:
        return (name, 0.4, f"complete, verified by {entry.verified_by} on {entry.verified_on}")
    return (name, 0.5, "text, places and way back are stated")
