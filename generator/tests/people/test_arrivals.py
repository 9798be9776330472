"""Since when a line of a script is there."""

from __future__ import annotations

import pytest

from handover_generator.analysis._lineage import lineages
from handover_generator.analysis.arrivals import with_arrivals

PLAIN = "import shop\nshop.connect()\nprint('done')\n"
HARM = "import shop\nshop.connect()\nshop.drop_collection('orders')\nprint('done')\n"
INDENTED = "import shop\nif shop.connect():\n    shop.drop_collection('orders')\nprint('done')\n"
RENAMED = HARM.replace("shop.drop_collection('orders')", "shop.drop_collection('orders', client=store)")
ELSE = HARM.replace("shop.drop_collection('orders')", "subprocess.run(['mongo', '--eval', 'wipe'])")


@pytest.fixture
def came(repo, script, drops):
    def tell(*texts: str | None, line: int = 3, renamed: bool = False) -> list[tuple[str, bool]]:
        for number in range(len(texts)):
            change = "A a.py v0" if not number else f"M a.py v{number}"
            if renamed and number == 1:
                change = "R old.py a.py v1"
            if renamed and not number:
                change = "A old.py v0"
            repo.commit("Ada Obi", f"2020-0{number + 1}-01", change)
        versions = {repo.blob(f"v{number}"): text for number, text in enumerate(texts) if text is not None}
        (found,) = with_arrivals([script("a.py", effects=(drops("orders", "a.py", line),))], lineages(repo.history(), ["a.py"]), versions)
        return [(arrival.date, arrival.exact) for arrival in found.history.arrivals if arrival.line == line]
    return tell


def test_a_line_is_as_old_as_the_commit_that_brought_it(came) -> None:
    assert came(PLAIN, HARM, HARM + "# more\n") == [("2020-02-01", True)]


def test_what_was_there_from_the_beginning_is_as_old_as_the_script(came) -> None:
    assert came(HARM, HARM + "# more\n") == [("2020-01-01", True)]


def test_indentation_and_rewriting_make_no_line_younger(came) -> None:
    assert came(PLAIN, HARM, INDENTED) == [("2020-02-01", True)]


def test_a_rewritten_line_is_followed_on(came) -> None:
    assert came(PLAIN, HARM, RENAMED) == [("2020-02-01", True)]


def test_another_way_to_do_it_is_another_line(came) -> None:
    assert came(HARM, ELSE) == [("2020-02-01", True)]


def test_a_line_that_went_and_came_back_is_as_old_as_its_return(came) -> None:
    assert came(HARM, PLAIN, HARM) == [("2020-03-01", True)]


def test_earlier_names_count(came) -> None:
    assert came(HARM, HARM + "# more\n", renamed=True) == [("2020-01-01", True)]


def test_where_the_first_version_is_not_at_hand_the_day_is_a_bound(came) -> None:
    assert came(None, HARM, HARM + "# more\n") == [("2020-02-01", False)]


def test_where_todays_version_is_not_at_hand_nothing_is_told(came) -> None:
    assert came(PLAIN, None) == []


def test_lines_beyond_the_file_tell_nothing(came) -> None:
    assert came(PLAIN, HARM, line=99) == []
