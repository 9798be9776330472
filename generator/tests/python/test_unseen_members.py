"""Members of harmless packages that sound as if they were not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("call", "told"), [
    ("make_public()", True), ("grant_access('a')", True), ("set_bucket_policy('a')", True), ("set_acl('a')", True),
    ("set_policy('a')", False), ("granted('a')", False), ("get_acl()", False)])
def test_what_opens_something_to_others_is_looked_at_though_its_package_is_harmless(trace, call: str, told: bool) -> None:
    walked = trace(f"import arrow\narrow.Arrow().{call}\n")
    assert [one.kind for one in walked.unknowns] == ["unmodelled-package"] * told
