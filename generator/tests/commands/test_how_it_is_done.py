"""Not only what is done, but how: with which rights, to how many, to what age."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Act


@pytest.mark.parametrize(("line", "what"), [
    ("chmod 777 /srv/a", "changes rights of /srv/a to 777"), ("chmod -R go-w /srv/a", "changes rights of /srv/a to go-w"),
    ("chown app:app /srv/a", "changes rights of /srv/a to app:app"), ("restorecon /srv/a", "changes rights of /srv/a"),
    ("kubectl scale deploy/web --replicas=0", "scales deploy/web to 0"), ("kubectl scale --replicas 3 deploy/web", "scales deploy/web to 3"),
    ("kubectl scale deploy/web", "scales deploy/web"),
    ("usermod -aG docker bob", "changes the account or group bob (-a -G)"), ("usermod -L bob", "changes the account or group bob (-L)"),
    ("passwd bob", "changes the account or group bob"), ("cf start web", "changes web (start)"), ("cf stop web", "changes web (stop)"),
    ("find /srv -mtime +30 -delete", "removes files found under /srv (-mtime +30)"),
    ("find /srv -name '*.log' -mtime +30 -delete", "removes files found as /srv/*.log (-mtime +30)"),
    ("find /srv -name '*.log' -delete", "removes files found as /srv/*.log"), ("find /srv -delete", "removes everything under /srv"),
    ("find /srv ! -newer /srv/mark -size +1M -delete", "removes files found under /srv (! -newer /srv/mark -size +1M)"),
    ("find /srv -mtime +30 -exec rm {} ;", "removes /srv/${found} (-mtime +30)"), ("find /srv -exec rm {} ;", "removes /srv/${found}"),
])
def test_how_a_command_does_it(line: str, what: str, run: Callable) -> None:
    assert [event.what for event in run(line) if isinstance(event, Act) and event.action.value != "read"] == [what]


def test_what_is_too_long_to_say_is_left_out(run: Callable) -> None:
    assert [event.what for event in run(f"chmod {'u+x,' * 40}g+x /srv/a") if isinstance(event, Act)] == ["changes rights of /srv/a"]
