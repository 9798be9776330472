"""Two targets that are compared with one another: a weak check of the place where the program ends over it, as it names no place."""

from __future__ import annotations

import pytest

from handover_generator.analysis.two_targets import are_targets
from handover_generator.model.behaviour import GuardKind

_BEFORE = """
    import argparse, os, shutil, sys
    from django.conf import settings
    parser = argparse.ArgumentParser()
    for option in ("--source-db", "--target-db", "--host", "--count", "--limit"):
        parser.add_argument(option)
    args = parser.parse_args()
    {test}
    shutil.rmtree("/srv/shop")
"""


def _checks(trace, test: str) -> list[bool]:
    walked = trace(_BEFORE.format(test=test.replace("\n", "\n    ")))
    (loss,) = [effect for effect in walked.effects if effect.destructive]
    return [guard.strong for guard in loss.guards if guard.kind is GuardKind.ENV_CHECK]


@pytest.mark.parametrize("test", [
    "if settings.SOURCE_HOST == settings.TARGET_HOST:\n    raise SystemExit('the same')",
    "if args.source_db == args.target_db:\n    parser.error('the same')",
    "if os.environ['FROM_URL'].rstrip('/') == os.getenv('TO_URL'):\n    sys.exit(1)",
    "if settings.ENDPOINT != args.targeted:\n    raise ValueError('another one')",
    "if settings.DATABASES['default'].get('ENDPOINT') != settings.EXPECTED_ENDPOINT:\n    sys.exit('another one')",
])
def test_where_it_ends_the_program_it_is_a_weak_check(trace, test: str) -> None:
    assert _checks(trace, test) == [False]


def test_what_somebody_named_is_compared_with_where_it_runs(trace) -> None:
    assert _checks(trace, "expected = sys.argv[1]\nif os.environ['DB_HOST'] != expected:\n    sys.exit(1)") == [True]


@pytest.mark.parametrize("test", [
    "if args.source_db == args.target_db:\n    print('the same')",                  # it goes on either way
    "if args.count == args.limit:\n    raise SystemExit('too many')",               # no targets
    "if settings.SOURCE_URL == settings.TARGET_DB:\n    raise SystemExit('odd')",    # of two kinds
    "for db in load():\n    if db == args.target_db:\n        continue",
])
def test_any_other_comparison_is_none(trace, test: str) -> None:
    assert _checks(trace, test) == []


@pytest.mark.parametrize(("one", "other", "are"), [
    ("source_host", "TARGET_HOST", True), ("hostA", "hostB", False), ("old_host", "new_server", True), ("endpoint", "targeted", True),
    ("ctx", "EXPECTED_CONTEXT", True), ("host", "expected", True), ("host", "host", False), ("expected", "wanted", False),
    ("host", "database", False), ("version", "expected", False), ("db_name", "target_database", True), ("DB1", "DB2", True),
])
def test_names_of_targets(one: str, other: str, are: bool) -> None:
    assert are_targets(one, other) is are
