"""What a change does as JSON, schema ``handover-review/1``."""

from __future__ import annotations

from handover_generator.model.comparison import Comparison, ScriptChange
from handover_generator.model.findings import Verdict
from handover_generator.model.inventory import ProductionDefault
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json
from handover_generator.renderers.formats._review import headline

SCHEMA = "handover-review/1"


def _render(comparison: Comparison) -> str:
    return _json.dump(
        {
            "schema": SCHEMA,
            "before": comparison.before.inventory.repository.commit,
            "after": comparison.after.inventory.repository.commit,
            "says_something": comparison.says_something,
            "headline": _json.told(headline(comparison)),
            "gate": comparison.gate,
            "documented": {"before": list(comparison.documented_before), "after": list(comparison.documented_after)},
            "truck_factor": list(comparison.truck_factor) if comparison.truck_factor else None,
            "scripts": [_script(change) for change in comparison.scripts],
            "gaps_new": [_json.gap(gap) for gap in comparison.gaps_new],
            "gaps_fixed": [_json.gap(gap) for gap in comparison.gaps_fixed],
            "gaps_gone": [_json.gap(gap) for gap in comparison.gaps_gone],
            "mixed_new": [place.name for place in comparison.mixed_new],
            "mixed_fixed": [place.name for place in comparison.mixed_fixed],
            "unread_new": [{"path": _json.exact(item.path), "reason": _json.told(item.reason)} for item in comparison.unread_new],
        }
    )


def _script(change: ScriptChange) -> _json.Json:
    return {
        "path": _json.exact(change.path),
        "old_path": _json.exact(change.old_path) if change.old_path else None,
        "kind": change.kind,
        "language": change.language,
        "effects": {
            "gained": [_json.effect(effect) for effect in change.effects_gained],
            "lost": [_json.effect(effect) for effect in change.effects_lost],
            "changed": [
                {"effect": _json.effect(item.after), "sentence": _json.told(item.sentence), "worse": item.worse,
                 "otherwise": item.otherwise}
                for item in change.effects_changed
            ],
        },
        "guards": [
            {
                "kind": item.kind.value,
                "gained": item.gained,
                "at": _json.location(item.at),
                "detail": _json.told(item.detail),
                "effect": _json.effect(item.effect) if item.effect else None,
            }
            for item in change.guards
        ],
        "places": {
            "reaches_gained": list(change.reaches_gained),
            "reaches_lost": list(change.reaches_lost),
            "stated": list(change.places_told),
            "defaults_gained": [_default(item) for item in change.defaults_gained],
            "defaults_lost": [_default(item) for item in change.defaults_lost],
        },
        "dependencies": {
            "gained": [{"kind": kind, "name": _json.exact(name)} for kind, name in change.dependencies_gained],
            "lost": [{"kind": kind, "name": _json.exact(name)} for kind, name in change.dependencies_lost],
        },
        "unknowns": {
            "gained": [_json.unknown(item) for item in change.unknowns_gained],
            "lost": [_json.unknown(item) for item in change.unknowns_lost],
        },
        "starters": {
            "gained": [_json.exact(text) for text in change.starters_gained],
            "lost": [_json.exact(text) for text in change.starters_lost],
            "broken": [_json.starter(one) for one in change.starters_broken],
            "by_itself": [_json.starter(one) for one in change.runs_itself],
        },
        "stale": change.stale,
        "knowledge": list(change.knowledge) if change.knowledge else None,
        "knowers": {"before": [_json.told(name) for name in change.knowers[0]], "after": [_json.told(name) for name in change.knowers[1]]}
        if change.knowers else None,
        "shared_accounts": [_json.told(name) for name in change.shared],
        "verdict": {"before": _verdict(change.verdict_before), "after": _verdict(change.verdict_after)},
    }


def _default(item: ProductionDefault) -> _json.Json:
    return {"name": _json.exact(item.name), "value": _json.told(item.value), "environment": item.place, "at": _json.location(item.at)}


def _verdict(item: Verdict | None) -> _json.Json | None:
    return _json.verdict(item) if item is not None else None


FORMAT = Format(name="json", command="review", render=_render)
