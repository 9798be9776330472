"""What a program writes into files before it runs them: a statement in a temporary file, a script made by a here document."""

from __future__ import annotations

from handover_generator.model.text import Text
from handover_generator.records import field, record

MAX_TEXTS = 8
MAX_LENGTH = 100_000
"""So long a text is kept at most."""


@record(slots=True)
class Written:
    """Texts by the name of their file. What was written over stays beside what follows: which of them is there when the file is run, a run
    decides.
    """

    texts: dict[str, tuple[Text, ...]] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)

    def put(self, name: str, text: Text, *, appends: bool = False, goes_on: bool = False) -> None:
        """The program writes ``text`` into the file ``name``, or adds it to what it wrote there before. ``goes_on``: what is added next stands on
        the same line.
        """
        held = self.texts.get(name, ())
        between = "" if name in self.unfinished else "\n"
        grown = tuple(Text.of(before, between, text) for before in held) if appends and held else (*held, text)
        (self.unfinished.add if goes_on else self.unfinished.discard)(name)
        self.texts[name] = tuple(dict.fromkeys(each for each in grown if _length(each) <= MAX_LENGTH))[-MAX_TEXTS:]

    def of(self, name: str) -> tuple[Text, ...]:
        """What the file may hold; nothing for a file that the program did not write."""
        return self.texts.get(name, ())


def _length(text: Text) -> int:
    return sum(len(part) for part in text.parts if isinstance(part, str))
