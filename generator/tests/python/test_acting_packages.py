"""Packages that had been taken for harmless as a whole, though some of what they offer acts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]


@pytest.mark.parametrize(("code", "wanted"), [
    ("import ansible.playbook\npb = ansible.playbook.PlayBook(playbook=sys.argv[1])\npb.remote_user = 'a'\npb.run()", "remote-host execute ${1}"),
    ("from ansible.executor.playbook_executor import PlaybookExecutor\nPlaybookExecutor(playbooks=['site.yml']).run()", "remote-host execute site.yml"),
    ("from boltons.fileutils import atomic_save\nwith atomic_save('/srv/a', text_mode=True) as f:\n    f.write('b')", "filesystem write /srv/a"),
    ("import heroku3\nheroku3.from_key(k).apps()['shop'].process_formation()['web'].scale(0)", "cloud write web"),
    ("import couchdb\ndb = couchdb.Server('http://db1')['shop']\ndb[sys.argv[1]] = {}", "database write http://db1"),
])
def test_what_acts_is_told(code: str, wanted: str, trace: Trace) -> None:
    told = {f"{effect.resource} {effect.action.value} {effect.target}" for effect in trace(f"import sys\nk = sys.argv[2]\n{code}\n").effects}
    assert wanted in told


@pytest.mark.parametrize(("code", "wanted"), [
    ("import couchdb\nserver = couchdb.Server('http://db1')\ndel server['shop']", True),
    ("import couchdb\ndb = couchdb.Server('http://db1')['shop']\ndel db['a']", True),
    ("import couchdb\ndb = couchdb.Server('http://db1')['shop']\nprint(db['a'])", False),
    ("import heroku3\nprint(heroku3.from_key(k).apps()['shop'].config()['A'])", False),
    ("from boltons import iterutils\nprint(iterutils.chunked([1, 2], 1))", False),
])
def test_only_what_is_lost_is_a_loss(code: str, wanted: bool, trace: Trace) -> None:
    assert any(effect.destructive for effect in trace(f"import sys\nk = sys.argv[1]\n{code}\n").effects) is wanted


def test_a_logger_with_what_it_is_to_say_of_all_is_one(trace: Trace) -> None:
    code = "import os, structlog, sys\nlog = structlog.get_logger().bind(a=1)\nlog.info('removes')\nos.remove(sys.argv[1])\n"
    assert [guard.kind.value for effect in trace(code).effects for guard in effect.guards] == ["output"]
