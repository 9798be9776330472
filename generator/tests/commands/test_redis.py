"""What redis-cli is told to do, in words: emptying one database is not emptying all of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Act


@pytest.mark.parametrize(("line", "what", "target", "lost"), [
    ("redis-cli FLUSHALL", "empties the whole cache", None, True),
    ("redis-cli flushdb", "empties the cache database", None, True),
    ("redis-cli -h cache1 -n 3 FLUSHDB", "empties the cache database", "cache1 3", True),
    ("redis-cli UNLINK session:1", "removes session:1", "session:1", True),
    ("redis-cli EXPIRE session:1 1", "removes session:1", "session:1", True),
    ("redis-cli LPOP jobs", "takes members out of jobs", "jobs", False),
    ("redis-cli EVAL \"redis.call('del', KEYS[1])\" 1 session:1", "removes keys in a script", "session:1", True),
    ("redis-cli EVAL \"return redis.call('get', KEYS[1])\" 1 session:1", "runs EVAL", None, False),
    ("redis-cli PUBLISH news hello", "publishes to news", "news", False),
    ("redis-cli HGETALL session:1", "HGETALL session:1", "session:1", False),
    ("redis-cli HSET session:1 a b", "HSET session:1", "session:1", False),
])
def test_what_a_command_of_the_server_does(run: Callable, line: str, what: str, target: str | None, lost: bool) -> None:
    (act,) = [event for event in run(line) if isinstance(event, Act) and event.resource in ("cache", "queue")]
    assert (act.what, act.target, act.destructive, act.everything) == (what, target, lost, "FLUSH" in line.upper())
