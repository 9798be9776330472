"""Variables that options set: which of them keep a script from acting where no option is given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_WIPE = "rm -rf /srv/a"
_HARM = "filesystem delete /srv/a"
_LOOP = 'for i in "$@"; do\n  case $i in\n    {}) {} ;;\n  esac\ndone\n'


def _on(text: str, trace: Callable) -> list[bool | None]:
    return [guard.default_on for guard in trace(text).act(_HARM).guards if guard.kind.value == "dry_run"]


@pytest.mark.parametrize("option", ["--commit", "--apply", "--execute", "--really", "--delete", "--purge-old", "--no-dry-run", "-d|--delete"])
@pytest.mark.parametrize("test", [
    'if [ "$X" = yes ]; then ' + _WIPE + "; fi",
    '[ "$X" == yes ] && ' + _WIPE,
    'if [[ $X != yes ]]; then echo nothing; exit; fi\n' + _WIPE,
    'if [ "$X" = yes ]; then ' + _WIPE + "; else ls /srv/a; fi",
])
def test_an_option_without_which_nothing_is_done(option: str, test: str, trace: Callable) -> None:
    for rest, told in (("no", [True]), ("yes", [])):
        assert _on(f"X={rest}\n" + _LOOP.format(option, "X=yes") + test, trace) == told


@pytest.mark.parametrize(("begins", "sets", "test", "told"), [
    ("X=0\n", "X=1", "[ $X -eq 1 ]", [True]),
    ("X=false\n", "X=true", "$X", [True]),
    ("X=true\n", "X=true", "$X", []),
    ("", "X=1", '[ -n "$X" ]', [True]),
    ("X=${X:-no}\n", "X=yes", '[ "$X" = yes ]', [True]),
    ("X=${X:-yes}\n", "X=yes", '[ "$X" = yes ]', []),
])
def test_however_it_says_yes_or_no(begins: str, sets: str, test: str, told: list[bool], trace: Callable) -> None:
    assert _on(begins + _LOOP.format("--commit", sets) + f"if {test}; then {_WIPE}; fi", trace) == told


def test_an_option_that_is_compared(trace: Callable) -> None:
    for text in ('if [ "$1" = "--apply" ]; then X=yes; fi\n', '[ "$1" = --apply ] && X=yes\n'):
        assert _on(f'X=no\n{text}if [ "$X" = yes ]; then {_WIPE}; fi', trace) == [True]
        assert _on(f'X=yes\n{text}if [ "$X" = yes ]; then {_WIPE}; fi', trace) == []


@pytest.mark.parametrize(("begins", "option", "sets", "told"), [
    ("DRY_RUN=1", "--no-dry-run", "DRY_RUN=0", [True]), ("DRY_RUN=0", "--no-dry-run", "DRY_RUN=0", []),
    ("DRY_RUN=0", "--dry-run", "DRY_RUN=1", [False]), ("DRY_RUN=1", "--dry-run", "DRY_RUN=1", [True]),
    ("DRY_RUN=1", "--wet", "DRY_RUN=0", [True]), ("DRY_RUN=${DRY_RUN:-1}", "--wet", "DRY_RUN=0", [True]),
])
@pytest.mark.parametrize("says", ["would remove it", "nothing"])
def test_a_variable_that_is_called_so(begins: str, option: str, sets: str, told: list[bool], says: str, trace: Callable) -> None:
    test = f'if [ "$DRY_RUN" = 1 ]; then echo {says}; exit; fi\n'
    assert _on(begins + "\n" + _LOOP.format(option, sets) + test + _WIPE, trace) == told


@pytest.mark.parametrize(("begins", "told"), [("COMMIT=no", [True]), ("COMMIT=yes", [])])
def test_a_variable_without_which_nothing_is_done(begins: str, told: list[bool], trace: Callable) -> None:
    text = begins + "\n" + _LOOP.format("-c", "COMMIT=yes") + f'if [ "$COMMIT" = yes ]; then {_WIPE}; fi'
    assert _on(text, trace) == told


def test_an_option_that_turns_it_off_must_be_asked_for(trace: Callable) -> None:
    text = "COMMIT=yes\n" + _LOOP.format("--check", "COMMIT=no") + f'if [ "$COMMIT" = yes ]; then {_WIPE}; fi'
    assert _on(text, trace) == [False]
    text = "X=no\n" + _LOOP.format("--dry-run", "X=yes") + f'if [ "$X" = yes ]; then exit; fi\n{_WIPE}'
    assert _on(text, trace) == [False]


def test_where_nothing_is_given_a_branch_says_what_would_be_done(trace: Callable) -> None:
    text = "{}\n" + _LOOP.format("--force", "FORCE=1") + f'if [ -z "$FORCE" ]; then echo "Would remove it"; exit; fi\n{_WIPE}'
    assert _on(text.format("FORCE="), trace) == [True]
    assert _on(text.format("FORCE=1"), trace) == []


@pytest.mark.parametrize("text", [
    "mkdir -p /srv/b\nif [ \"$X\" = yes ]; then {wipe}; fi",                        # it acts without, too
    "if [ \"$X\" = yes ]; then {wipe}; else cp -r /srv/b /srv/c; fi",               # it chooses what is done
    "if [ \"$X\" = yes ]; then {wipe}; fi",
], ids=["acted", "another way", "first"])
def test_what_clears_the_place_for_something_else_is_none(text: str, trace: Callable) -> None:
    option = "--delete" if "mkdir" in text or "else" in text else "--delete-existing"
    assert _on("X=no\n" + _LOOP.format(option, "X=yes") + text.format(wipe=_WIPE), trace) == []


@pytest.mark.parametrize(("option", "sets"), [("--verbose", "X=yes"), ("--commit", "X=origin"), ("--force", "X=yes")])
def test_any_other_option_is_none(option: str, sets: str, trace: Callable) -> None:
    assert _on("X=no\n" + _LOOP.format(option, sets) + f'if [ "$X" = yes ]; then {_WIPE}; fi', trace) == []


def test_what_something_else_sets_is_not_known(trace: Callable) -> None:
    text = "X=no\nif [ -e /srv/go ]; then X=yes; fi\n" + _LOOP.format("--commit", "X=yes") + f'if [ "$X" = yes ]; then {_WIPE}; fi'
    assert _on(text, trace) == []


@pytest.mark.parametrize(("test", "told"), [
    ('[ "$X" = yes ]', []), ('[ -n "$X" ]', []), ('[ "$X" != yes ]', [True]), ('[ -z "$X" ]', [True]), ('! [ "$X" = yes ]', [True]),
    ('[ "$X" = no ]', [True])])
def test_what_stands_behind_a_branch_that_leaves(test: str, told: list[bool], trace: Callable) -> None:
    """Where ``--cleanup`` cleans up and leaves, it holds back nothing of what is done without it."""
    for option in ("--cleanup", "--commit"):
        for leaves in (f"if {test}; then ls /srv/old; exit 0; fi", f"{test} && exit 0"):
            assert _on("X=no\n" + _LOOP.format(option, "X=yes") + f"{leaves}\n{_WIPE}", trace) == told
