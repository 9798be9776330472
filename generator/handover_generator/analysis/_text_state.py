"""What people state about a script, in a form that can be compared between two commits: words only, no lines."""

from __future__ import annotations

from handover_generator.model.inventory import Inventory, Script


def stated(inventory: Inventory, script: Script) -> tuple[str, ...]:
    """Header and YAML entry as words; empty if there is neither."""
    words = [script.purpose.text if script.purpose else "", script.claims.full_text]
    words += [f"{key}={claim.text}" for key, claim in script.claims.sections]
    entry = inventory.ownership.script(script.path)
    if entry is not None:
        effects = "unstated" if entry.side_effects is None else ";".join(f"{e.resource} {e.action} {e.target}" for e in entry.side_effects)
        words += [
            entry.purpose or "",
            effects,
            entry.undo or "",
            entry.backup or "",
            ",".join(entry.safe_in or ("unstated",)),
            ",".join(entry.never_in),
            f"{entry.verified_by} {entry.verified_on}",
        ]
    normal = tuple(" ".join(text.split()) for text in words)
    return normal if any(normal) else ()


def stated_places(before: Script, after: Script) -> tuple[str, ...]:
    """Sentences on stated places that differ: "no longer forbidden in production"."""
    told = []
    for place in sorted(set(before.places.never) - set(after.places.never)):
        told.append(f"no longer stated as forbidden in {place}")
    for place in sorted(set(after.places.safe) - set(before.places.safe)):
        told.append(f"now stated as allowed in {place}")
    for place in sorted(set(after.places.never) - set(before.places.never)):
        told.append(f"now stated as forbidden in {place}")
    for place in sorted(set(before.places.safe) - set(after.places.safe)):
        told.append(f"no longer stated as allowed in {place}")
    return tuple(told)
