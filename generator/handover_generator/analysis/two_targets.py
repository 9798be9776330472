"""Tests that compare two targets with one another, and neither with a word: what is set with what was meant, or where data comes from with where
it goes. They say nothing of which place that is, so each is a weak check of it.
"""

from __future__ import annotations

from handover_generator.analysis.environments import words_of
from handover_generator.wordlists import word_set

_TARGETS = word_set("""
    host hostname fqdn server endpoint cluster context ctx environment env db database dbname account url uri dsn target targeted destination
""")
"""What the names of places end in to which something is done."""
_MEANT = word_set("""
    expected wanted intended allowed required permitted confirmed confirmation confirm typed given named
""")
"""What is called so is what somebody said that it should be."""
_ASIDE = word_set("""
    name address addr id now
""")


def are_targets(one: str, other: str) -> bool:
    """Whether two names are those of targets (``source_host`` and ``TARGET_HOST``), or one of them of what the other should be."""
    left, right = _kind(one), _kind(other)
    if not left or not right or one == other:
        return False
    if left == "meant" or right == "meant":
        return left != right
    return left == right or "target" in (left, right)


def _kind(name: str) -> str:
    """The word that says what a name is one of; "meant" of one that says what was meant, "target" of one that says only that it is done to."""
    words = [word for word in words_of(name) if not word.isdigit()]
    while len(words) > 1 and words[-1] in _ASIDE:
        words.pop()
    last = words[-1] if words else ""
    if last in _TARGETS:
        return _SAME.get(last, last)
    return "meant" if words and (words[0] in _MEANT or last in _MEANT) else ""


_SAME = {"hostname": "host", "fqdn": "host", "server": "host", "endpoint": "host", "ctx": "context", "cluster": "context", "environment": "env",
         "database": "db", "dbname": "db", "url": "dsn", "uri": "dsn", "targeted": "target", "destination": "target"}
"""Words for one kind of thing."""
