"""Files of folders that are read in one after another, and the functions that they put into a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

LIBRARY = "names=()\nregister() { names+=(\"$1\"); tasks+=(\"$2\"); }\n" \
          "run() { for ((i = 0; i < ${#names[@]}; ++i)); do [ \"$1\" = \"${names[$i]}\" ] && \"${tasks[$i]}\"; done; }\n"
FILES = {
    "lib/run.sh": LIBRARY,
    "cmd/index.sh": "drop_index() { rm -r /srv/index; }\nregister drop drop_index\n",
    "cmd/up.sh": "start_up() { touch /srv/up; }\nregister up start_up\n",
    "cmd/README.md": "Delete all of it with\nrm -rf /srv\n",
}
BOTH = ["filesystem delete /srv/index !", "filesystem write /srv/up"]


@pytest.mark.parametrize("home", [
    'H=$(dirname "$0")', 'H=$(dirname "$(readlink -f "$0")")',
    'R=readlink; [ -x /opt/g ] && R=greadlink\nH=$( dirname $( ${R} -f "${BASH_SOURCE[0]}" ) )'])
@pytest.mark.parametrize("loop", [
    "for f in $H/lib/* $H/cmd/*; do source $f; done", "for f in ${H}/lib/*.sh ${H}/cmd/*.sh; do . $f; done",
    "for f in $H/lib/run.sh $H/cmd/*; do . \"$f\"; done"])
def test_functions_of_a_list_are_called(home: str, loop: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/bash\n{home}\n{loop}\nrun \"$@\"\n", FILES, path="tool")
    assert (sorted(traced.told()), traced.unknowns()) == (BOTH, [])


def test_each_is_called_under_its_condition(effects: Callable) -> None:
    told = effects("#!/bin/bash\nfor f in lib/* cmd/*; do . $f; done\nrun \"$1\"\n", FILES, path="tool")
    assert [next(word for word in effect.condition.split(" and ") if "tasks" in word) for effect in told] == [
        "${tasks} is drop_index", "${tasks} is start_up"]


def test_a_list_with_something_else_in_it_calls_none(trace: Callable) -> None:
    traced = trace("a() { rm -r /srv/a; }\ntasks=(a \"$1\")\n\"${tasks[$i]}\"\n")
    assert (traced.told(), traced.unknowns()) == ([], ["dynamic-command"])


@pytest.mark.parametrize("name", ['"$(basename "$f")"', '"$(basename "$f" .cfg)"'])
def test_any_name_is_not_each_file_of_the_repository(name: str, trace: Callable) -> None:
    files = {"README.md": "rm -rf /srv/a\n", "install.sh": "rm -rf /srv/b\n", "etc/a.cfg": "", "etc/b.cfg": ""}
    traced = trace(f"for f in etc/*; do source {name}; done", files)
    assert (traced.told(), traced.unknowns()) == ([], ["dynamic-command"])


def test_a_script_named_after_any_file_is_not_each_script(trace: Callable) -> None:
    text = "for f in etc/*; do n=$(basename \"$f\" .cfg)\nsource \"$(find /opt/x -name $n.sh | head -1)\"; done"
    traced = trace(text, {"install.sh": "rm -rf /srv/b\n", "etc/a.cfg": ""})
    assert (traced.told(), traced.unknowns()) == ([], ["dynamic-command"])


def test_what_lies_in_several_folders_is_removed(trace: Callable) -> None:
    assert trace("for f in /srv/a/* /srv/b/*.log; do rm \"$f\"; done").told() == ["filesystem delete /srv/a/* !", "filesystem delete /srv/b/*.log !"]


PARTS = {"setup.sh": "mkfs.ext4 /dev/sdb\n", "web/setup.sh": "touch /srv/web\n", "db/part/setup.sh": "touch /srv/db\n"}


@pytest.mark.parametrize(("line", "told"), [
    ("cd /opt/shop/web\n. ./setup.sh", "filesystem write /srv/web"),
    ("pushd /root/ops/db/part > /dev/null\nsource ./setup.sh", "filesystem write /srv/db"),
    ("cd /opt/shop/db\n. part/setup.sh", "filesystem write /srv/db"),
    ("cd /opt/shop\n. ./setup.sh", "filesystem delete /dev/sdb !"),
])
def test_a_file_of_a_checkout_by_its_path_in_full(line: str, told: str, trace: Callable) -> None:
    assert trace(f"#!/bin/bash\n{line}\n", PARTS, path="web/run.sh" if "web" in line else "bin/run.sh").told() == [told]


MODULES = {"ganglia/setup.sh": "rm -r /srv/g\n", "spark/setup.sh": "touch /srv/s\n"}


@pytest.mark.parametrize("line", ["source ./$m/setup.sh", "source $m/setup.sh", ". \"${m}/setup.sh\"", "bash $m/setup.sh"])
def test_a_folder_here_by_one_of_the_words_of_a_loop(line: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/bash\nfor m in $MODULES; do {line}; done\n", MODULES)
    assert sorted(traced.told()) == ["filesystem delete /srv/g !", "filesystem write /srv/s"]


@pytest.mark.parametrize("line", [". $CONFIG/setup.sh", "for dir in $DIRS; do . $dir/setup.sh; done", "for m in $M; do . $m.d/other.sh; done"])
def test_a_folder_of_another_place_is_none_here(line: str, trace: Callable) -> None:
    traced = trace(f"#!/bin/bash\n{line}\n", MODULES)
    assert (traced.told(), bool(traced.unknowns())) == ([], True)
