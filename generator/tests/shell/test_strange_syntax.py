"""Shell that the grammar does not know, or reads wrongly: nothing after it, and no function beside it, is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.languages._shell.mending import settled


@pytest.mark.parametrize("line", [
    'x="${1//$/}"', "x=${1/#$/a}", "x=${1//$/\\\\$}", "x=${y[@]//$/}",
    'if [ "$a" \\> "$b" ]; then x=1; fi', "if [ -n \"$a\" ] && [ \"$a\" \\< \"$b\" ]; then x=1; fi",
    'printf "\\b${s:i++%${#s}:1}"', "x=${s:i++:1}", "x=${s:i--:1}", "if [[ $1 == *'`'* ]]; then x=1; fi",
    'x="${x//]/\\\\]}"', "x=${x/]/}",
    'if [[ ("$1" =~ ^a{8}-02$) || ("$1" = b && ! "$1" =~ ^[[:xdigit:]]{4}$) ]]; then x=1; fi',
    'if [[ ( "$1" =~ ^(a|b)$) ]]; then x=1; fi',
    'if [[ "$1" != a && (("$1" = b && ! "$1" =~ ^c{8}$) || \\\n ("$1" = d && ! "$1" =~ ^e$)) ]]; then x=1; fi',
    "if [[ $1 == *$'\\n'* ]]; then x=1; fi"])
def test_what_comes_before_and_after_a_strange_line_is_read(line: str, trace: Callable) -> None:
    traced = trace(f"f() {{\n  {line}\n  rm /srv/a\n}}\n{line}\nf\ng() {{ rm /srv/b; }}\ng\n")
    assert (traced.told(), traced.unknowns()) == (["filesystem delete /srv/a !", "filesystem delete /srv/b !"], [])


def test_a_strange_line_in_a_file_that_is_read_in_leaves_its_functions(trace: Callable) -> None:
    library = 'f() {\n  key="${2//$/}"\n  rm "/srv/$1"\n}\nx=$(\n  php -- "$a" << \'EOF\'\n<?php if ($a < 2) { fail(\'x\'); }\nEOF\n)\n'
    assert trace("source lib.sh\nf a\n", {"lib.sh": library}).told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("line", [
    'if [[ $1 == *"`rm /srv/a`"* ]]; then :; fi', "x=${a//b/$(rm /srv/a)}", "x=${a:$(rm /srv/a):1}", "echo ${a:?$(rm /srv/a)}",
    "x=$(( $(rm /srv/a) + 1 ))", "echo $(( `rm /srv/a` + 1 ))", "(( x = $(rm /srv/a) ))", "(( x += 1 + $(rm /srv/a) ))",
    "for ((i = 0; i < $(rm /srv/a); i++)); do echo; done", 'while read -r x; do echo; done <<< "$(rm /srv/a)"',
    'if read -r x; then echo; fi <<< "$(rm /srv/a)"', '{ read -r x; echo; } <<< "$(rm /srv/a)"', 'mapfile -t x <<< "$(rm /srv/a)"'])
def test_commands_inside_a_word_are_run_wherever_it_stands(line: str, trace: Callable) -> None:
    assert trace(line + "\n").told() == ["filesystem delete /srv/a !"]


@pytest.mark.parametrize("line", ["x='$(( $(rm /srv/a) ))'", "x=\"\\$(rm /srv/a)\"", "while read -r x; do echo; done <<< '$(rm /srv/a)'",
    "(( x = 1 ))"])
def test_what_is_quoted_is_not_run(line: str, trace: Callable) -> None:
    assert trace(line + "\n").told() == []


PLACES = ["a | awk '{print $3}'\n", "a | b | crontab -u root -\n\n# why\n", "a | cut -d' ' -f2\n"]
FRAMES = [
    "if ! rm /srv/a >/dev/null 2>&1\nthen\n  rm /srv/b\nfi\n", "for x in 1/tcp 2/udp\ndo\n  rm /srv/a &>/dev/null\n  rm /srv/b\ndone\n",
    "while read -r x\ndo\n  rm /srv/a\n  if [ -n \"$x\" ] || [ -z \"$y\" ] \\\n  || [ -z \"$z\" ]\n  then\n    rm /srv/b\n  fi\ndone\n"]


@pytest.mark.parametrize("before", PLACES)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_behind_a_command_is_no_part_of_it(before: str, frame: str, trace: Callable) -> None:
    traced = trace(f"f() {{\n  {before}{frame}  rm /srv/c\n}}\nf\n{before}{frame}")
    assert {"filesystem delete /srv/a !", "filesystem delete /srv/b !", "filesystem delete /srv/c !"} == set(traced.told()) - {"scheduler write"}
    assert "parse-tier" not in traced.unknowns()


@pytest.mark.parametrize(("value", "target"), [
    ('$dir/a_$(date "+%F").$CTY.log', "/srv/a_${output of date}.${CTY}.log"),
    ("$dir/$(hostname -s)-$NAME.sql", "/srv/${output of hostname}-${NAME}.sql"),
    ("/srv/$(ls | awk '{print $1}').$NAME.log", "/srv/${output of ls}.${NAME}.log"),
])
def test_a_value_goes_on_behind_a_substitution(trace, value: str, target: str) -> None:
    found = trace(f'dir=/srv\nold={value}\nrm -f "$old"\n')
    assert found.told() == [f"filesystem delete {target} !"]
    assert not found.unknowns()


@pytest.mark.parametrize("text", [': "${ALL:=$(( MOST * HOSTS ))}"', 'X="${Y:-$((A + 1))}"', 'rm -f "/tmp/x${Z:=$(( N * 2 ))}"'])
def test_a_sum_in_a_default_runs_nothing(trace, text: str) -> None:
    assert not trace(text + "\n").unknowns()


def test_very_long_values_are_read_in_time() -> None:
    for text in (b"a=" + b"$(x)" * 20_000, b"a=" + b"$a" * 20_000 + b"(", b"a=" + b"$(x" * 20_000, b"a=$(x)$y;" * 8_000):
        assert settled(text)


@pytest.mark.parametrize("text", [
    'if [[ "$a" =~ ( b ]]; then\n  exit 1\nfi\nrm /srv/a', 'f() {\nif [[ "$a" =~ ( b ]]; then\n  return 1\nfi\nrm /srv/a\n}\nf',
    "if a ((; then\n  exit 1\nfi\nrm /srv/a",
    "while [[ x ( ]]; do\n  exit 1\ndone\nrm /srv/a"])
def test_what_leaves_a_broken_branch_leaves_what_follows(text: str, trace: Callable) -> None:
    traced = trace(text + "\n")
    assert traced.told() == ["filesystem delete /srv/a !"]
    assert "parse-tier" in traced.unknowns()


def test_what_leaves_the_script_before_does_leave_it(trace: Callable) -> None:
    assert trace("exit 0\nx=${a[\nrm /srv/a\n").told() == []


@pytest.mark.parametrize(("text", "told"), [
    ("rm -rf $TOP/$user/web/$name", "filesystem delete /home/bob/web/shop !"),
    ("rm $TOP/$user.$name.tar", "filesystem delete /home/bob.shop.tar !"),
    ("rm -f $TOP/$user-$name $TOP/x", "filesystem delete /home/bob-shop !"),
    ("rm -rf \"$TOP/$user/web/$name\"", "filesystem delete /home/bob/web/shop !"),
    ("for f in $TOP/$user-$name/a; do rm $f; done", "filesystem delete /home/bob-shop/a !"),
    ("sudo $DIR/$tool-all.sh a", "filesystem delete /srv/a !"),
    ("$DIR/$tool-all.sh a", "filesystem delete /srv/a !"),
    ("[ $TOP/$user.$name != x ] && rm /srv/a", "filesystem delete /srv/a !"),
    ("x=$(echo $TOP/$user-$name.c)\nrm $x", "filesystem delete /home/bob-shop.c !"),
    ("echo x > $TOP/$user.$name", "filesystem write /home/bob.shop"),
])
def test_variables_written_together_are_one_word(text: str, told: str, trace: Callable) -> None:
    before = "TOP=/home\nuser=bob\nname=shop\nDIR=bin\ntool=wipe\n"
    traced = trace(before + text, {"bin/wipe-all.sh": "rm -rf /srv/$1\n"})
    assert told in traced.told()
    assert traced.unknowns() == []


def test_what_is_tested_stands_as_it_is_written(trace: Callable) -> None:
    traced = trace("if [ -e $TOP/$user.$name ]; then rm /srv/a; fi")
    assert traced.act("filesystem delete").condition == "$TOP/$user.$name exists"


def test_a_program_of_another_language_is_left_alone() -> None:
    assert settled(b"awk '{ print $a/$b.c }' f\n") == b"awk '{ print $a/$b.c }' f\n"


@pytest.mark.parametrize(("line", "told"), [
    ("echo \"${x:+ ($a/$((b+1)))}\"", []),
    ("echo \"${x:+$x\\n - Command: }$a\"", []),
    ("echo \"${x:+$(rm /srv/b)\\n} - more\"", ["filesystem delete /srv/b !"]),
    ("if ! > /srv/b; then echo no; fi", ["filesystem write /srv/b"]),
    ("while ! >> /srv/b; do sleep 1; done", ["filesystem write /srv/b"]),
    ("exec {fd}<> <(:)", []),
])
def test_what_stands_for_a_variable_and_what_only_opens_a_file(line: str, told: list[str], trace: Callable) -> None:
    traced = trace(f"{line}\nrm -rf /srv/a\n")
    assert [one for one in traced.told() if one != "filesystem delete /srv/a !"] == told
    assert "filesystem delete /srv/a !" in traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize("line", [
    "seen[$a,$b]=1", "(( $a > 1 )) && seen[$a,$b]=0", "echo \"${seen[$a,$b]}\"", "if (( ! ${seen[$a,$b]:=1} )); then echo; fi",
    "x=${x: +2}", "x=${x#[}; x=${x%]}", "x=${x%%]*}", "f() { a || { x=1; g 'b'; } }", "if a; then { b; } fi", "for i in a; do { b; } done",
])
def test_arrays_of_two_places_brackets_cut_off_and_braces_that_close(line: str, trace: Callable) -> None:
    traced = trace(f"{line}\nrm -rf /srv/a\n")
    assert "filesystem delete /srv/a !" in traced.told()
    assert not [unknown for unknown in traced.unknowns() if "syntax" in unknown]


def test_what_stands_in_such_braces_is_read(trace: Callable) -> None:
    assert trace("f() { [[ $1 == [12] ]] || { x=1; rm -rf /srv/a; } }\nf 3\n").told() == ["filesystem delete /srv/a !"]
