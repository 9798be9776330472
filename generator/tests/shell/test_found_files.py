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


@pytest.mark.parametrize("find", [
    "-type d -empty -delete", "-xtype l -delete", "-type l -mtime +9 -delete", "-type f -empty -exec rm {} \\;", "-empty -exec rm -r {} +"])
def test_what_is_empty_or_only_a_link_is_no_loss(find: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(f"find /srv/a {find}").acts()] == [False]


@pytest.mark.parametrize("find", ["! -empty -delete", "\\( -name a -o -empty \\) -delete", "-type f -delete", "-type d -exec rm -r {} +",
    "-empty -exec rm -r /srv/b \\;"])
def test_what_may_hold_something_is_a_loss(find: str, trace: Callable) -> None:
    assert [act.destructive for act in trace(f"find /srv/a {find}").acts()] == [True]


def test_a_shell_knows_the_variables_that_were_exported(trace: Callable) -> None:
    assert trace("export D=/srv/a\nbash -c 'rm -r $D/x'").told() == ["filesystem delete /srv/a/x !"]
    assert trace("D=/srv/a\nexport D\nf() { rm -r \"$D/x\"; }\nexport -f f\nparallel f ::: 1").told() == ["filesystem delete /srv/a/x !"]
    assert trace("D=/srv/a\nbash -c 'rm -r $D/x'").told() == ["filesystem delete ${D}/x !"]
    assert trace("export D=/srv/a\nssh web1 'rm -r $D/x'").told() == ["remote-host delete ${D}/x !"]


@pytest.mark.parametrize("line", ["D=/srv/a bash -c 'rm -r $D/x'", "env D=/srv/a sh -c 'rm -r $D/x'", "sudo D=/srv/a bash -c 'rm -r $D/x'"])
def test_a_shell_knows_what_is_set_for_it_alone(line: str, trace: Callable) -> None:
    assert trace(line).told() == ["filesystem delete /srv/a/x !"]
    assert trace(f"{line}\nbash -c 'rm -r $D/y'").told()[-1] == "filesystem delete ${D}/y !"


def test_a_command_beside_the_script_runs(trace: Callable) -> None:
    assert trace("coproc rm -r /srv/a").told() == ["filesystem delete /srv/a !"]


def test_a_file_of_this_very_run_is_emptied_without_a_loss(trace: Callable) -> None:
    assert trace("> /srv/lists/a-$$").told() == ["filesystem write /srv/lists/a-${pid}"]
