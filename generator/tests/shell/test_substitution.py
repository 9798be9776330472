"""What ``$(...)`` may print, alternatives kept apart, and that nothing is decided by a guess."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize("text", [
    "v=$([ -n \"$A\" ] && tool version || echo '')\nif [ -z \"$v\" ]; then exit 1; fi\nrm -rf /srv/a",
    "v=$(test -f x && echo yes)\nif [ \"$v\" = yes ]; then exit 1; fi\nrm -rf /srv/a",
    "v=\"$(which tool &>/dev/null && echo tool || echo '')\"\n[ -z \"$v\" ] && exit 1\nrm -rf /srv/a",
    "kind() { if [ -f x ]; then echo a; return; fi; uname; }\nk=$(kind)\n[ \"$k\" = a ] && exit\nrm -rf /srv/a",
    "set -a; . .env; set +a\nif [ \"$MODE\" != live ]; then exit 1; fi\nrm -rf /srv/a",
])
def test_a_test_on_what_is_not_certain_ends_nothing(text: str, trace: Callable) -> None:
    assert trace(text, {".env": "MODE=test\n"}).told()[-1] == "filesystem delete /srv/a !"


def test_a_certain_test_still_cuts(trace: Callable) -> None:
    assert trace("v=$(cd /srv && echo no)\nif [ \"$v\" = yes ]; then rm -rf /srv/a; fi\n").told() == []


def test_each_alternative_is_run(trace: Callable) -> None:
    traced = trace("dc=$(x >/dev/null && echo 'docker compose' || echo podman-compose)\n$dc down --volumes")
    assert "container delete compose project !" in traced.told()
    assert {"docker", "podman-compose"} <= set(traced.needs("binary"))


@pytest.mark.parametrize("text", ["dc=$(x && echo docker || echo '')\n$dc volume rm a", "dc=$(x && echo docker || echo '')\n$dc --debug volume rm a",
                                  "dc=$(x && echo 'docker' || echo '')\ndc=\"$dc --debug\"\n$dc volume rm a"])
def test_an_empty_alternative_names_no_command(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == ["container delete a !"]
    assert set(traced.needs("binary")) <= {"docker", "x"}


@pytest.mark.parametrize(("text", "told"), [
    ("a=docker; b=volume; c=\"$a $b rm x\"; $c", ["container delete x !"]),
    ("a=/srv; psql -c \"DELETE FROM $T ${U:-u}\"", ["database delete ${T} !"]),
    ("a=x; eval \"rm -rf /srv/a  ${a} $(echo b)\"", ["filesystem delete /srv/a !", "filesystem delete x !", "filesystem delete b !"]),
])
def test_blanks_between_variables_are_kept(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


def test_a_redirection_at_the_end_of_a_list_is_of_its_last_command(trace: Callable) -> None:
    assert trace("t=/srv/x && date >\"$t\"").told() == ["filesystem write /srv/x"]
    assert trace("cd /srv && date > a").told() == ["filesystem write /srv/a"]


def test_settings_read_into_the_shell_are_read(trace: Callable) -> None:
    traced = trace("source .env\nrm -rf \"$WHERE\"", {".env": "WHERE=/srv/a\n"})
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert traced.unknowns() == []


@pytest.mark.parametrize("text", [
    "if [ \"${FORCE_CLEAN:-}\" == 1 ]; then echo forced; else read -p 'Sure? ' a; [ \"$a\" = y ] || exit; fi\nrm -rf /srv/a",
    "if [ -z \"$ASSUME_YES\" ]; then read -p 'Sure? ' a; if [ \"$a\" != y ]; then exit; fi; fi\nrm -rf /srv/a",
])
def test_a_question_that_a_variable_goes_round_is_a_question(text: str, trace: Callable) -> None:
    guards = [guard for guard in trace(text).act("filesystem delete /srv/a").guards if guard.kind.value == "confirm"]
    assert guards
    assert all((guard.bypass or "").startswith("$") for guard in guards)


def test_a_question_about_something_else_is_none(trace: Callable) -> None:
    text = "if [ -d /srv/b ]; then read -p 'Sure? ' a; [ \"$a\" = y ] || exit; fi\nrm -rf /srv/a"
    assert "confirm" not in trace(text).guards("filesystem delete /srv/a")


def test_alternatives_past_the_limit_are_told_as_unknown(trace: Callable) -> None:
    def told(words: list[str]) -> list[str]:
        arms = "".join(f"{word[0:1]}x) d={word};; " for word in words)
        return sorted(trace(f"case $1 in {arms}*) exit;; esac\nrm -rf /srv/$d").told())

    assert told(["a", "b$1", "c$2", "d$3", "e$4"])[0] == "filesystem delete /srv/${d} !"
    assert told(list("abcdefg")) == [f"filesystem delete /srv/{word} !" for word in "abcdefg"]
    many = told([f"w{number}" for number in range(40)])
    assert len(many) == 32
    assert "filesystem delete /srv/${d} !" in many


def test_a_loop_over_many_words_tells_each(trace: Callable) -> None:
    tables = [f"t{number}" for number in range(12)]
    each = sorted(f"database delete {table} !" for table in tables)
    assert sorted(trace(f"for t in {' '.join(tables)}; do psql -c \"DROP TABLE $t\"; done").told()) == each
    assert sorted(trace(f"all=({' '.join(tables)})\nfor t in \"${{all[@]}}\"; do psql -c \"DROP TABLE $t\"; done").told()) == each
    assert trace(f"for t in {' '.join(f't{n}' for n in range(40))}; do psql -c \"DROP TABLE $t\"; done").told() == ["database delete ${t} !"]


def test_a_library_that_an_image_copies_is_read(trace: Callable) -> None:
    traced = trace(". /etc/startup-common.sh\nwipe", {"docker/startup-common.sh": "wipe() { rm -rf /srv/a; }"})
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert trace(". /etc/common.sh", {"a/common.sh": "rm /srv/a", "b/common.sh": "rm /srv/b"}).told() == []


def test_a_copy_of_an_uncertain_value_is_uncertain(trace: Callable) -> None:
    text = "env | grep -q MAIL || MAIL='x'\nto=\"$MAIL\"\nif [ \"$to\" = x ]; then exit 1; fi\nrm -rf /srv/a"
    assert trace(text).told() == ["filesystem delete /srv/a !"]


def test_the_folder_of_a_script_whose_cd_prints_nowhere(trace: Callable) -> None:
    text = 'here="$( cd "$( dirname "${BASH_SOURCE[0]}" )" >/dev/null 2>&1 && pwd )"\nrm -rf "$here/x"\n"$here/b.sh"'
    assert trace(text, {"b.sh": "rm -rf /srv/b\n"}).told() == ["filesystem delete x !", "filesystem delete /srv/b !"]
    assert "filesystem delete /x !" in trace('here="$(look >/dev/null && pwd)"\nrm -rf "$here/x"').told()


@pytest.mark.parametrize(("text", "told"), [
    ("t=$(python -c 'import tempfile; print(tempfile.mkdtemp())')\nrm -rf \"$t\"", False),
    ("t=$(python -c 'import os; print(os.getcwd())')\nrm -rf \"$t\"", True),
])
def test_a_folder_that_a_program_makes_for_the_moment(text: str, told: bool, trace: Callable) -> None:
    assert any(act.endswith("!") for act in trace(text).told()) is told


@pytest.mark.parametrize(("text", "told"), [
    ("c=$(cat <<'EOF'\nrm -rf /srv/a\nEOF\n)\nbash -c \"$c\"", ["filesystem delete /srv/a !"]),
    ("t=a\npsql -c \"$(cat <<EOF\ndelete from $t;\nEOF\n)\"", ["database delete a !"]),
    ("q=$(cat <<-EOF\n\tdelete from a\n\twhere b = 1\n\tEOF\n)\nmysql shop <<< \"$q\"", ["database delete a !"]),
    ("c=$(cat <<'EOF'\nrm -rf /srv/a\nEOF\n)\necho \"$c\"", []),
    ("c=$(sed s/a/b/ <<'EOF'\nrm -rf /srv/a\nEOF\n)\nbash -c \"$c\"", []),
])
def test_a_document_that_cat_prints_is_its_text(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


def test_the_end_of_the_last_line_is_no_part_of_what_is_printed(trace: Callable) -> None:
    assert trace("name() { printf 'run-%s\\n' \"$A\"; }\nrm -r \"/srv/$(name)/x\"").told() == ["filesystem delete /srv/run-${A}/x !"]


@pytest.mark.parametrize(("text", "target"), [
    ("B=/backup/\nrm -r \"$B/full-$X\"", "/backup/full-${X}"), ("rm -r \"$D//x\"", "${D}/x")])
def test_a_slash_too_many(text: str, target: str, trace: Callable) -> None:
    assert [act.target for act in trace(text).acts()] == [target]


@pytest.mark.parametrize(("function", "lost"), [
    ("mk() { mktemp -d; }", False), ('mk() {\n  base=$(basename "$1")\n  mktemp "/tmp/$base-XXXX"   # named\n}', False),
    ('mk() { local d; d=$(mktemp -d); echo "$d"; }', False), ("mk() { mktemp -d; ls /srv; }", True), ("mk() { nobody; }", True),
])
def test_a_function_that_makes_a_temporary_folder(function: str, lost: bool, trace: Callable) -> None:
    traced = trace(f'#!/bin/sh\n{function}\nd=$(mk x)\nrm -rf "$d"')
    assert any(line.startswith("filesystem delete") and line.endswith("!") for line in traced.told()) is lost


@pytest.mark.parametrize(("text", "wanted"), [
    ('take() { svn "$@"; }\nrm -rf "$(take cat a || echo /srv/c)"', ["${output of take}", "/srv/c"]),
    ('take() { svn "$@"; }\nrm -rf "$(take cat a 2>/dev/null || printf /srv/c)"', ["${output of take}", "/srv/c"]),
    ('look() { echo /srv/a; }\nrm -rf "$(look || echo /srv/b)"', ["/srv/a", "/srv/b"]),
    ('look() { echo /srv/a; }\nrm -rf "$(look || echo /srv/a)"', ["/srv/a"]),
    ('look() { test -e a && echo /srv/a; }\nrm -rf "$(look)"', ["/srv/a"]),
])
def test_what_a_list_says_itself_is_not_what_its_function_prints(text: str, wanted: list[str], trace: Callable) -> None:
    assert [line for line in trace(text).told() if line.startswith("filesystem")] == [f"filesystem delete {target} !" for target in wanted]


@pytest.mark.parametrize(("text", "unknowns"), [
    ('take() { svn "$@"; }\n. <(take cat a || echo false)', ["dynamic-command"]),
    ('take() { svn "$@"; }\neval "$(take cat a || echo false)"', ["dynamic-command"]),
    ("look() { true; }\n. <(echo true || echo false)", []),
])
def test_what_a_function_prints_and_a_shell_runs_is_not_known(text: str, unknowns: list[str], trace: Callable) -> None:
    assert trace(text).unknowns() == unknowns
