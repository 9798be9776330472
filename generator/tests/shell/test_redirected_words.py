"""Words of a command behind a redirection belong to the command, not to the file."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from handover_generator.languages._shell.parse import parse
from handover_generator.model.behaviour import Guard


@pytest.mark.parametrize("line", [
    "rm 2>/dev/null -rf /srv/a", "rm -rf 2>/dev/null /srv/a", "sudo 2>/dev/null rm -rf /srv/a", "rm >/dev/null 2>&1 -rf /srv/a",
    "rm 2>/dev/null \\\n  -rf /srv/a", "rm 2> /dev/null -rf /srv/a || exit 1", "true && rm 2>/dev/null -rf /srv/a",
    "exec 2>&1 sh -c 'rm -rf /srv/a'", "out=$(rm 2>/dev/null -rf /srv/a)", "if rm 2>/dev/null -rf /srv/a; then :; fi",
    "rm>/dev/null -rf /srv/a", "rm </dev/null>/dev/null -rf /srv/a", "timeout 5 2>/dev/null rm -rf /srv/a",
    "(rm 2>/dev/null -rf /srv/a)", "f() { rm 2>/dev/null -rf /srv/a; }\nf", "bash -c 'rm 2>/dev/null -rf /srv/a'"])
def test_words_behind_a_redirection_are_the_commands(trace: Callable, line: str) -> None:
    assert [told for told in trace(line + "\n").told() if "delete" in told] == ["filesystem delete /srv/a !"]


def test_several_redirections_between_the_words(trace: Callable) -> None:
    told = trace("sudo nohup 1>a.log 2>b.log rm -rf /srv/a &\n").told()
    assert set(told) == {"filesystem delete /srv/a !", "filesystem write a.log", "filesystem write b.log"}


def test_what_is_fed_stays_fed(trace: Callable) -> None:
    told = trace("psql <drop.sql -h db1 shop\n", {"drop.sql": "DROP TABLE orders;\n"}).told()
    assert "database delete orders !" in told


def test_what_is_told_to_a_person_behind_its_redirection(trace: Callable) -> None:
    events = trace('echo >&2 "removes all of it"\nrm -rf /srv/a\n').events
    assert [event.detail for event in events if isinstance(event, Guard)] == ["says: removes all of it"]


@pytest.mark.parametrize("text", [
    "echo a >b.txt\n", "cat <<EOF >b.txt\na\nEOF\n", "while read -r a; do echo \"$a\"; done <a.txt\n", "echo a>b.txt 2\n", "[[ a > b ]] && echo c\n",
    "awk '$1 > 5 { print }' a.txt\n", "echo 'a >b c'\n", "echo a >b.txt # c d\n", "echo a >\"/srv/$1/$2\"\n"])
def test_what_is_in_order_stays_as_it_is(text: str) -> None:
    assert parse(text).source.decode() == text


def test_the_file_of_several_parts_stays_one(trace: Callable) -> None:
    assert trace("echo >/srv/$1/$2 a\n").told() == ["filesystem write /srv/${1}/${2}"]


def test_lines_stay_where_they_are() -> None:
    parsed = parse("rm 2>/dev/null \\\n  -rf \\\n  a\necho b\n")
    assert parsed.source.count(b"\n") == 4
    assert len(parsed.source) == len("rm 2>/dev/null \\\n  -rf \\\n  a\necho b\n")


@pytest.mark.parametrize("text", ["rm " + "2>a b " * 4000, "> a" * 4000, "rm 2>" + "a " * 20_000, "$(a >b " * 300 + "c" + ")" * 300, ">&1 " * 8000])
def test_hostile_text_takes_no_time(text: str) -> None:
    begin = perf_counter()
    parse(text + "\n")
    assert perf_counter() - begin < 6
