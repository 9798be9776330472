"""What a text that a shell runs is given: ``sh -c 'rm "$1"' name /srv/a``."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("sh -c 'rm -rf \"$1\"' _ /srv/a", ["filesystem delete /srv/a !"]),
    ("bash -c 'rm -rf \"$0/$1\"' /srv a", ["filesystem delete /srv/a !"]),
    ("sudo -u app bash -c 'for f; do rm \"$f\"; done' _ /srv/a /srv/b", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("find /srv -name '*.log' -exec sh -c 'rm \"$1\"' _ {} \\;", ["filesystem delete /srv/*.log !"]),
    ("find /srv -print0 | xargs -0 -n1 sh -c 'rm \"$0\"'", ["filesystem delete /srv/${found} !"]),
    ("bash -s -- /srv/a <<'EOS'\nrm -rf \"$1\"\nEOS", ["filesystem delete /srv/a !"]),
    ("bash -s /srv/a < wipe.sh", ["filesystem delete /srv/a !"]),
    ("ssh web1 bash -s /srv/a < wipe.sh", ["filesystem delete /srv/a !"]),
    ("sh -c 'rm -rf \"$1\"'", ["filesystem delete ${1} !"]),
    ("sh -c 'shift; rm -rf \"$@\"' _ a /srv/b", ["filesystem delete /srv/b !"]),
])
def test_its_arguments(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text, {"wipe.sh": "#!/bin/bash\nrm -rf \"$1\"\n"}).told() == told


def test_each_line_of_a_document_for_another_shell_has_its_place(trace: Callable) -> None:
    traced = trace("ssh app1 <<'END'\ncd /srv\nwipe() {\n  rm -rf /srv/a\n}\nwipe\ncat > /srv/x <<IN\nhello\nIN\nrm -rf /srv/b\nEND\n"
                   "bash -c 'rm -rf /srv/c\nrm -rf /srv/d'\n")
    assert [(act.target, act.at.line) for act in traced.acts()] == [("/srv/a", 4), ("/srv/x", 7), ("/srv/b", 10), ("/srv/c", 12), ("/srv/d", 12)]


def test_a_document_that_a_variable_of_several_lines_moves(trace: Callable) -> None:
    traced = trace("A='x\ny'\nssh app1 <<END\necho $A\nrm -rf /srv/b\nEND\n")
    assert [(act.target, act.at.line) for act in traced.acts()] == [("/srv/b", 3)]
