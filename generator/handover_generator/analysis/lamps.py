"""The guards of a script as lamps, over all that it destroys."""

from __future__ import annotations

from handover_generator.analysis.guards import guards_before, holds
from handover_generator.analysis.harm import changes, losses
from handover_generator.model.behaviour import GuardKind
from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import Location
from handover_generator.records import record


@record(frozen=True, slots=True, kw_only=True)
class Lamp:
    """A lamp of a script page. ``state``: on, partly, off, unknown. ``at``: the line that lights it. ``note``: part of a sentence."""

    kind: GuardKind
    label: str
    state: str
    at: Location | None = None
    note: str = ""


LAMPS = (
    (GuardKind.CONFIRM, "asks"),
    (GuardKind.DRY_RUN, "dry run"),
    (GuardKind.ENV_CHECK, "checks the place"),
    (GuardKind.OUTPUT, "reports"),
    (GuardKind.BACKUP, "backup"),
)


def lamps(script: Script) -> tuple[Lamp, ...]:
    """The five guard lamps over all destructive trails (over all changes where nothing is destroyed).

    A lamp is *on* only if every such trail carries the guard; *partly* if some do, or if it is weak or must be asked for; *unknown* where
    parts of the script could not be read and no guard was seen.
    """
    trails = losses(script) or changes(script)
    return tuple(_lamp(script, trails, kind, label) for kind, label in LAMPS)


def _lamp(script: Script, trails: tuple[Effect, ...], kind: GuardKind, label: str) -> Lamp:
    seen = [guards_before(effect, kind) for effect in trails]
    held = [next((guard for guard in guards if holds(guard)), None) for guards in seen]
    if trails and all(held):
        guard = next(guard for guard in held if guard is not None)
        return Lamp(kind=kind, label=label, state="on", at=guard.at, note=f"can be by-passed with {guard.bypass}" if guard.bypass else "")
    some = next((guard for guard in held if guard is not None), None)
    if some is not None:
        return Lamp(
            kind=kind, label=label, state="partly", at=some.at, note=f"not before {sum(g is None for g in held)} of {len(trails)} trails"
        )
    weak = next((guard for guards in seen for guard in guards), None)
    if weak is not None:
        return Lamp(kind=kind, label=label, state="partly", at=weak.at, note="only when asked for" if weak.default_on is False else "weak")
    elsewhere = next((guard for guard in script.guards if guard.kind is kind), None)
    if elsewhere is not None and trails and kind is GuardKind.OUTPUT:
        return Lamp(kind=kind, label=label, state="partly", at=elsewhere.at, note="it prints something, but not before the harm")
    if elsewhere is not None and trails:
        return Lamp(kind=kind, label=label, state="off", at=elsewhere.at, note="it is there, but not before the harm")
    if elsewhere is not None:
        return Lamp(kind=kind, label=label, state="on", at=elsewhere.at)
    return Lamp(kind=kind, label=label, state="unknown" if script.partial else "off", note=script.partial or "")
