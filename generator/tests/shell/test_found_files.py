"""What ``find`` finds keeps its folder, however it comes to the command that takes it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("text", [
    "find /srv/a -mtime +9 | while read -r f; do rm \"$f\"; done", "while IFS= read -r -d '' f; do rm \"$f\"; done < <(find /srv/a/ -type f -print0)",
    "for f in $(find /srv/a -name '*.gz'); do rm $f; done", "mapfile -t old < <(find /srv/a -mtime +9)\nrm \"${old[@]}\"",
    "OLD=$(find /srv/a -mtime +9)\nrm $OLD",
    "cd /srv\nfind a -type f | sort | head -3 | while read f; do rm $f; done", "OLD=$(find /srv/a -type d | sort | head -n 1)\nrm $OLD",
    "find /srv/a/ -type f | xargs rm"])
def test_the_folder_of_what_is_found(text: str, trace: Callable) -> None:
    assert trace(text).told() == ["filesystem delete /srv/a/${found} !"]


@pytest.mark.parametrize(("text", "told"), [
    ("find /srv/a | while read -r size f; do rm \"$f\"; done", "filesystem delete ${f} !"), ("N=$(find /srv/a | wc -l)\nrm /srv/$N",
    "filesystem delete /srv/${N} !"),
    ("N=$(find /srv/a -printf '%f\\n')\nrm /srv/b/$N", "filesystem delete /srv/b/${N} !"), ("for f in $(find /srv/a /srv/b); do rm $f; done",
    "filesystem delete ${f} !")])
def test_what_else_is_printed_is_no_path_of_that_folder(text: str, told: str, trace: Callable) -> None:
    assert trace(text).told() == [told]


@pytest.mark.parametrize("test", ["[ -z \"$OLD\" ] && exit", "[ -n \"$OLD\" ] || exit", "if [[ -z $(find /srv/a -print -quit) ]]; then exit; fi"])
def test_that_something_is_found_is_not_certain(test: str, trace: Callable) -> None:
    assert trace(f"OLD=$(find /srv/a -mtime +9)\n{test}\nrm -r /srv/b").told() == ["filesystem delete /srv/b !"]


def test_what_is_found_among_temporary_files_is_no_loss(trace: Callable) -> None:
    assert trace("find /tmp/shop -mtime +9 | while read -r f; do rm \"$f\"; done").told() == ["filesystem delete /tmp/shop/${found}"]
