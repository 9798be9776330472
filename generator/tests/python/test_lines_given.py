"""Lines of commands that are given to a function of which nothing is known but its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Confidence

HEAD = "import os\nimport toolkit\nfrom toolkit import getoutput, system, Host\nname = os.environ['NAME']\nhost = Host()\n"


def changes(walked: Walked) -> set[tuple[str, str, str | None, bool]]:
    return {(effect.resource, effect.action.value, effect.target, effect.destructive) for effect in walked.effects if effect.action.value != "read"}


@pytest.mark.parametrize(("call", "wanted"), [
    ("system('rm -rf /srv/a')", ("filesystem", "delete", "/srv/a", True)),
    ("getoutput('dropdb ' + name)", ("database", "delete", "${NAME}", True)),
    ("toolkit.run_command(f'rm -r /srv/{name}', check=True)", ("filesystem", "delete", "/srv/${NAME}", True)),
    ("toolkit.shell.run(['psql', '-c', 'drop table orders'])", ("database", "delete", "orders", True)),
    ("host.exec_cmd('/usr/bin/find /srv -delete')", ("filesystem", "delete", "/srv", True)),
    ("system(\"su postgres -c 'dropdb shop'\")", ("database", "delete", "shop", True)),
])
def test_what_it_is_given_is_told_by_its_name(call: str, wanted: tuple[str, str, str, bool], trace: Callable[..., Walked]) -> None:
    walked = trace(f"{HEAD}{call}\n")
    assert wanted in changes(walked)
    assert {effect.confidence for effect in walked.effects if effect.action.value != "read"} == {Confidence.NAME_ONLY}
    assert any(unknown.kind == "unmodelled-package" for unknown in walked.unknowns)          # whether it is run nobody knows


@pytest.mark.parametrize("call", [
    "system('kill the old one')", "toolkit.run('make it so')", "toolkit.runner('rm -rf /srv/a')", "toolkit.note('rm -rf /srv/a')",
    "getoutput('ls -l /srv')", "system(name)", "toolkit.run('rm')", "toolkit.call('find all of them')", "toolkit.execute(['a', name])",
])
def test_what_is_no_line_or_only_looks_is_not_told(call: str, trace: Callable[..., Walked]) -> None:
    assert changes(trace(f"{HEAD}{call}\n")) == set()


def test_python_2_quotes_a_word_for_a_shell(trace: Callable[..., Walked]) -> None:
    text = "import commands\nimport os\nos.system('su postgres -c' + commands.mkarg('dropdb shop'))\n"
    assert changes(trace(text)) == {("database", "delete", "shop", True)}
