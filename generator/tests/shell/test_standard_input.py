"""A dash, or the device, where a file is named: what runs is what is fed."""

from __future__ import annotations

import pytest

NAMES = ("-", "/dev/stdin")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", [
    "xz -d -k a.sql.xz --stdout | psql -d shop -1 -f {}", "zcat a.sql.gz | psql shop --file={}", "psql -d shop -f {} < /srv/dump.sql",
    "cat /srv/dump.sql | psql -f {} shop"])
def test_a_dump_that_is_fed_is_loaded(trace, name: str, line: str) -> None:
    assert "database write shop !" in trace(line.format(name) + "\n").told()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("line", [
    "psql -f {} <<SQL\ndrop table a;\nSQL", "echo 'drop table a' | psql --file={}", "echo 'drop table a' | sqlcmd -i {}",
    "echo 'psql -c \"drop table a\"' | bash {}", "ssh db1 psql -f {} <<< 'drop table a'"])
def test_what_is_fed_is_read(trace, name: str, line: str) -> None:
    assert "database delete a !" in trace(line.format(name) + "\n").told()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("program", ["bash", "sh", "sudo -E bash", "python3", "ruby", "perl", "node"])
def test_what_is_fetched_is_run(trace, program: str, name: str) -> None:
    assert "remote-script" in trace(f"curl -s https://h/a | {program} {name}\n").unknowns()


@pytest.mark.parametrize("line", ["psql -f -", "bash -", "python3 /dev/stdin", "psql -f {} < $1", "node - < /srv/a.js"])
def test_what_comes_from_outside_is_unknown(trace, line: str) -> None:
    assert trace(line.format("-") + "\n").unknowns()


def test_a_file_beside_it_is_run_too(trace) -> None:
    traced = trace("echo 'drop table b' | psql -f a.sql -f -\n", {"a.sql": "drop table a;\n"})
    assert {"database delete a !", "database delete b !"} <= set(traced.told())


@pytest.mark.parametrize("line", ["cat a.txt | perl -pe 's/a/b/'", "echo 'drop table a' | psql -f a.sql", "echo 'drop table a' | bash a.sh -"])
def test_what_is_not_run_is_not_told(trace, line: str) -> None:
    files = {"a.sql": "select 1;\n", "a.sh": "echo a\n", "a.txt": "drop table a\n"}
    traced = trace(line + "\n", files)
    assert not any(act.destructive for act in traced.acts())
    assert not traced.unknowns()


@pytest.mark.parametrize("line", [
    "python manage.py dbshell -c 'drop table a'", "./manage.py dbshell --command 'drop table a'", "./manage.py dbshell -- -c 'drop table a'",
    "./manage.py dbshell --database other -- -e 'drop table a'", "echo 'drop table a' | ./manage.py dbshell"])
def test_what_the_shell_of_djangos_database_is_given(trace, line: str) -> None:
    assert "database delete a !" in trace(line + "\n", {"manage.py": ""}).told()


@pytest.mark.parametrize("line", [
    'echo -e "DELETE FROM a;\\n-- keep b\\nDELETE FROM c;" | psql shop', 'echo -ne "DELETE FROM a;\\n-- keep b\\nDELETE FROM c;\\n" | psql shop',
    'echo -n -e "DELETE FROM a;\\n-- keep b\\nDELETE FROM c;" | psql shop',
    '#!/bin/sh\necho "DELETE FROM a;\\n-- keep b\\nDELETE FROM c;" | psql shop',
    'psql shop -c "$(echo -e "DELETE FROM a;\\n-- keep b\\nDELETE FROM c;")"',
])
def test_where_it_is_told_to_echo_ends_lines_that_only_say_so(trace, line: str) -> None:
    assert [each for each in trace(line).told() if " a" in each or " c" in each] == ["database delete a !", "database delete c !"]


@pytest.mark.parametrize("line", [
    'echo -E "-- DELETE FROM a;\\nDELETE FROM c;" | psql shop', '#!/bin/bash\necho "-- x\\nDELETE FROM c;" | psql shop'])
