"""Command lines that are lists of words."""

from __future__ import annotations

from collections.abc import Iterator

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import text_of, texts_of
from handover_generator.languages._python.values import Map, Seq, Str, Values
from handover_generator.model.text import MORE, MOST_WORDS, Hole, Text


def command_lines(words: Seq) -> list[list[Text]]:
    """What a list of words may be as a command line: more than one where a word is chosen among literal ones ("full" if x else "incr")."""
    choices: list[list[Text]] = []
    for item in _level(words):
        texts = list(dict.fromkeys(texts_of(item)))
        chosen = 1 < len(texts) <= MOST_WORDS and all(text.literal is not None for text in texts)
        choices.append(texts if chosen else [text_of(item)])
    if not words.exact:
        choices.append([MORE])
    most = max((len(texts) for texts in choices), default=1)
    return [[texts[min(number, len(texts) - 1)] for texts in choices] for number in range(most)]


def _level(words: Seq) -> Iterator[Values]:
    """The words, with those of a list that stands for one of them: a program and the list of its words, each an argument of its own."""
    for item in words.items:
        if len(item) == 1 and isinstance(item[0], Seq):
            yield from item[0].items
            if not item[0].exact:
                yield (Str(MORE),)
        elif not (item and all(isinstance(value, Map) for value in item)):               # its environment
            yield item


def words_for(path: str, words: tuple[str, ...]) -> list[Text] | None:
    """The words that a file sees which a program runs in itself: those of the program, but for the one that the file is called by."""
    named = bool(words) and path.rpartition("/")[2].removesuffix(".py") == words[0].replace("-", "_")
    return [Text.of(word) for word in words[named:]] or None


def printed(arguments: Arguments) -> Text:
    """How what a command prints reads: by the program ("${output of date}"), as in shell; the name of a temporary file, here or on another host."""
    words = [word for value in (arguments.get(0, "args", "command", "cmd") or ())
             for word in (value.items if isinstance(value, Seq) else ((value,),))]
    said = [part for word in words for first in text_of(word).parts[:1] if isinstance(first, str) for part in first.split()]
    named = bool(words) and isinstance(next(iter(text_of(words[0]).parts), None), str)
    program = said[0].rpartition("/")[2] if named and said else ""
    if program in _TEMPORARY or (program == "ssh" and not _TEMPORARY.isdisjoint(said[1:])):
        return Text.of("/tmp/", Hole("unknown", "temporary"))
    return Text((Hole("unknown", f"output of {program}" if program else "output"),))


_TEMPORARY = frozenset({"mktemp", "tempfile"})
