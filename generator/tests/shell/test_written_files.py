"""Files that a script writes and then runs, and other names that it gives to commands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.text import Text
from handover_generator.model.written import MAX_TEXTS, Written


@pytest.mark.parametrize(("text", "act"), [
    ("cat > /tmp/run.sh <<'EOF'\nrm -rf /srv/a\nEOF\nbash /tmp/run.sh", "filesystem delete /srv/a !"),
    ("cat > /tmp/run.sh <<'EOF'\nrm -rf /srv/a\nEOF\nchmod +x /tmp/run.sh\n/tmp/run.sh", "filesystem delete /srv/a !"),
    ("cat <<EOF > /tmp/x.sql\nDROP TABLE a;\nEOF\npsql -f /tmp/x.sql", "database delete a !"),
    ("echo 'DROP TABLE a;' > x.sql\nmysql shop < x.sql", "database delete a !"),
    ("echo 'DROP TABLE a;' | sudo tee /tmp/x.sql\npsql -f /tmp/x.sql", "database delete a !"),
    ("TMP=$(mktemp)\necho 'DROP TABLE a' > $TMP\npsql -f \"$TMP\"", "database delete a !"),
    ("{ echo 'BEGIN;'; echo 'TRUNCATE a;'; } > x.sql\npsql -f x.sql", "database delete a !"),
    ("echo 'SELECT 1;' > x.sql\necho 'TRUNCATE a;' >> x.sql\npsql -f x.sql", "database delete a !"),
    ("echo -n 'DROP TABLE' > x.sql\necho ' a;' >> x.sql\npsql -f x.sql", "database delete a !"),
    ("printf 'rm -rf ' > /tmp/run\nprintf '/srv/a\\n' >> /tmp/run\nsh /tmp/run", "filesystem delete /srv/a !"),
    ("printf '%s\\n' ls > /tmp/run\necho -ne 'rm -rf ' >> /tmp/run\necho /srv/a >> /tmp/run\necho ls >> /tmp/run\nsh /tmp/run",
     "filesystem delete /srv/a !"),
    ("make_sql() { echo 'DROP TABLE a;' > x.sql; }\nmake_sql\npsql -f x.sql", "database delete a !"),
    ("cp db/wipe.sql /tmp/\npsql -f /tmp/wipe.sql", "database delete wiped !"),
    ("sed 's/@NAME@/shop/' db/wipe.sql > /tmp/w.sql\nmysql < /tmp/w.sql", "database delete wiped !"),
    ("envsubst < db/wipe.sql | psql", "database delete wiped !"),
    ("tr -d '\\r' < db/wipe.sql > w.sql\npsql -f w.sql", "database delete wiped !"),
])
def test_what_was_written_is_followed_where_it_is_run(trace: Callable, text: str, act: str) -> None:
    traced = trace(text, {"db/wipe.sql": "DROP TABLE wiped;\n"})
    assert act in traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize(("text", "kinds"), [
    ("echo '#!/bin/bash' > /tmp/x\necho \"$HOOK\" >> /tmp/x\nbash /tmp/x", ["dynamic-command"]),
    ("echo \"$HOOK\" > /tmp/x\necho ls >> /tmp/x\nbash /tmp/x", ["dynamic-command"]),
    ("echo 'set -e' > /tmp/x\njq -r .hook a.json >> /tmp/x\n. /tmp/x", ["dynamic-command"]),
    ("echo \"$HOOK\" > /tmp/x\nbash /tmp/x", ["dynamic-command"]),
    ("echo 'SELECT 1;' > x.sql\nset_up.sh >> x.sql\npsql -f x.sql", ["unmodelled-command", "dynamic-sql"]),
    ("curl -s https://get.example.org > /tmp/i.sh\nsh /tmp/i.sh", ["remote-script"]),
    (": > /tmp/x\necho ls >> /tmp/x\nbash /tmp/x", []),
    ("echo '' > /tmp/x\necho ls >> /tmp/x\nbash /tmp/x", []),
    ("echo '#!/bin/bash' > /tmp/x\necho \"$HOOK\" >> /tmp/y\nbash /tmp/x", []),
    ("echo '#!/bin/bash' > /tmp/x\necho \"cd $DIR\" >> /tmp/x\nbash /tmp/x", []),
])
def test_what_is_not_known_of_a_file_that_is_run_is_told(trace: Callable, text: str, kinds: list[str]) -> None:
    assert trace(text).unknowns() == kinds


def test_a_file_of_the_repository_that_is_made_anew_is_followed_as_it_is_there(trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace("make_steps > steps.sh\nbash steps.sh", {"steps.sh": "rm -rf /srv/a\n"}).told()


@pytest.mark.parametrize("text", [
    "echo 'DROP TABLE a;' > x.sql",                                          # only written
    "psql -f x.sql\necho 'DROP TABLE a;' > x.sql",                            # written afterwards
    "echo 'DROP TABLE a;' > x.sql\npsql -f y.sql",
    "echo 'DROP TABLE a;' > x.sql\nssh db1 psql -f x.sql",                    # another machine's file
    "echo 'DROP TABLE a;' 2> x.sql\npsql -f x.sql",                           # its errors
])
def test_what_is_not_run_is_not_told(trace: Callable, text: str) -> None:
    assert not any(told.startswith("database delete") for told in trace(text).told())


def test_a_file_in_another_language_is_unknown(trace: Callable) -> None:
    assert trace("cat > /tmp/x.pl <<'EOF'\n#!/usr/bin/perl\nunlink 'a';\nEOF\nchmod +x /tmp/x.pl; /tmp/x.pl").unknowns() == ["dynamic-code"]


def test_a_script_that_runs_itself_anew_ends(trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace("cat > r.sh <<'EOF'\nrm -rf /srv/a\nbash r.sh\nEOF\nbash r.sh").told()


@pytest.mark.parametrize(("text", "deleted"), [
    ("#!/bin/sh\nalias purge='rm -rf'\npurge /srv/a", True),
    ("#!/bin/bash\nshopt -s expand_aliases\nalias purge='rm -rf /srv/a'\npurge", True),
    ("#!/bin/bash\nalias purge='rm -rf /srv/a'\npurge", False),               # bash heeds no alias in a script
    ("#!/bin/sh\nalias rm='rm -v'\nrm -rf /srv/a", True),
    ("#!/bin/sh\nalias purge='rm -rf /srv/a'\nls", False),
])
def test_another_name_for_a_command(trace: Callable, text: str, deleted: bool) -> None:
    assert ("filesystem delete /srv/a !" in trace(text).told()) is deleted


def test_alternatives_are_kept_and_bounded() -> None:
    written = Written()
    for number in range(MAX_TEXTS + 5):
        written.put("x", Text.of(f"line {number}"))
    assert len(written.of("x")) == MAX_TEXTS
    written.put("y", Text.of("a"))
    written.put("y", Text.of("b"), appends=True)
    assert [text.literal for text in written.of("y")] == ["a\nb"]
    written.put("z", Text.of("c" * 200_000))
    assert written.of("z") == ()
