"""One script as JSON, schema ``handover-explanation/1``: the inventory's entry of it, with the answer for the place asked about."""

from __future__ import annotations

from handover_generator.analysis.harm import losses
from handover_generator.analysis.lamps import lamps
from handover_generator.analysis.way_back import way_back
from handover_generator.model.explanation import Explanation
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json

SCHEMA = "handover-explanation/1"


def _render(explanation: Explanation) -> str:
    inventory, script = explanation.findings.inventory, explanation.script
    told = _json.script(explanation.findings, script)
    if explanation.command is not None:                 # what is said of the whole file is not said of one command
        told |= {"verdict": _json.verdict(explanation.verdict), "gaps": [_json.gap(gap) for gap in explanation.gaps], "commands": []}
    back = [(effect, way_back(inventory, script, effect)) for effect in losses(script)]
    return _json.dump(
        {
            "schema": SCHEMA,
            "repository": {"name": _json.exact(inventory.repository.name), "commit": inventory.repository.commit},
            "command": _json.told(explanation.command.name) if explanation.command is not None else None,
            "place": None
            if explanation.place is None
            else {
                "name": _json.told(explanation.place),
                "allowed": explanation.allowed,
                "reasons": [_json.told(reason) for reason in explanation.reasons],
                "targets": [{"written": _json.told(a), "there": _json.told(b)} for a, b in explanation.targets],
            },
            "lamps": [
                {
                    "guard": lamp.kind.value,
                    "label": lamp.label,
                    "state": lamp.state,
                    "at": _json.location(lamp.at) if lamp.at else None,
                    "note": _json.told(lamp.note),
                }
                for lamp in lamps(script)
            ],
            "way_back": [
                {
                    "at": _json.location(effect.at),
                    "what": _json.told(effect.what),
                    "stated": _json.told(found[0]) if found else None,
                    "source": _json.location(found[1]) if found and found[1] else None,
                }
                for effect, found in back
            ],
            "script": told,
        }
    )


FORMAT = Format(name="json", command="explain", render=_render)
