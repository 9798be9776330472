"""Requests by which an index of documents is told to drop some: in the address, or in what is sent along."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Act

_UPDATE = "http://localhost:8983/solr/shop/update"
_ALL = "<delete><query>*:*</query></delete>"


def _told(run: Callable, line: str) -> list[str]:
    return [f"{event.action.value}{' !' if event.destructive else ''}" for event in run(line) if isinstance(event, Act) and event.resource == "http"]


@pytest.mark.parametrize("line", [
    f"curl '{_UPDATE}?stream.body={_ALL}&commit=true'",
    f"curl '{_UPDATE}?commit=true&stream.body=%3Cdelete%3E%3Cid%3E1%3C/id%3E%3C/delete%3E'",
    "wget -qO- \"$SOLR/update?stream.body=<delete><query>town:$1</query></delete>\"",
    f"curl '{_UPDATE}/json?stream.body=%7B%22delete%22:%7B%22query%22:%22*:*%22%7D%7D'",
    f"curl {_UPDATE}?commit=true -H 'Content-Type: text/xml' --data-binary '{_ALL}'",
    f"curl {_UPDATE} -d '<?xml version=\"1.0\"?> {_ALL}'",
    f"curl -X POST -H 'Content-Type: application/json' {_UPDATE} --data '{{\"delete\": {{\"query\": \"*:*\"}}}}'",
    "curl http://localhost:9200/_bulk -d '{\"delete\": {\"_index\": \"a\", \"_id\": \"1\"}}'",
])
def test_an_index_that_is_told_to_drop_documents_loses_them(line: str, run: Callable) -> None:
    assert _told(run, line) == ["write !"]


@pytest.mark.parametrize(("line", "wanted"), [
    (f"curl '{_UPDATE}?commit=true'", "write"), (f"curl '{_UPDATE}?stream.body=<commit/>'", "write"),
    (f"curl '{_UPDATE}?stream.body=<add><doc/></add>'", "write"), (f"curl {_UPDATE} -d '<add><doc/></add>'", "write"),
    ("curl 'http://localhost:8983/solr/shop/select?q=<delete>'", "read"), ("curl 'https://example.org/update?x=1'", "read"),
    ("curl 'https://example.org/notes?commit=true'", "read"), ("curl https://example.org/rights -d '{\"delete\": true}'", "write"),
])
def test_any_other_request_loses_nothing(line: str, wanted: str, run: Callable) -> None:
    assert _told(run, line) == [wanted]
