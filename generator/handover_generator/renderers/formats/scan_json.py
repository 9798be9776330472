"""The inventory as one JSON object, schema ``handover-inventory/1``: the same commit and configuration give the same bytes."""

from __future__ import annotations

from handover_generator.model.findings import Findings
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json

SCHEMA = "handover-inventory/1"


def inventory(findings: Findings) -> _json.Json:
    """The inventory as plain values."""
    known = findings.inventory
    repository = known.repository
    return {
        "schema": SCHEMA,
        "repository": {
            "name": _json.exact(repository.name),
            "commit": repository.commit,
            "shallow": repository.shallow,
            "bare": repository.bare,
            "partial": repository.partial,
            "commits": repository.commits,
            "newest": repository.newest,
            "notes": [_json.told(note) for note in repository.notes],
        },
        "scripts": [_json.script(findings, script) for script in sorted(known.scripts, key=lambda s: s.path)],
        "unread": [{"path": _json.exact(item.path), "reason": _json.told(item.reason)} for item in sorted(known.unread)],
        "gaps": [_json.gap(gap) for gap in findings.gaps if not gap.script],
        "environments": list(known.environments),
        "mixed_places": [
            {
                "id": place.id,
                "kind": place.kind,
                "name": _json.told(place.name),
                "environments": list(place.environments),
                "evidence": [_json.location(at) for at in place.evidence],
            }
            for place in known.mixed_places
        ],
        "people": [
            {
                "id": _json.told(p.id),
                "name": _json.told(p.name),
                "present": p.present,
                "left": p.left,
                "last_active": p.last_active,
                "absent_because": _json.told(p.absent_because),
                "bot": p.bot,
            }
            for p in known.people
        ],
        "knowledge": {"truck_factor": dict(known.truck_factor)},
        "coverage": dict(known.coverage),
        "reading": {"files": known.files, "tiers": dict(known.tiers)},
    }


def _render(findings: Findings) -> str:
    return _json.as_lines(inventory(findings))


FORMAT = Format(name="json", command="scan", render=_render)
