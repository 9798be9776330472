"""Lists of words as a person writes them."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(words.split())
