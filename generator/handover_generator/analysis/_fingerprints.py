"""What likeness of texts is worked out from: k-grams of tokens, hashed (Schleimer, Wilkerson & Aiken 2003), and the words that stay.

A fingerprint depends on the text alone and is the same in every run of the program, so it can be kept.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from handover_generator.analysis._tokens import Token
from handover_generator.records import record

RUN = 5                                  # tokens in a run
HASHING = f"{sys.hash_info.algorithm} {sys.hash_info.width} {sys.byteorder} {sys.implementation.cache_tag}"
"""What a hash of numbers depends on."""


@record(frozen=True, slots=True)
class Fingerprint:
    """``runs``: a hash of eight bytes for each run of tokens, in their order; ``words``: names that are not abstracted; ``lines``: lines with a
    token.
    """

    runs: bytes
    words: tuple[str, ...]
    lines: int

    def counted(self) -> Counter[int]:
        """How often each run comes."""
        runs: array[int] = array("q")
        runs.frombytes(self.runs)
        return Counter(runs)


class Hand:
    """Takes fingerprints. One for many texts, as they hold the same tokens."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def print_of(self, tokens: Sequence[Token]) -> Fingerprint:
        """The fingerprint of a text. One that is shorter than a run is a single run, and of it nothing is abstracted."""
        forms = [self._number(token.form) for token in tokens]
        runs = array("q", map(hash, zip(*(forms[place:] for place in range(RUN)), strict=False)))
        if not runs:
            runs.append(hash(tuple(self._number(token.text) for token in tokens)))
        words = {token.form for token in tokens if token.kind == "name" and token.form != "N"}
        return Fingerprint(runs.tobytes(), tuple(sorted(words)), len({token.line for token in tokens if token.form != "\n"}))

    def _number(self, form: str) -> int:
        number = self._numbers.get(form)
        if number is None:
            # Python's own hash of a string is another one in each run of the program.
            number = self._numbers[form] = int.from_bytes(blake2b(form.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
        return number
