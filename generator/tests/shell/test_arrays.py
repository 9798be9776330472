"""Arrays: what branches append, single elements, parts, and other names for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

DOWN = ["container delete volumes of the compose project !", "container delete compose project !"]


@pytest.mark.parametrize(("text", "told"), [
    ('args=(down)\nif [ -n "$1" ]; then args+=(-v); fi\nargs+=(--remove-orphans)\ndocker compose "${args[@]}"', DOWN),
    ('args=(down -v)\nif [ -n "$1" ]; then args+=(-t 1); fi\ndocker compose "${args[@]}"', DOWN),
    ('cmd=(rm -rf)\nif [ -n "$1" ]; then cmd+=(-v); fi\ncmd+=(/srv/a)\n"${cmd[@]}"', ["filesystem delete /srv/a !"]),
    ('cmd=(rm -rf)\n[ -n "$1" ] && cmd+=(-v)\n"${cmd[@]}" /srv/a', ["filesystem delete /srv/a !"]),
    ('a=/srv/a\n[ -n "$1" ] && a+=(/srv/b)\nrm -rf "${a[@]}"', ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ('a=(x rm -rf /srv/a)\n"${a[@]:1}"', ["filesystem delete /srv/a !"]),
    ('a=(/srv/a /srv/b /srv/c)\nrm "${a[@]:1:1}"', ["filesystem delete /srv/b !"]),
    ('a=(/srv/a /srv/b)\nrm "${a[-1]}"', ["filesystem delete /srv/b !"]),
    ('a=([0]=rm [1]=-rf [2]=/srv/a)\n"${a[@]}"', ["filesystem delete /srv/a !"]),
    ('a[0]=rm; a[1]=-rf; a[2]=/srv/a\n"${a[@]}"', ["filesystem delete /srv/a !"]),
    ('a=(rm /srv/a)\na[1]=/srv/b\n"${a[@]}"', ["filesystem delete /srv/b !"]),
    ('wipe() { local -n list=$1; rm -rf "${list[@]}"; }\nold=(/srv/a /srv/b)\nwipe old',
     ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ('wipe() { local -n list=$1; rm -rf "${list[@]}"; }\nwipe "$2"', ["filesystem delete ${list} !"]),
])
def test_elements_are_words(text: str, told: list[str], trace: Callable) -> None:
    traced = trace("#!/bin/bash\n" + text)
    assert set(traced.told()) == set(told)
    assert traced.unknowns() == []


def test_what_is_not_appended_is_not_there(trace: Callable) -> None:
    text = 'args=(down)\nif [ -n "$1" ]; then args+=(-t 1); fi\nargs+=(--remove-orphans)\ndocker compose "${args[@]}"'
    assert trace(text).told() == ["container delete compose project"]
    assert trace('a=(/srv/a /srv/b)\nrm "${a[@]:2}"').told() == []


def test_elements_that_only_a_run_knows_are_told(trace: Callable) -> None:
    assert trace('a=("$@")\nrm "${a[-1]}"').told() == ["filesystem delete ${@} !"]
    assert trace('rm "${LIST[2]}"').told() == ["filesystem delete ${LIST[2]} !"]
    assert trace('a=("$@")\nrm "${a[@]:1}"').told() == ["filesystem delete ${a} !"]


APPLY, DESTROY = "cloud write infrastructure", "cloud delete infrastructure !"


@pytest.mark.parametrize("text", [
    'cmd=(terraform)\nif [ "$1" = a ]; then cmd+=(apply); else cmd+=(destroy); fi\n"${cmd[@]}"',
    'cmd=(terraform)\nif [ "$1" = a ]; then cmd+=(apply); else cmd+=(destroy -v); fi\ncmd+=(-input=false)\n"${cmd[@]}"',
    'cmd=(terraform)\nif [ "$1" = a ]; then cmd+=(apply); elif [ "$1" = b ]; then cmd+=(destroy); fi\n"${cmd[@]}"',
    'cmd=(terraform)\ncase $1 in a) cmd+=(apply);; b) cmd+=(destroy);; esac\n"${cmd[@]}"',
    'args=()\ncase $1 in a) args+=(apply);; b) args+=(destroy);; esac\nterraform "${args[@]}"',
    'cmd=terraform\nif [ "$1" = a ]; then cmd="$cmd apply"; else cmd="$cmd destroy"; fi\n$cmd',
    'cmd=terraform\ncase $1 in a) cmd+=" apply";; b) cmd+=" destroy";; esac\n$cmd',
])
def test_branches_that_add_another_command_are_told_apart(text: str, trace: Callable) -> None:
    assert set(trace("#!/bin/bash\n" + text).told()) == {APPLY, DESTROY}


@pytest.mark.parametrize("text", [
    'cmd=(rm)\nif [ -n "$1" ]; then cmd+=(-r); else cmd+=(-f); fi\ncmd+=(/srv/a)\n"${cmd[@]}"',
    'opts=-v\nif [ -n "$1" ]; then opts="$opts -r"; else opts="$opts -f"; fi\nrm $opts /srv/a',
    'a=()\nif [ -n "$1" ]; then a+=(/srv/a); else a+=(/srv/a -v); fi\nrm "${a[@]}"',
])
def test_branches_that_add_options_stay_together(text: str, trace: Callable) -> None:
    assert trace("#!/bin/bash\n" + text).told() == ["filesystem delete /srv/a !"]


def test_files_that_branches_add_are_all_told(trace: Callable) -> None:
    text = 'a=()\nif [ -n "$1" ]; then a+=(/srv/a); else a+=(/srv/b); fi\na+=(/srv/c)\nrm "${a[@]}"'
    assert set(trace("#!/bin/bash\n" + text).told()) == {f"filesystem delete /srv/{name} !" for name in "abc"}


def test_a_command_that_grows_by_turns_in_a_loop(trace: Callable) -> None:
    text = ('cmd=(tmux)\nfirst=true\nfor name; do if $first; then first=false; cmd+=(new-session -n "$name" "rm /srv/a");\n'
            'else cmd+=(";" new-window -n "$name" "rm /srv/a"); fi; done\n"${cmd[@]}"')
    assert trace("#!/bin/bash\n" + text).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("text", "told"), [
    ('f() { local kept=("${@:4}"); rm -rf "${kept[@]}"; }\nf remove shop x /srv/b /srv/c', ["/srv/b", "/srv/c"]),
    ('f() { rm -rf "${@:3}"; }\nf remove shop /srv/b', ["/srv/b"]),
    ('f() { rm -rf "${@:3:1}"; }\nf remove shop /srv/b /srv/c', ["/srv/b"]),
    ('f() { rm -rf "${@: 2}"; }\nf remove /srv/b', ["/srv/b"]),
    ('f() { rm -rf "${@:4}"; }\nf remove /srv/b', []),
    ('f() { local a="${@:2}"; rm -rf "/srv/$a"; }\nf remove b', ["/srv/b"]),
])
def test_arguments_from_one_on_are_words_and_no_part_of_a_text(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == [f"filesystem delete {target} !" for target in told]


@pytest.mark.parametrize("place", ["0", "1"])
def test_an_element_of_a_list_of_all_arguments_is_the_argument(place: str, trace: Callable) -> None:
    text = f'args=("$@")\nof="${{args[{place}]}}"\nf() {{ rm -rf "${{@:2}}"; }}\nf "$of" /srv/b\nrm "/srv/$of"'
    assert trace(text).told() == [f"filesystem delete /srv/${{{int(place) + 1}}} !", "filesystem delete /srv/b !"]


def test_an_element_that_lies_before_all_arguments_is_itself(trace: Callable) -> None:
    assert trace('args=(/srv/a "$@")\nrm "${args[0]}"').told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize(("text", "told"), [
    ("Q[1]='SELECT 1'\nQ[2]='DELETE FROM a'\nfor ((i=1;i<=2;i++)); do psql -c \"${Q[$i]}\" shop; done", ["database delete a !"]),
    ("Q=('DROP TABLE a' 'TRUNCATE b')\npsql -c \"${Q[$1]}\" shop", ["database delete a !", "database delete b !"]),
    ("D=(/srv/a /srv/b)\nrm -r \"${D[$i]}\"", ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]),
    ("D=(/srv/a \"$1\")\nrm -r \"${D[$i]}\"", ["filesystem delete ${D[$i]} !"]),
    ("D=(/srv/a /srv/b)\nrm -r \"${D[1]}\"", ["filesystem delete /srv/b !"]),
])
def test_any_element_by_an_index_that_only_a_run_knows(text: str, told: list[str], trace: Callable) -> None:
    assert trace(f"#!/bin/bash\n{text}\n").told() == told


@pytest.mark.parametrize("test", ["[[ ${D[i]} == two ]]", "[ \"${D[$i]}\" = two ]", "[[ \"${D[$1]}\" == t* ]]", "test ${D[RANDOM]} = two"])
def test_a_test_on_any_element_decides_nothing(test: str, trace: Callable) -> None:
    assert trace(f"#!/bin/bash\nD=(one two)\n{test} && rm /srv/a\n{test} || rm /srv/b\n").told() == [
        "filesystem delete /srv/a !", "filesystem delete /srv/b !"]


def test_a_case_on_any_element_decides_nothing(trace: Callable) -> None:
    traced = trace("#!/bin/bash\nD=(one two)\ncase ${D[i]} in one) rm /srv/a;; two) rm /srv/b;; esac\n")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
