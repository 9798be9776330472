"""Redirections to addresses: no files."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ("(echo -n > /dev/tcp/$1/$2) >/dev/null 2>&1 && break", "network read ${1}:${2}"), ("exec 3<>/dev/tcp/$1/$2", "network read ${1}:${2}"),
    ("exec 3<> \"/dev/tcp/db/5432\"", "network read db:5432"), ("cat < /dev/tcp/$HOST/13", "network read ${HOST}:13"),
    (": > /dev/tcp/db/80", "network read db:80"),
    ("echo 'a:1|c' > /dev/udp/127.0.0.1/8125", "network write 127.0.0.1:8125"), ("timeout 1 bash -c '</dev/tcp/db/80'", "network read db:80")])
def test_an_address_is_connected_to(trace: Callable, text: str, told: str) -> None:
    traced = trace(text)
    assert traced.told(reads=True) == [told]
    assert traced.unknowns() == []


def test_files_of_other_devices_are_files(trace: Callable) -> None:
    assert trace(": > /srv/tcp/a/1\n").told() == ["filesystem delete /srv/tcp/a/1 !"]
    assert trace("echo a > /dev/ttyS0\n").told() == ["filesystem write /dev/ttyS0"]


def test_the_last_argument_in_the_name_of_a_file_stays(trace: Callable) -> None:
    assert trace("echo a > /srv/$1/$2\n").told() == ["filesystem write /srv/${1}/${2}"]


def test_what_goes_into_a_log_from_here_on_does_not_only_empty_it(trace: Callable) -> None:
    assert trace("exec > /srv/x.log\n").told() == ["filesystem write /srv/x.log"]
