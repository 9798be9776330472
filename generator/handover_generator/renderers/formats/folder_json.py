"""One folder as JSON, schema ``handover-folder/1``: who knows how many of its scripts, and each of them with whom to ask."""

from __future__ import annotations

from handover_generator.analysis.of_folder import FolderScripts
from handover_generator.model.rendering import Format
from handover_generator.renderers.formats import _json

SCHEMA = "handover-folder/1"


def _render(told: FolderScripts) -> str:
    inventory = told.findings.inventory
    return _json.dump(
        {
            "schema": SCHEMA,
            "repository": {"name": _json.exact(inventory.repository.name), "commit": inventory.repository.commit},
            "folder": _json.exact(told.folder),
            "knowers": [{"person": _json.told(one.person), "knows": one.knows, "alone": one.alone} for one in told.knowers],
            "known_to_nobody": [_json.exact(path) for path in told.unknown],
            "cannot_tell": [_json.exact(path) for path in told.untold],
            "scripts": [
                {
                    "path": _json.exact(script.path),
                    "knowledge": script.history.state.value,
                    "verdict": _json.verdict(told.findings.verdicts[script.path]),
                }
                for script in told.scripts
            ],
        }
    )


FORMAT = Format(name="json", command="folder", render=_render)
