"""Functions called by a computed name, and what is fed to functions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Call

_TWO = "do_start() { touch /srv/a; }\ndo_reset() { rm -rf /srv/b; }\nother() { rm -rf /srv/c; }\n"


@pytest.mark.parametrize("call", ['"do_$1"', "do_$1", '"do_${1}" "$@"', "do_$ACTION"])
def test_a_computed_name_may_mean_each_function_like_it(trace: Callable, call: str) -> None:
    traced = trace(_TWO + call)
    assert sorted(traced.told()) == ["filesystem delete /srv/b !", "filesystem write /srv/a"]
    variable = "$ACTION" if "ACTION" in call else "$1"
    assert [event.condition for event in traced.events if isinstance(event, Call)] == [f"{variable} is reset", f"{variable} is start"]
    assert traced.unknowns() == []


def test_a_positional_parameter_is_one_digit(trace: Callable) -> None:
    text = "pre_a_run() { rm /srv/a; }\npost_a_run() { rm /srv/b; }\n\"$1_a_run\"\n"
    assert sorted(trace(text).told()) == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]
    assert trace("set -- x\nrm /srv/$1_old ${1}_b").told() == ["filesystem delete /srv/x_old !", "filesystem delete x_b !"]


@pytest.mark.parametrize("call", ['"$@"', "$@", '"$1"', '"$1" "${@:2}"', 'time "$@"'])
def test_the_first_argument_may_be_any_function_and_any_other_command(trace: Callable, call: str) -> None:
    traced = trace(_TWO + call)
    assert sorted(traced.told()) == ["filesystem delete /srv/b !", "filesystem delete /srv/c !", "filesystem write /srv/a"]
    assert sorted(event.condition for event in traced.events if isinstance(event, Call)) == ["$1 is do_reset", "$1 is do_start", "$1 is other"]
    assert len(traced.unknowns()) == 1


@pytest.mark.parametrize("text", ['exec "$@"', 'wrap() { "$@"; }\nwrap ls', 'wrap() { echo "+ $*"; "$@"; }\nwrap "$@"'])
def test_what_is_no_first_argument_of_the_script_calls_none(trace: Callable, text: str) -> None:
    assert trace(_TWO + text).told() == []


@pytest.mark.parametrize("call", ['"$1$2"', '"x_$1"', '"_$1"'])
def test_a_name_that_says_nothing_or_nothing_known_stays_unknown(trace: Callable, call: str) -> None:
    traced = trace(_TWO + call)
    assert traced.told() == []
    assert len(traced.unknowns()) == 1


def test_too_many_functions_stay_unknown(trace: Callable) -> None:
    many = "".join(f"do_{name}() {{ rm /srv/{name}; }}\n" for name in "abcdefghijklmnop")
    assert trace(many + '"do_$1"').told() == []


def test_where_the_argument_is_known_only_that_function_runs(trace: Callable) -> None:
    assert trace("bash ops/y.sh start", {"ops/y.sh": _TWO + '"do_$1"'}).told() == ["filesystem write /srv/a"]


def test_what_is_fed_to_a_function_its_commands_read(trace: Callable) -> None:
    text = "sql() { mysql -u root \"$@\"; }\nsql --database=a <<EOF\nDROP TABLE t_$KIND;\nEOF\nsql <<<'DELETE FROM u'\n"
    assert trace(text).told() == ["database delete t_${KIND} !", "database delete u !"]
    assert trace("sql() { mysql -u root; }\nsql\n").told() == trace("mysql -u root\n").told()


def test_what_another_command_prints_is_no_text_to_read(trace: Callable) -> None:
    assert trace("sql() { mysql -u root; }\nls | while read x; do sql; done\n").told() == trace("ls | while read x; do mysql -u root; done\n").told()


def test_a_comment_in_a_list_is_no_word(trace: Callable) -> None:
    traced = trace("files=(\n  /srv/a # the old one\n  /srv/b\n)\nrm \"${files[@]}\"\n")
    assert traced.told() == ["filesystem delete /srv/a !", "filesystem delete /srv/b !"]


def test_a_heredoc_read_into_a_variable_is_its_value(trace: Callable) -> None:
    text = "read -r -d '' query <<-EOF || true\n\tDROP TABLE {}\nEOF\nmysql -e \"$query\"\n"
    assert trace(text.format("old_$KIND")).told() == ["database delete old_${KIND} !"]
    assert not any("delete" in told for told in trace(text.format("a").replace("-d ''", "")).told())


@pytest.mark.parametrize(("text", "told"), [
    ("if [ \"$1\" = hard ]; then\n  clean() { rm -rf /srv/a; }\nelse\n  clean() { rm -rf /srv/b; }\nfi\nclean", ["/srv/a", "/srv/b"]),
    ("clean() { rm -rf /srv/a; }\nif [ -t 1 ]; then clean() { rm -rf /srv/b; }; fi\nclean", ["/srv/a", "/srv/b"]),
    ("case $1 in a) clean() { rm -rf /srv/a; };; b) clean() { rm -rf /srv/b; };; *) clean() { rm -rf /srv/c; };; esac\nclean",
     ["/srv/a", "/srv/b", "/srv/c"]),
    ("clean() { rm -rf /srv/a; }\nclean() { rm -rf /srv/b; }\nclean", ["/srv/b"]),
    ("clean() { rm -rf /srv/a; }\nclean\nclean() { rm -rf /srv/b; }", ["/srv/a"]),
    ("if ! type clean >/dev/null; then clean() { rm -rf /srv/a; }; fi\nclean", ["/srv/a"]),
])
def test_a_function_that_is_defined_in_several_branches_may_be_each(trace: Callable, text: str, told: list[str]) -> None:
    assert sorted(trace(text).told()) == [f"filesystem delete {path} !" for path in told]


def test_what_such_functions_are_defined_under_is_told(trace: Callable) -> None:
    traced = trace("if [ \"$1\" = hard ]; then clean() { rm /srv/a; }; else clean() { rm /srv/b; }; fi\nclean\n")
    assert {event.condition for event in traced.events if isinstance(event, Call)} == {"$1 is hard", "not ($1 is hard)"}


@pytest.mark.parametrize("call", ["${1:-main}", "\"${1:-main}\" a b", "task=${1-main}\n$task"])
def test_a_first_argument_with_a_default_may_be_any_function(trace: Callable, call: str) -> None:
    traced = trace("main() { touch /srv/a; }\nforget() { rm -f /srv/a; }\n" + call + "\n")
    assert set(traced.told()) == {"filesystem delete /srv/a !", "filesystem write /srv/a"}
    assert [event.condition for event in traced.events if isinstance(event, Call) and event.name == "main"] == [None]
    assert [event.condition for event in traced.events if isinstance(event, Call) and event.name == "forget"] == ["$1 is forget"]
    assert "dynamic-command" in traced.unknowns()


@pytest.mark.parametrize("call", ["${MODE:-main}", "run() { \"${1:-main}\"; }\nrun main"])
def test_what_is_no_first_argument_with_a_default_calls_the_default_alone(trace: Callable, call: str) -> None:
    assert trace("main() { touch /srv/a; }\nforget() { rm /srv/a; }\n" + call + "\n").told() == ["filesystem write /srv/a"]
