"""A file that a runner of tasks loads offers those of the modules that it brings in; one task runs another by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

Trace = Callable[..., Walked]

_STORE = """
    from fabric.api import task, sudo


    def _helper():
        sudo('rm -rf /srv/helper')


    @task
    def wipe():
        sudo('rm -rf /srv/store')
"""
_WEB = """
    from fabric.api import task, sudo
    import store

    @task
    def clear():
        sudo('rm -rf /srv/web')
"""
_OF_INVOKE = """
    from invoke import task

    @task
    def wipe(c):
        c.run('rm -rf /srv/store')

    @task
    def clear(c):
        c.run('rm -rf /srv/web')
"""


def _gone(found: Walked) -> list[tuple[str | None, int]]:
    return sorted((effect.target, effect.via[0].line) for effect in found.effects if effect.action == "delete")


@pytest.mark.parametrize(("lines", "wanted"), [
    ("from fabric.api import env\nimport store\nimport web\n", [("/srv/store", 2), ("/srv/web", 3)]),
    ("from fabric.api import env\nimport web\n", [("/srv/store", 2), ("/srv/web", 2)]),          # it looks into what those import, too
    ("from fabric.api import env\nimport web as site\n", [("/srv/store", 2), ("/srv/web", 2)]),
    ("from fabric.api import task\nfrom store import wipe\n@task\ndef go():\n    pass\n", [("/srv/store", 2)]),
    ("from fabric.api import task\nfrom store import _helper\n@task\ndef go():\n    pass\n", []),
    ("import os\nimport json\n", []),
])
def test_a_fabfile_offers_what_it_imports(trace: Trace, lines: str, wanted: list[tuple[str, int]]) -> None:
    assert _gone(trace(lines, {"store.py": _STORE, "web.py": _WEB}, path="fabfile.py")) == wanted


def test_another_file_offers_nothing(trace: Trace) -> None:
    assert _gone(trace("from fabric.api import env\nimport store\n", {"store.py": _STORE}, path="run.py")) == []


@pytest.mark.parametrize(("lines", "wanted"), [
    ("from invoke import Collection\nimport store\nns = Collection(store)\n", [("/srv/store", 3), ("/srv/web", 3)]),
    ("from invoke import Collection\nimport store\nnamespace = Collection(store.clear)\n", [("/srv/web", 3)]),
    ("from invoke import Collection\nfrom store import wipe, clear\nns = Collection(clear)\n", [("/srv/web", 3)]),
    ("from invoke import task\nfrom store import wipe\n", [("/srv/store", 2)]),
    ("from invoke import task\nimport store\n", []),
])
def test_what_invoke_loads_offers_a_collection_or_the_tasks_it_imports(trace: Trace, lines: str, wanted: list[tuple[str, int]]) -> None:
    assert _gone(trace(lines, {"store.py": _OF_INVOKE}, path="tasks.py")) == wanted


@pytest.mark.parametrize(("call", "wanted", "unknowns"), [
    ("execute('store.wipe')", ["/srv/store"], []),
    ("execute(store.wipe, hosts=['a'])", ["/srv/store"], []),
    ("execute('wipe')", ["/srv/store"], []),
    ("execute('store.clean')", [], ["dynamic-call"]),
    ("execute(NAME)", [], ["dynamic-call"]),
])
def test_a_task_that_another_one_runs(trace: Trace, call: str, wanted: list[str], unknowns: list[str]) -> None:
    text = f"import os\nfrom fabric.api import task, execute\nimport store\nNAME = os.environ['A']\n@task\ndef go():\n    {call}\n"
    found = trace(text, {"store.py": _STORE}, path="deploy.py")
    assert [effect.target for effect in found.effects if effect.action == "delete"] == wanted
    assert [unknown.kind for unknown in found.unknowns] == unknowns
