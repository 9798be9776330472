"""What several commands, files and substitutions feed to a program: followed, or told as unknown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FILES = {"gone.sql": "DROP SCHEMA gone CASCADE;\n",
         "rows.sql": "DELETE FROM rows WHERE a = 1;\n", "wipe.sh": "rm -rf /srv/a\n", "dump.sh": "cat gone.sql\n"}
GONE, ROWS = "database delete gone !", "database delete rows !"


@pytest.mark.parametrize(("text", "told"), [
    ('{ echo "BEGIN;"; cat gone.sql; } | psql shop', {GONE}),
    ("(cat gone.sql) | psql", {GONE}),
    ("cat rows.sql gone.sql | psql", {GONE, ROWS}),
    ("for f in gone.sql rows.sql; do cat $f; done | psql", {GONE, ROWS}),
    ("cat *.sql | psql", {GONE, ROWS}),
    ('echo "BEGIN;" | cat - gone.sql | psql', {GONE}),
    ("load() { cat gone.sql; echo 'COMMIT;'; }\nload | psql", {GONE}),
    ("if [ -f x ]; then cat gone.sql; else echo 'DELETE FROM rows;'; fi | psql", {GONE, ROWS}),
    ('{ echo "set -e"; cat wipe.sh; } | sudo bash', {"filesystem delete /srv/a !"}),
    ('{ mkdir -p /tmp/x; cat gone.sql | sed s/a/b/; } | psql', {GONE, "filesystem write /tmp/x"}),
    ('{ echo loading >&2; >&2 echo on; echo x > /dev/stderr; cat gone.sql 2>&1; } | psql', {GONE}),
    ('{ echo "BEGIN;"; cat gone.sql; } > /tmp/all.sql\npsql -f /tmp/all.sql', {GONE, "filesystem write /tmp/all.sql"}),
    ("echo 'DROP SCHEMA gone;' | tee >(psql) > /dev/null", {GONE}),
    (". /dev/stdin <<< 'rm -rf /srv/a'", {"filesystem delete /srv/a !"}),
    ("sudo -i <<EOF\nrm -rf /srv/a\nEOF", {"filesystem delete /srv/a !"}),
    ("su - app <<EOF\nrm -rf /srv/a\nEOF", {"filesystem delete /srv/a !"}),
    ("chroot /mnt <<EOF\nrm -rf /srv/a\nEOF", {"filesystem delete /srv/a !"}),
    ("echo /srv/a /srv/b | xargs rm", {"filesystem delete /srv/a !", "filesystem delete /srv/b !"}),
    ("printf 'a\\nb\\n' | xargs -I{} rm /srv/{}", {"filesystem delete /srv/a !", "filesystem delete /srv/b !"}),
    ("echo 'a b' | xargs -I{} rm /srv/{}", {"filesystem delete /srv/a b !"}),
    ("{ grep -q x y && echo 'DROP SCHEMA gone;'; } | psql", {GONE}),
    ("{ echo 'BEGIN;'; eval 'cat gone.sql'; } | psql", {GONE}),
    ("{ echo 'BEGIN;'; . ./dump.sh; } | psql", {GONE}),
    ("{ echo /srv/a; find /srv/b -type f; } | xargs rm", {"filesystem delete /srv/a !", "filesystem delete /srv/b/${found} !"}),
    ("cat old.list | xargs rm", {"filesystem delete ${contents of old.list} !"}),
])
def test_what_is_fed_is_followed(text: str, told: set[str], trace: Callable) -> None:
    traced = trace("#!/bin/bash\n" + text, FILES)
    assert set(traced.told()) == told
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "told", "kind"), [
    ('(echo "DROP TABLE a;"; cat elsewhere.sql) | psql', "database delete a !", "dynamic-sql"),
    ('{ echo "DROP TABLE a;"; make_it; } | psql', "database delete a !", "dynamic-sql"),
    ('(echo "DROP TABLE a;"; zcat dump.gz) | psql', "database delete a !", "dynamic-sql"),
    ("load() { echo 'DROP TABLE a;'; pg_dump x; }\nload | psql", "database delete a !", "dynamic-sql"),
    ("exec 3> >(ssh web1 bash)\necho 'rm -rf /srv/a' >&3", "remote-host execute web1", "dynamic-command"),
    ("redis-cli --pipe < commands.txt", None, "dynamic-command"),
])
def test_what_cannot_be_read_among_it_is_unknown(text: str, told: str | None, kind: str, trace: Callable) -> None:
    traced = trace("#!/bin/bash\n" + text, FILES)
    assert told is None or told in traced.told()
    assert kind in traced.unknowns()


def test_a_heredoc_stays_one_text(trace: Callable) -> None:
    traced = trace("ssh web1 <<EOF\ncd /srv\n$(list_them)\nrm -rf a\nEOF", FILES)
    assert traced.told() == ["remote-host delete /srv/a !"]
    traced = trace("psql <<EOF\nBEGIN;\n$(make_them);\nDROP TABLE a;\nEOF", FILES)
    assert traced.act("database delete a !").at.line == 4
    assert "dynamic-sql" in traced.unknowns()


def test_what_goes_elsewhere_is_not_fed(trace: Callable) -> None:
    traced = trace('{ cat gone.sql > copy.sql; echo "DELETE FROM rows;"; } | psql', FILES)
    assert traced.told() == ["filesystem write copy.sql", ROWS]
    assert trace("tee >(cat) copy.txt < gone.sql", FILES).told() == ["filesystem write copy.txt"]


@pytest.mark.parametrize(("text", "told"), [
    ("""iptables -S | sed s/-A/-D/ | awk '{print "sudo iptables",$0}' | bash""", ["network write"]),
    ("""docker ps -q | awk '{print "docker stop " $1}' | sh""", ["container write ${input}"]),
    ("""ls | awk '/old/ {print "rm -rf /srv/" $1;}' | sh""", ["filesystem delete /srv/${input} !"])])
def test_what_awk_prints_before_its_input_tells_the_command(text: str, told: list[str], trace: Callable) -> None:
    assert trace(text).told() == told


@pytest.mark.parametrize("text", ["ls | awk '{print $1}' | sh", "ls | awk '{print f($1)}' | sh", "ls | awk '{printf \"rm %s\", $1}' | sh"])
def test_any_other_program_of_awk_tells_nothing(text: str, trace: Callable) -> None:
    traced = trace(text)
    assert traced.told() == []
    assert traced.unknowns() == ["dynamic-command"]


@pytest.mark.parametrize("save", ["$(set +o | grep xtrace)", "$(set +o)", "`shopt -p nullglob`"])
@pytest.mark.parametrize("restore", ["$old", 'eval "$old"', "f() { local x; x=$(set +o | grep errexit); set +e; $x; }\nf"])
def test_options_that_are_set_as_they_were_do_nothing(save: str, restore: str, trace: Callable) -> None:
    assert trace(f"old={save}\nset +o xtrace\n{restore}\n").unknowns() == []


def test_a_variable_of_another_command_is_run(trace: Callable) -> None:
    assert trace("old=$(cat todo)\n$old\n").unknowns() == ["dynamic-command"]
