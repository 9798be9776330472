"""What ``psql -v`` gives is put into the statements and the files that it runs, for each way in which they are run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_FILES = {"sql/wipe.sql": "TRUNCATE :t;\n", "sql/all.sql": "\\i sql/wipe.sql\n", "sql/none.sql": "DROP TABLE kept;\n"}


def _lost(found: object) -> list[str | None]:
    return [act.target for act in found.acts() if act.destructive]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("line", "lost"), [
    ("psql -v t=orders -f sql/wipe.sql", ["orders"]),
    ("psql -vt=orders -f sql/wipe.sql shop", ["orders"]),
    ("psql --set=t=orders --file=sql/wipe.sql", ["orders"]),
    ("psql --variable t=\"$TABLE\" -f sql/wipe.sql", ["${TABLE}"]),
    ("psql -v ON_ERROR_STOP=1 --set t=orders -f sql/wipe.sql", ["orders"]),
    ("psql -v t=orders < sql/wipe.sql", ["orders"]),
    ("cat sql/wipe.sql | psql -v t=orders", ["orders"]),
    ("psql -v t=orders -f sql/all.sql", ["orders"]),
    ("psql -v t=orders <<SQL\n\\i sql/wipe.sql\nSQL", ["orders"]),
    ("psql -v t=orders <<'SQL'\nDROP TABLE :\"t\";\nSQL", ["orders"]),
    ("echo 'DROP TABLE :t;' > /tmp/x.sql\npsql -v t=orders -f /tmp/x.sql", ["orders"]),
    ("for t in a b; do psql -v t=$t -f sql/wipe.sql; done", ["a", "b"]),
    ("psql -v t=a -f sql/wipe.sql\npsql -v t=b -f sql/wipe.sql", ["a", "b"]),
    ("psql -f sql/wipe.sql", ["${t}"]),
    ("psql -v other=a -f sql/wipe.sql", ["${t}"]),
    ("psql -v t=orders -f sql/none.sql", ["kept"]),
])
def test_what_is_given_is_put_in(trace: Callable, line: str, lost: list[str]) -> None:
    assert _lost(trace(f"{line}\n", _FILES)) == lost
