"""A variable that holds one of several values: what is written into, and where one goes, is each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

EITHER = "#!/bin/bash\nif [ -d /srv/k ]; then x=/srv/one; else x=/srv/two; fi\n"


@pytest.mark.parametrize(("text", "told"), [
    ("date > \"$x\"", ["filesystem write /srv/one", "filesystem write /srv/two"]),
    ("date >> $x.log", ["filesystem write /srv/one.log", "filesystem write /srv/two.log"]),
    ("> \"$x\"", ["filesystem delete /srv/one !", "filesystem delete /srv/two !"]),
    ("cat <<EOF > \"$x\"\nhello\nEOF", ["filesystem write /srv/one", "filesystem write /srv/two"]),
])
def test_each_file_is_written(text: str, told: list[str], trace: Callable) -> None:
    assert trace(EITHER + text).told() == told


def test_each_file_is_read(trace: Callable) -> None:
    assert trace(EITHER + "sort < \"$x\"").told(reads=True) == ["filesystem read /srv/one", "filesystem read /srv/two"]


def test_what_was_written_so_is_its_own(trace: Callable) -> None:
    told = trace(EITHER + "date > \"$x\".new\nrm -f \"$x\".new").told()
    assert told[2:] == ["filesystem delete /srv/one.new", "filesystem delete /srv/two.new"]


@pytest.mark.parametrize(("text", "told"), [
    (EITHER + "cd \"$x\" && rm -rf y", "filesystem delete /srv/${x}/y !"),
    ("#!/bin/bash\nfor d in /srv/a /srv/b; do cd $d; rm -rf y; done", "filesystem delete /srv/${d}/y !"),
    ("#!/bin/bash\nfor d in a b; do pushd /srv/$d; rm -rf y; popd; done", "filesystem delete /srv/${d}/y !"),
    ("#!/bin/bash\nfor d in /srv/a /opt/b; do (cd $d/x && rm -rf y); done", "filesystem delete /${d}/y !"),
    ("#!/bin/bash\nfor d in /srv/a; do cd $d; rm -rf y; done", "filesystem delete /srv/a/y !"),
])
def test_a_folder_that_is_one_of_several_is_not_the_last_of_them(text: str, told: str, trace: Callable) -> None:
    assert trace(text).told() == [told]


@pytest.mark.parametrize("words", ["$V", "$V/x", "/srv/c $V"])
def test_a_loop_over_a_variable_with_several_values(words: str, trace: Callable) -> None:
    traced = trace(f"if [ \"$1\" ]; then V=/srv/a; else V=/srv/b; fi\nfor x in {words}; do rm -r \"$x\"; done\n")
    end = "/x" if words.endswith("/x") else ""
    assert {f"filesystem delete /srv/a{end} !", f"filesystem delete /srv/b{end} !"} <= set(traced.told())


@pytest.mark.parametrize(("text", "told"), [
    ("ssh web1 <<EOF\nrm -r $x\nEOF", ["remote-host delete /srv/one !", "remote-host delete /srv/two !"]),
    ("bash <<EOF\nrm -r $x/a\nEOF", ["filesystem delete /srv/one/a !", "filesystem delete /srv/two/a !"]),
    ("psql shop <<EOF\nDELETE FROM a WHERE b = '$x';\nEOF", ["database delete a !"]),
    ("D=(/srv/a /srv/b)\nssh web1 <<EOF\nrm -r ${D[$i]}\nEOF", ["remote-host delete /srv/a !", "remote-host delete /srv/b !"]),
    ("bash <<'EOF'\nrm -r $x\nEOF", ["filesystem delete ${x} !"]),
    ("cat > /srv/c <<EOF\n$x\nEOF", ["filesystem write /srv/c"]),
])
def test_a_here_document_with_each_value(text: str, told: list[str], trace: Callable) -> None:
    assert trace(EITHER + text + "\n").told() == told
