"""Command lines that are lists of words."""

from __future__ import annotations

from handover_generator.languages._python.values import Seq, text_of, texts_of
from handover_generator.model.text import MORE, MOST_WORDS, Text


def command_lines(words: Seq) -> list[list[Text]]:
    """What a list of words may be as a command line: more than one where a word is chosen among literal ones ("full" if x else "incr")."""
    choices: list[list[Text]] = []
    for item in words.items:
        texts = list(dict.fromkeys(texts_of(item)))
        chosen = 1 < len(texts) <= MOST_WORDS and all(text.literal is not None for text in texts)
        choices.append(texts if chosen else [text_of(item)])
    if not words.exact:
        choices.append([MORE])
    most = max((len(texts) for texts in choices), default=1)
    return [[texts[min(number, len(texts) - 1)] for texts in choices] for number in range(most)]
