"""What a file of the repository holds, given as text to what runs it: ``psql -c "$(cat wipe.sql)"``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FILES = {"sql/wipe.sql": "DROP TABLE wiped;\n", "sh/wipe.sh": "rm -rf /srv/a\n", "sh/lib.sh": "wipe() { rm -rf /srv/a; }\n",
         "VERSION": "rm -rf /srv/v\n", "sh/notes.txt": "rm -rf /srv/n\n"}


@pytest.mark.parametrize(("text", "told"), [
    ('psql -c "$(cat sql/wipe.sql)"', "database delete wiped !"),
    ('psql -c "$(< sql/wipe.sql)"', "database delete wiped !"),
    ('cd sql; mysql shop -e "`cat wipe.sql`"', "database delete wiped !"),
    ('QUERY=$(cat sql/wipe.sql)\npsql -c "$QUERY"', "database delete wiped !"),
    ('psql <<< "$(cat sql/wipe.sql)"', "database delete wiped !"),
    ('echo "$(cat sql/wipe.sql)" | psql', "database delete wiped !"),
    ('bash -c "$(cat sh/wipe.sh)"', "filesystem delete /srv/a !"),
    ('ssh web1 "$(cat sh/wipe.sh)"', "filesystem delete /srv/a !"),                            # the place is added where the parts are joined
    ('eval "$(cat sh/lib.sh)"\nwipe', "filesystem delete /srv/a !"),
])
def test_it_is_followed_into_the_file(text: str, told: str, trace: Callable) -> None:
    traced = trace(text, FILES)
    assert told in traced.told()
    assert traced.unknowns() == []


@pytest.mark.parametrize("text", ['psql -c "$(cat /tmp/other.sql)"', 'bash -c "$(cat sh/notes.txt)"', 'eval "$(cat .env)"', 'bash -c "$(cat "$1")"'])
def test_any_other_file_is_not_known(text: str, trace: Callable) -> None:
    traced = trace(text, FILES)
    assert traced.told() == []
    assert len(traced.unknowns()) == 1


@pytest.mark.parametrize("text", ['docker push "shop:$(cat VERSION)"',
                                  'echo "$(cat sql/wipe.sql)"', 'x=$(cat sh/wipe.sh)', 'git tag "$(cat VERSION)"'])
def test_what_only_takes_it_as_a_word_does_not_run_it(text: str, trace: Callable) -> None:
    traced = trace(text, FILES)
    assert not any("delete" in told for told in traced.told())
    assert traced.unknowns() == []
