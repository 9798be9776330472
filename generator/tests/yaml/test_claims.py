"""What headers state, what only looks like a statement, and that nothing a stranger wrote stops the reader."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.languages._claims import from_comment_block, from_docstring
from handover_generator.languages.python import LANGUAGE
from handover_generator.model.location import Location
from handover_generator.model.source import Claims, SourceFile


def comment(text: str, start: int = 1) -> Claims:
    return from_comment_block([(start + i, line) for i, line in enumerate(text.split("\n"))], "ops/reset.sh")


def doc(text: str, line: int = 1) -> Claims:
    return from_docstring(text, "ops/reset.py", line)


def stated(claims: Claims) -> dict[str, tuple[str, int]]:
    return {key: (claim.text, claim.at.line) for key, claim in claims.sections}


GOOGLE = """Reset one pilot before a rehearsal. Then mail the team.

    More words.

    Side effects:
        database: drops main
        email: tells the team

    Never run in:
        production

    Undo: Restore last night's dump,
        see docs/restore.md.
    Owner: backend

    Args:
        schedule: when it runs
    """


def test_google_sections_have_their_own_lines() -> None:
    claims = doc(GOOGLE, line=3)
    assert claims.purpose is not None
    assert (claims.purpose.text, claims.purpose.at, claims.purpose.source) == (
        "Reset one pilot before a rehearsal.",
        Location("ops/reset.py", 3),
        "docstring",
    )
    assert stated(claims) == {
        "side-effects": ("database: drops main\nemail: tells the team", 7),
        "never-run-in": ("production", 11),
        "undo": ("Restore last night's dump, see docs/restore.md.", 14),
        "owner": ("backend", 16),
    }
    assert claims.claims_nothing is None


def test_numpy_sections() -> None:
    claims = doc(
        "Reset a pilot.\n\nParameters\n----------\nowner : str\n    whose\n\nSide effects\n------------\nnone\n\nOwner\n-----\nada\n",
        line=1,
    )
    assert stated(claims) == {"side-effects": ("none", 8), "owner": ("ada", 12)}
    assert claims.claims_nothing is not None
    assert claims.claims_nothing.at.line == 8


def test_a_multi_paragraph_section_is_kept_whole_and_ends_with_its_indent() -> None:
    claims = doc("Reset a pilot.\n\nUndo:\n    First restore.\n\n    Then restart.\n\nNot part of it.\n")
    assert stated(claims) == {"undo": ("First restore. Then restart.", 3)}


def test_an_option_called_owner_is_no_statement() -> None:
    assert doc("Do it now.\n\nArgs:\n    owner: who owns it\n    undo: revert\n").sections == ()
    assert comment("Do it now.\nOptions:\n   owner: who owns it").sections == ()


def test_comment_block() -> None:
    claims = comment(
        "!/bin/bash\n -*- coding: utf-8 -*-\n\n Empties one pilot.\n\n Side effects: drops main,\n   then mails\n"
        " Safe environments: pilot\n Owner: TODO\n Requires:\n   - psql\n   - the VPN\n"
    )
    assert claims.purpose is not None
    assert (claims.purpose.text, claims.purpose.at.line, claims.purpose.source) == ("Empties one pilot.", 4, "header")
    assert stated(claims) == {
        "side-effects": ("drops main, then mails", 6),
        "safe-environments": ("pilot", 8),
        "requires": ("- psql\n- the VPN", 10),
    }
    assert "bash" not in claims.full_text
    assert "coding" not in claims.full_text


def test_sections_in_bold_and_with_other_separators() -> None:
    assert stated(comment(" **Owner:** ada\n Side-effects: none\n NEVER RUN IN: production")) == {
        "owner": ("ada", 1),
        "side-effects": ("none", 2),
        "never-run-in": ("production", 3),
    }


@pytest.mark.parametrize("value", ["TODO", "TODO: which?", "todo - ask", "FIXME", "???", "<TODO>", ""])
def test_an_open_field_states_nothing(value: str) -> None:
    assert comment(f" Owner: {value}").get("owner") is None
    assert doc(f"Resets a pilot.\n\nOwner:\n    {value}\n").get("owner") is None


def test_an_open_line_between_filled_ones_is_left_out() -> None:
    claims = doc("TODO: one sentence.\n\nSide effects:\n    database: drops main\n    TODO: say why\n")
    assert claims.purpose is None
    assert stated(claims) == {"side-effects": ("database: drops main", 3)}


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/sh",
        "-*- coding: utf-8 -*-",
        "vim: set ts=4:",
        "pylint: disable=all",
        "shellcheck disable=SC2086",
        "Copyright 2019 Example Ltd.\nAll rights reserved, whatever you do.",
        "SPDX-License-Identifier: MIT",
        "Licensed under the Apache License, Version 2.0;\nyou may not use this file",
        "----------------",
        "Configuration",
        "docker compose down -v\nrm -rf /srv/data",
        "DB=main\nexport DB",
        "for x in a b; do\n  echo $x\ndone",
        'if [ -z "$X" ]; then',
        "import os\nfrom sys import path",
        "print('resetting')",
        "SELECT * FROM users;",
        "$ ./reset.sh pilot",
        "PYTHONPATH=. python ./scripts/load.py --dry-run",
        "Usage: reset.sh PILOT\nUsage: reset.sh --all",
        "Usage:\n   reset.sh PILOT",
        "Author: Marek Novak",
        "See https://example.org/wiki",
        "TODO: write this",
        "reset.sh",
        "Created on Mon Mar  4 10:11:12 2019",
        '/// script\nrequires-python = ">=3.11"\n///',
        "NOTE: not tested on the pilot",
        "This build script is based on work from https://github.com/o/r/blob/master/docs/build.sh",
        "Adapted from https://example.org/reset.sh",
    ],
)
def test_no_purpose(text: str) -> None:
    assert comment(text).purpose is None


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("reset.sh - Empties one pilot.", "Empties one pilot."),
        ("Purpose: Empties one pilot.", "Empties one pilot."),
        ("Author: Marek\nEmpties one pilot\nbefore a rehearsal", "Empties one pilot before a rehearsal"),
        ("Usage: reset.sh PILOT\n\nEmpties one pilot.", "Empties one pilot."),
        ("Copyright 2019 Example Ltd.\n\nEmpties one pilot, e.g. berlin. Then mails.", "Empties one pilot, e.g. berlin."),
        ("reset.sh - Empties one pilot.\nCopyright 2019 Example Ltd.\nAll rights reserved.", "Empties one pilot."),
        ("rm -rf /srv/pilot\n\nEmpties one pilot.", "Empties one pilot."),
        ("################\n# Empties one pilot. #\n################", "Empties one pilot."),
        ("Find all pilots that nobody uses any more", "Find all pilots that nobody uses any more"),
        ("Make sure that all of the pilots are empty", "Make sure that all of the pilots are empty"),
        ("This empties a pilot. It needs two things:\n1. root\n2. luck", "This empties a pilot."),
        ("WARNING: this is destructive!\n\nEmpties one pilot.", "Empties one pilot."),
        ("WARNING: this is destructive!", "WARNING: this is destructive!"),
        ("Drop old tables from the archive", "Drop old tables from the archive"),
        ("Taken from https://example.org/reset.sh\n\nEmpties one pilot.", "Empties one pilot."),
        ("Based on the list of pilots, empties one.", "Based on the list of pilots, empties one."),
    ],
)
def test_purpose(text: str, purpose: str) -> None:
    told = comment(text).purpose
    assert told is not None
    assert told.text == purpose


def test_a_heading_is_second_best() -> None:
    told = doc("Pilot reset\n===========\n\nEmpties one pilot.").purpose
    assert told is not None
    assert (told.text, told.at.line) == ("Empties one pilot.", 4)
    only = doc("Pilot reset\n===========\n").purpose
    assert only is not None
    assert only.text == "Pilot reset"


def test_commented_out_code_is_not_in_the_text_of_a_header() -> None:
    claims = comment("Mails the team.\n\nrm -rf /srv/data\ndocker compose down -v")
    assert claims.full_text == "Mails the team."


@pytest.mark.parametrize(
    "text",
    [
        "Side effects: none",
        "Side effects: None.",
        "Side effects: nothing",
        "Side effects: none (only reads the log)",
        "Side effects: no side effects",
        "Lists pilots. Read only.",
        "Lists pilots (read-only).",
        "This script is read-only.",
        "It is strictly read only; run it anywhere.",
        "Lists pilots, read-only",
        "This is a read-only report of pilots.",
        "It does not change anything.",
        "Doesn't modify anything, ever.",
        "It never writes anything.",
        "Changes nothing.",
        "Lists pilots. Nothing is changed.",
        "Has no side effects.",
        "No side effects.",
        "Lists pilots without side effects.",
        "Makes no changes.",
        "Lists pilots.\nThis tool is\nread-only.",
        "Safe and read-only.",
    ],
)
def test_promises_to_change_nothing(text: str) -> None:
    claims = comment(text)
    assert claims.claims_nothing is not None
    assert doc(text).claims_nothing is not None


@pytest.mark.parametrize(
    "text",
    [
        "Read only the first 10 lines.",
        "Will read only rows of today.",
        "Connects to the read-only replica.",
        "Sets the database to read-only.",
        "Makes the site read only.",
        "Read-only unless --fix is given.",
        "With --dry-run it does not change anything.",
        "Does not change anything if the file is missing.",
        "Side effects: none except the cache",
        "Side effects: none of the rows survive",
        "Side effects: deletes the table",
        "Side effects: nothing but the log is written",
        "Modes: read-only, read-write.",
        "Creates a read-only user.",
        "This is not read-only.",
        "It should not change anything.",
        "Has side effects.",
        "Beware of side effects.",
        "Nothing is changed until you confirm.",
        "Do not change anything below this line that you do not know.",
        "Opens the file read-only.",
        "The reader can only read.",
        "Side effects: notifies the team",
        "Side effects: no-op in tests, drops main elsewhere",
    ],
)
def test_no_promise(text: str) -> None:
    assert comment(text).claims_nothing is None
    assert doc(text).claims_nothing is None


def test_the_promise_has_its_own_line() -> None:
    claims = comment("Lists pilots.\nIt has a long tale.\nThis script is read-only.", start=2)
    assert claims.claims_nothing is not None
    assert claims.claims_nothing.at == Location("ops/reset.sh", 4)


def test_a_stated_effect_outweighs_a_careless_read_only() -> None:
    assert comment("Read only.\nSide effects: deletes the table").claims_nothing is None


def test_the_same_section_twice_is_one_statement() -> None:
    assert stated(comment("Never run in: production\nNever run in: live")) == {"never-run-in": ("production\nlive", 1)}


def test_griffe_does_not_speak(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        doc("X y.\n\nArgs:\n  bad bad\n\nOwner:\n    ada\n\nReturns:\n  :::\n")
    assert not caplog.records


HOSTILE = st.text(alphabet=st.sampled_from(list("ab:-= \n\t#`*.()[]{}$<>/\\\"'Oéß\u202e\x00")), max_size=300)
PIECES = st.lists(
    st.sampled_from(
        [
            "Owner:",
            "Side effects:",
            "    none",
            "Side effects\n----",
            "----",
            "",
            "Args:",
            "  x: y",
            "```",
            ">>> 1",
            "read only",
            "Undo: x",
            "Owner\n=====",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(st.one_of(HOSTILE, PIECES), st.integers(1, 9))
def test_any_text_gives_claims_inside_it(text: str, line: int) -> None:
    last = line + text.count("\n")
    for claims in (
        from_docstring(text, "a.py", line),
        from_comment_block([(line + i, part) for i, part in enumerate(text.split("\n"))], "a.sh"),
    ):
        found = [claim for _, claim in claims.sections] + [claim for claim in (claims.purpose, claims.claims_nothing) if claim]
        assert all(line <= claim.at.line <= last and claim.text.strip() for claim in found)
        keys = [key for key, _ in claims.sections]
        assert len(keys) == len(set(keys))


def test_long_lines_are_read_in_linear_time() -> None:
    for piece in ("a ", "- ", "=", "(", "read only ", "a.", "x=", "/", "$(", "no side effects "):
        comment(piece * 200_000)


@pytest.mark.parametrize(("text", "purpose"), [
    ("This command:\n\n    * deletes all prices\n    * resets the import.\n", "This command: deletes all prices; resets the import"),
    ("It removes the following:\n- old files\n- logs\n", "It removes the following: old files; logs"),
    ("Usage:\n\n    * all\n", None), ("Options:\n\n* --force: do it\n", None), ("It removes the following:\n", None),
])
def test_a_sentence_that_leads_to_a_list_says_what_the_list_says(text: str, purpose: str | None) -> None:
    found = doc(text).purpose
    assert (found.text if found is not None else None) == purpose


@pytest.mark.parametrize("said", ['"Removes old carts."', 'textwrap.dedent("""\n        Removes old carts.\n        """)', '_("Removes old carts.")'])
def test_a_command_says_in_its_help_what_it_is_for(said: str) -> None:
    text = f"class Command(BaseCommand):\n    help = {said}\n"
    file = SourceFile(path="shop/management/commands/clean.py", blob="", size=len(text), text=text)
    found = LANGUAGE.header(file, LANGUAGE.read(file)).purpose
    assert found is not None
    assert found.text == "Removes old carts."
