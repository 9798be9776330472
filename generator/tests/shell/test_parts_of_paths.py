"""What a variable holds stays known: parts of a path that may be several, arrays declared again, arguments after the options."""

from __future__ import annotations

from collections.abc import Callable

import pytest

OPTION = 'DIR=/tmp/shared\nwhile getopts s: o; do case $o in s) DIR="$OPTARG";; esac; done\n'
OR_ELSE = 'DIR=/tmp/shared\n[ -n "$2" ] && DIR=/srv/shared\n'


@pytest.mark.parametrize("text", [
    'rm -rf "$(dirname "$DIR")/old"',
    'PARENT=$(dirname $DIR)\nrm -rf "$PARENT/old"',
    'PARENT="$(dirname ${DIR})"\nrm -rf "${PARENT}/old"',
    'PARENT=`dirname $DIR`\nrm -rf "$PARENT/old"',
])
def test_a_part_of_each_path_is_known(text: str, trace: Callable) -> None:
    assert set(trace("#!/bin/bash\n" + OR_ELSE + text).told()) == {"filesystem delete /tmp/old", "filesystem delete /srv/old !"}


@pytest.mark.parametrize("text", [
    'cd "$(dirname $DIR)"\nrm -rf "$(basename $DIR)"',
    'NAME=$(basename "$DIR")\nPARENT=$(dirname "$DIR")\nrm -rf "$PARENT/$NAME"',
    'DIR=$(realpath "$DIR")\nrm -rf "$DIR"',
    'DIR=$(echo $DIR)\nrm -rf "$DIR"',
])
def test_a_folder_that_an_option_names_is_not_taken_for_a_temporary_one(text: str, trace: Callable) -> None:
    assert any(told.startswith("filesystem delete") and told.endswith("!") for told in trace("#!/bin/bash\n" + OPTION + text).told())


def test_a_part_of_the_only_path_is_the_only_one(trace: Callable) -> None:
    assert trace("DIR=/tmp/shared\nrm -rf $(dirname $DIR)/old").told() == ["filesystem delete /tmp/old"]


@pytest.mark.parametrize("word", ["declare -a", "typeset -a", "declare", "declare -ga"])
def test_what_is_declared_again_outside_functions_keeps_its_elements(word: str, trace: Callable) -> None:
    text = f"{word} tasks\ntasks+=(clean)\n{word} tasks\nclean() {{ rm -rf /srv/a; }}\n" 'for task in "${tasks[@]}"; do $task; done'
    assert trace("#!/bin/bash\n" + text).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("word", ["local", "declare -a", "typeset"])
def test_what_a_function_declares_is_its_own(word: str, trace: Callable) -> None:
    text = f'DIR=/srv/a\nclean() {{\n  {word} DIR\n  rm -rf "$DIR/x"\n}}\nclean'
    assert "/srv/a" not in " ".join(trace("#!/bin/bash\n" + text).told())


def test_a_library_that_is_read_twice_keeps_what_others_registered(trace: Callable) -> None:
    files = {"lib/cli.sh": 'declare -a names\nregister() { names+=("$1"); }\nrun() { for each in "${names[@]}"; do $each; done; }\n',
             "lib/a.sh": "clean_a() { rm -rf /srv/a; }\nregister clean_a\n", "lib/z.sh": "clean_z() { rm -rf /srv/z; }\nregister clean_z\n"}
    told = trace("#!/bin/bash\nfor f in lib/cli.sh lib/*; do source $f; done\nrun", files).told()
    assert set(told) == {"filesystem delete /srv/a !", "filesystem delete /srv/z !"}


def test_what_is_left_behind_the_options_is_not_known(trace: Callable) -> None:
    files = {"clean.sh": '#!/bin/bash\nwhile getopts s: o; do case $o in s) S="$OPTARG";; esac; done\nshift "$((OPTIND - 1))"\nrm -rf "$1"\n'}
    assert trace("#!/bin/bash\n./clean.sh -s /srv/a /srv/b", files).told() == ["filesystem delete ${1} !"]


def test_a_number_of_arguments_is_taken_away(trace: Callable) -> None:
    files = {"clean.sh": '#!/bin/bash\nshift 2\nrm -rf "$1"\n'}
    assert trace("#!/bin/bash\n./clean.sh -s /srv/a /srv/b", files).told() == ["filesystem delete /srv/b !"]
