"""A request that is only built is not sent; one that is put into a batch is, wherever the batch is filled."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_CLIENT = """
from googleapiclient.discovery import build


class Drive:
    def __init__(self):
        self._client = build('drive', 'v3')

    def _send(self, requests):
        waiting = []
        waiting.extend(requests)

        def once():
            batch = self._client.new_batch_http_request()
            for one in waiting:
                {sent}
            batch.execute()
        once()

    def remove(self, ids):
        made = []
        for one in ids:
            made.append(self._client.files().delete(fileId=one))
        self._send(made)


Drive().remove(['a', 'b'])
"""


@pytest.mark.parametrize(("sent", "wanted"), [
    ("batch.add(one, request_id='1')", [("http", "delete", True)]),
    ("batch.add(request=one)", [("http", "delete", True)]),
    ("one.execute()", [("http", "delete", True)]),
    ("print(one)", []),
])
def test_what_a_batch_is_given_is_sent(trace: Trace, sent: str, wanted: list[tuple[str, str, bool]]) -> None:
    found = trace(_CLIENT.format(sent=sent))
    assert [(effect.resource, effect.action, effect.destructive) for effect in found.effects] == wanted
    assert not wanted or [step.line for step in found.effects[0].via] == [26, 23, 17]
