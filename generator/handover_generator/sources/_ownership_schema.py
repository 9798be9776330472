"""The JSON Schema for editors, made from the models. ``python -m handover_generator.sources._ownership_schema`` writes the shipped file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from handover_generator.sources._ownership_models import OwnershipFile

SHIPPED = Path(__file__).parents[1] / "data" / "handover.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one file; a section or an entry may be empty, as in the loader."""
    made: dict[str, Any] = OwnershipFile.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "handover: what people know of the scripts of a repository"
    for section in made["properties"].values():
        _may_be_empty(section)
        inner = section.get("additionalProperties")
        if (
            isinstance(inner, dict)
            and "$ref" in inner
            and "kind" not in made["$defs"][inner["$ref"].rsplit("/", 1)[-1]].get("required", ())
        ):
            section["additionalProperties"] = {"anyOf": [inner, {"type": "null"}]}
    _drop_defaults(made)
    return made


def _may_be_empty(section: dict[str, Any]) -> None:
    if "$ref" in section:
        section["anyOf"] = [{"$ref": section.pop("$ref")}, {"type": "null"}]
    elif isinstance(section.get("type"), str):
        section["type"] = [section["type"], "null"]


def _drop_defaults(node: Any) -> None:
    """Titles made from names and empty defaults say nothing to a reader of the schema."""
    if isinstance(node, dict):
        if node.get("default", 0) in (None, [], {}) or isinstance(node.get("default"), dict):
            node.pop("default", None)
        if isinstance(node.get("title"), str) and "properties" not in node:
            node.pop("title")
        for value in list(node.values()):
            _drop_defaults(value)
    elif isinstance(node, list):
        for value in node:
            _drop_defaults(value)


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    SHIPPED.write_text(text(), encoding="utf-8")