def test_where_it_is_not_they_go_on(trace, line: str) -> None:
    assert [each for each in trace(line).told() if " c" in each] == []


FED = {"drop.sql": "DROP SCHEMA public CASCADE;\n"}


@pytest.mark.parametrize("text", [
    "alias psql='psql -v ON_ERROR_STOP=on'\npsql \"$URL\" < drop.sql",
    "alias psql='psql -q'\nalias db=psql\ndb < drop.sql",
    "alias db='psql -q | cat; psql'\ndb < drop.sql",
    "db() { psql \"$@\"; }\ndb a < drop.sql",
    "{ psql a; } < drop.sql",
    "(psql a) < drop.sql",
    "eval 'psql -v A=b' < drop.sql",
    "while read -r a; do db() { psql; }; { db; } < drop.sql; done < names",
])
def test_a_file_is_fed_to_what_runs_within(trace, text: str) -> None:
    assert "database delete public !" in trace("#!/bin/sh\n" + text, FED).told()


@pytest.mark.parametrize("text", [
    "while read -r a; do psql \"$a\"; done < drop.sql",
    "f() { psql \"$1\"; }\nwhile read -r a; do f \"$a\"; done < drop.sql",
    "alias db='psql -c \"select 1\"'\ndb < drop.sql",
])
def test_lines_that_a_loop_reads_are_not_fed_to_its_commands(trace, text: str) -> None:
    assert "database delete public !" not in trace("#!/bin/sh\n" + text, FED).told()


def test_a_text_is_fed_through_an_alias(trace) -> None:
    text = "#!/bin/sh\nalias psql='psql -v A=b'\npsql <<SQL\nDROP TABLE a;\nSQL\necho 'DROP TABLE b' | psql"
    assert trace(text).told() == ["database delete a !", "database delete b !"]


BY_LINE = {"sql/drops.sql": "drop table if exists a cascade;\ndrop table if exists b;\n", "names.txt": "drop table c;\n"}


@pytest.mark.parametrize("text", [
    "while read c; do psql -c \"$c\" shop; done < sql/drops.sql",
    "cd sql\nwhile IFS= read -r line\ndo\n  mysql -e \"${line}\" shop\ndone < drops.sql",
    "while read c; do kubectl exec db-0 -- /bin/bash -c \"psql -d shop -c \\\"${c}\\\"\"; done < sql/drops.sql",
    "while read -r c <&3; do psql shop -c \"$c\"; done 3< sql/drops.sql",
    "run() { psql shop -c \"$1\"; }\nwhile read -r c; do run \"$c\"; done < sql/drops.sql",
])
def test_statements_that_a_loop_reads_line_by_line(trace, text: str) -> None:
    traced = trace("#!/bin/bash\n" + text, BY_LINE)
    assert {"database delete a !", "database delete b !"} <= set(traced.told())


@pytest.mark.parametrize("text", [
    "while read c; do psql -c \"$c\" shop; done < names.txt",                     # no file of statements
    "while read c; do psql -c \"$c\" shop; done < sql/other.sql",                 # not here
    "while read c; do echo \"$c\"; done < sql/drops.sql",
    "while read c d; do psql -c \"$c\" shop; done < sql/drops.sql",               # a part of a line
])
def test_other_lines_are_not_known(trace, text: str) -> None:
    assert not [told for told in trace("#!/bin/bash\n" + text, BY_LINE).told() if "database delete" in told]


@pytest.mark.parametrize(("line", "told"), [
    ('ssh-keygen -l -f /dev/stdin <<< "$KEY"', []),
    ("ssh-keygen -l -f /srv/key", ["secret read /srv/key"]),
    ("kubectl apply -f /dev/stdin < a.yml", ["cluster write"]),
])
def test_what_is_fed_is_no_file_of_that_name(line: str, told: list[str], trace) -> None:
    assert [one for one in trace(line).told(reads=True) if not one.startswith("filesystem")] == told
