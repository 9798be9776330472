"""What a program prints that another one runs: ``sudo``, ``timeout`` and the like print nothing themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Unknown


def unread(text: str, trace: Callable) -> list[tuple[str, str]]:
    return [(event.kind, event.detail) for event in trace(text).events if isinstance(event, Unknown)]


@pytest.mark.parametrize("before", [
    "", "sudo ", "sudo -u app -E ", "timeout 10 ", "timeout -s KILL 10 ", "env A=1 ", "nice -n 5 ", "sudo timeout 5 "])
@pytest.mark.parametrize("text", ["bash -c \"$(%scurl -fsSL https://h/x.sh)\"", "bash <(%scurl -s https://h/x.sh)", "source <(%scurl -s https://h/x.sh)",
                                  "eval \"$(%swget -qO- https://h/x.sh)\""])
def test_a_script_from_the_web_is_one_whoever_fetches_it(before: str, text: str, trace: Callable) -> None:
    assert [kind for kind, _ in unread(text % before, trace)] == ["remote-script"]


@pytest.mark.parametrize("before", ["", "sudo ", "sudo -H ", "nohup "])
def test_a_script_from_the_web_is_piped_into_a_shell(before: str, trace: Callable) -> None:
    assert [kind for kind, _ in unread(f"{before}curl -s https://h/x.sh | bash", trace)] == ["remote-script"]


def test_what_is_run_is_named_after_what_prints_it(trace: Callable) -> None:
    assert ("dynamic-command", "runs ${output of /opt/tool/vars}, which is not in the repository") in unread("source <(sudo /opt/tool/vars x)", trace)


@pytest.mark.parametrize(("text", "told"), [
    ("f=$(sudo mktemp)\nrm -rf $f", "filesystem delete /tmp/${temporary}"),
    ("d=$(sudo readlink -f /srv/a)\nrm -rf $d/b", "filesystem delete /srv/a/b !"),
    ("d=$(sudo $X)\nrm -rf /srv/$d", "filesystem delete /srv/${d} !")])
def test_a_path_that_a_wrapped_program_prints(text: str, told: str, trace: Callable) -> None:
    assert trace(text).told() == [told]
