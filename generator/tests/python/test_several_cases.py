"""Arguments that decide what a call does, and may be one of several, or anything."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("method", ["'GET' if len(sys.argv) > 1 else 'DELETE'", "{True: 'GET', False: 'DELETE'}[flag()]"])
def test_a_method_that_may_be_either(trace, method: str) -> None:
    found = trace(f"import requests, sys\nrequests.request({method}, 'https://a.example/x')\n")
    assert [(effect.action.value, effect.destructive) for effect in found.effects] == [("delete", True), ("read", False)]


def test_a_method_that_only_a_run_knows_is_unknown_besides(trace) -> None:
    found = trace("import requests, sys\nrequests.request(sys.argv[1], 'https://a.example/x')\n")
    assert [effect.action.value for effect in found.effects] == ["read"]
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-call"]


def test_a_method_that_is_known_in_part_is_unknown_besides(trace) -> None:
    found = trace("import requests, sys\nrequests.request('POST' if len(sys.argv) > 2 else sys.argv[1], 'https://a.example/x')\n")
    assert "write" in {effect.action.value for effect in found.effects}
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-call"]


def test_a_deletion_among_other_writes(trace) -> None:
    found = trace("from pymongo import DeleteMany, InsertOne, MongoClient\n"
                  "MongoClient().shop.users.bulk_write([InsertOne({}), DeleteMany({})])\n")
    assert [(effect.action.value, effect.destructive) for effect in found.effects] == [("delete", True), ("write", False)]


@pytest.mark.parametrize(("method", "path", "told"), [
    ("POST", "/{sys.argv[1]}/_search/point_in_time", ("read", False)), ("DELETE", "/_search/point_in_time", ("read", False)),
    ("POST", "/{sys.argv[1]}/_delete_by_query", ("delete", True)), ("DELETE", "/{sys.argv[1]}", ("delete", True)),
    ("PUT", "/{sys.argv[1]}", ("write", False))])
def test_the_end_of_an_address_decides_whatever_stands_before_it(trace, method: str, path: str, told: tuple[str, bool]) -> None:
    walked = trace(f"import sys\nimport elasticsearch\nes = elasticsearch.Elasticsearch('h')\nes.transport.perform_request('{method}', f'{path}')\n")
    assert [(effect.action.value, effect.destructive) for effect in walked.effects if effect.resource == "search"] == [told]
