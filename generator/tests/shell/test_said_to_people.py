"""Sentences handed to a script are no reason to walk it again; other words are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Call

LOG = {"log.sh": "#!/bin/bash\necho \"$2\" >> /srv/log\n[ \"$2\" = all ] && rm /srv/a\nmysql -e \"$3\"\n"}


def walked(trace: Callable, text: str) -> int:
    return len({event.to for event in trace(text, LOG).events if isinstance(event, Call)})


@pytest.mark.parametrize(("text", "times"), [
    ("./log.sh info 'User deleted'\n./log.sh info 'Mail queue ($n) is empty'\n", 1), ("./log.sh info all\n./log.sh info none\n", 2),
    ("./log.sh info x 'DROP TABLE a'\n./log.sh info x 'DROP TABLE b'\n", 2), ("./log.sh 'Are you sure?'\n./log.sh 'Is it gone?'\n", 2)])
def test_how_often_a_script_is_walked(text: str, times: int, trace: Callable) -> None:
    assert walked(trace, text) == times


def test_what_the_other_words_do_is_told(trace: Callable) -> None:
    told = trace("./log.sh info 'User deleted' 'DROP TABLE a'\n", LOG).told()
    assert "database delete a !" in told


def test_a_statement_that_a_script_is_handed_is_no_sentence(trace: Callable) -> None:
    told = trace("./log.sh info x 'Delete from orders'\n", LOG).told()
    assert any(text.startswith("database delete orders") for text in told)
