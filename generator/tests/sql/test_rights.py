"""Which rights a statement gives or takes, and of whom; no password is told with them."""

from __future__ import annotations

import pytest

from handover_generator.analysis.sql import analyse_sql
from handover_generator.model.behaviour import Act
from handover_generator.model.location import Location
from handover_generator.model.text import Text


@pytest.mark.parametrize(("text", "what"), [
    ("GRANT SELECT ON users TO bob", "grants SELECT on users to bob"),
    ("GRANT ALL ON users TO PUBLIC", "grants ALL on users to PUBLIC"),
    ("grant select, insert on users to bob with grant option", "grants SELECT, INSERT on users to bob"),
    ("REVOKE ALL ON users FROM bob CASCADE", "revokes ALL on users from bob"),
    ("GRANT ALL PRIVILEGES ON shop.* TO 'bob'@'%' IDENTIFIED BY 'hunter2' WITH GRANT OPTION", "grants ALL PRIVILEGES on shop to 'bob'@'%'"),
    ("GRANT admin TO bob", "grants a role to bob"),
    ("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN ON users TO bob", "grants rights on users to bob"),
])
def test_a_right(text: str, what: str) -> None:
    assert [event.what for event in analyse_sql(Text.of(text), at=Location("a.sql", 1)) if isinstance(event, Act)] == [what]
