"""What a search engine is told to do in bulk stands in the text that it is sent: a delete is a loss, an index is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

HEAD = "import json\nfrom opensearchpy import OpenSearch\nes = OpenSearch()\nrows = [line for line in open('/srv/rows')]\n"


def _told(script: str, trace: Callable[..., Walked]) -> set[tuple[str, bool]]:
    return {(str(effect.action), effect.destructive) for effect in trace(HEAD + script).effects if effect.resource == "search"}


@pytest.mark.parametrize("script", [
    "es.bulk(body=json.dumps({'delete': {'_index': 'shop', '_id': 1}}) + '\\n')\n",
    "text = ''\nfor one in rows:\n    text += json.dumps({'delete': {'_index': 'shop', '_id': one}}) + '\\n'\nes.bulk(body=text)\n",
    "ops = []\nfor one in rows:\n    ops.append({'delete': {'_id': one}})\nes.bulk(operations=ops)\n",
    "es.bulk('\\n'.join(json.dumps({'delete': {'_id': one}}) for one in rows))\n",
])
def test_a_delete_in_bulk_is_a_loss(script: str, trace: Callable[..., Walked]) -> None:
    assert ("delete", True) in _told(script, trace)


@pytest.mark.parametrize("script", [
    "es.bulk(body=json.dumps({'index': {'_id': 1}}) + '\\n' + json.dumps({'name': 'delete'}))\n",
    "es.bulk(body=json.dumps(rows))\n",
    "es.bulk(body=[{'index': {'_id': 1}}, {'name': 'delete'}])\n",
])
def test_what_is_only_written_in_bulk_is_none(script: str, trace: Callable[..., Walked]) -> None:
    assert _told(script, trace) == {("write", False)}


@pytest.mark.parametrize(("given", "url"), [
    ("{'a': 'x', 'b': {'c': 'y'}}", '/do/{"a": "x", "b": {"c": "y"}}'),
    ("{'a': rows[0]}", '/do/{"a": ${a}}'),
    ("{'a': {'b': {'c': 'deep'}}}", '/do/{"a": {"b": ${b}}}'),
    ("dict(rows)", "/do/${dumps}"),
    ("{}", "/do/${dumps}"),
])
def test_a_dictionary_as_text_has_its_keys_and_what_is_known(given: str, url: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"{HEAD}import requests\nrequests.get('/do/' + json.dumps({given}))\n")
    assert [effect.target for effect in found.effects if effect.resource == "http"] == [url]
