"""Commands for files on another machine: told one by one, and unknown where nobody can read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.text import Text

FILES = {"ops/batch.txt": "# old ones\nrm /data/old\nput a.txt /data/\nls\nbye\n"}


def test_a_batch_of_the_repository_is_read(run: Callable, told: Callable) -> None:
    assert told(run("sftp -b ops/batch.txt app@files1", FILES)) == [
        "remote-host delete app@files1:/data/old !", "remote-host write app@files1:/data/", "remote-host read app@files1"]


@pytest.mark.parametrize("line", ["sftp -b /etc/batch app@files1", "lftp -f /etc/batch files1"])
def test_a_batch_that_nobody_can_read_is_unknown(line: str, run: Callable, told: Callable) -> None:
    assert "unknown dynamic-command" in told(run(line))


def test_what_is_fed_is_read(run: Callable, told: Callable) -> None:
    assert told(run("sftp app@files1", stdin=Text.of("rm /data/old\nbye\n"))) == ["remote-host delete app@files1:/data/old !"]


@pytest.mark.parametrize("command", ["mirror -R --delete out /pub", "mirror --reverse --delete out /pub"])
def test_a_mirror_that_removes(command: str, run: Callable, told: Callable) -> None:
    assert "remote-host delete files1:/pub !" in told(run(f"lftp -e '{command}; bye' files1"))
    assert "filesystem delete out !" in told(run("lftp -e 'mirror --delete /pub out; bye' files1"))


def test_a_command_of_this_machine_inside(run: Callable, told: Callable) -> None:
    assert told(run("lftp -e '!rm -rf /srv/a; bye' files1")) == ["filesystem delete /srv/a !"]
