"""Names of a module that functions fill: a client that one function makes is known, what several may make is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_STORE = """
import boto3

_client = None

def client():
    global _client
    if not _client:
        if boto3.DEFAULT_SESSION:
            session = boto3.Session(region_name="a")
        else:
            session = boto3.Session()
        _client = session.client("s3")
    return _client

{more}
"""
_RESET = "def reset():\n    global _client\n    _client = None\n"
_ANOTHER = "def use(other):\n    global _client\n    _client = other.make()\n"


@pytest.mark.parametrize("more", ["", _RESET])
@pytest.mark.parametrize("call", ["store.client().delete_object(Bucket='b', Key='k')", "store.client()\nstore._client.delete_object(Bucket='b', Key='k')"])
def test_a_client_that_one_function_fills(call: str, more: str, trace: Callable[..., Walked]) -> None:
    found = trace(f"import store\n{call}\n", {"store.py": _STORE.format(more=more)})
    assert [(str(effect.action), effect.target, str(effect.confidence)) for effect in found.effects] == [("delete", "b", "resolved")]
    assert not found.unknowns


def test_one_that_another_function_fills_too_is_not_known(trace: Callable[..., Walked]) -> None:
    found = trace("import store\nstore.client().delete_object(Bucket='b', Key='k')\n", {"store.py": _STORE.format(more=_ANOTHER)})
    assert "delete" in {str(effect.action) for effect in found.effects}
    assert found.unknowns


def test_a_plain_value_that_is_rebound_decides_nothing(trace: Callable[..., Walked]) -> None:
    found = trace("""
        import os
        dry = True

        def for_good():
            global dry
            dry = False

        for_good()
        if not dry:
            os.remove("/srv/a")
    """)
    assert [effect.target for effect in found.effects] == ["/srv/a"]
