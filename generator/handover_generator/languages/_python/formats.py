"""Texts that are put together from a template: ``"rm %s" % path``, ``"rm {}".format(path)``, and the parts of an f-string."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import text_of, texts_of
from handover_generator.languages._python.values import UNKNOWN, Map, Seq, Str, Values, join
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.records import record


def are_words(values: Values) -> bool:
    return len(values) <= MOST_WORDS and all(isinstance(value, Str) and value.text.literal is not None for value in values)


@record(frozen=True, slots=True)
class Choice:
    """A part of a text that is one of several known words; ``otherwise`` stands for it where which of them is not known."""

    words: tuple[Text, ...]
    otherwise: Text

    @staticmethod
    def of(values: Values, name: str) -> Choice | Text:
        """What an expression called ``name`` puts into a text."""
        text = text_of(values)
        if len(text.parts) == 1 and isinstance(hole := text.parts[0], Hole) and not hole.name:
            text = Text((Hole("unknown", name),))
        return Choice(tuple(texts_of(values)), text) if len(values) > 1 and are_words(values) else text


_MOST_TEMPLATES = 4
Part = str | Hole | Text | Choice
"""What a text is put together of."""


def filled(parts: Sequence[str | Hole | Text | Choice]) -> Values:
    """A text put together of its parts. Where one of them is a choice, so is the text. Of several choices the first, which mostly says what is
    meant ("DELETE FROM " + table + " WHERE " + column), is kept; which words of the others go with it is not known.
    """
    first = next((part.words for part in parts if isinstance(part, Choice)), None)

    def chosen(part: str | Hole | Text | Choice, word: Text | None) -> str | Hole | Text:
        if not isinstance(part, Choice):
            return part
        return word if word is not None and part.words == first else part.otherwise

    return tuple(Str(clipped(Text.of(*(chosen(part, word) for part in parts)))) for word in first or (None,))


def clipped(text: Text) -> Text:
    short = len(text.parts) <= 40 and sum(len(p) for p in text.parts if isinstance(p, str)) <= 20_000
    return text if short else Text((Hole("unknown", "long text"),))


def _each(template: Values, fill: Callable[[Text], Values | None]) -> Values:
    """What becomes of a template; of one of several each."""
    if not template or not isinstance(template[0], Str):
        return UNKNOWN
    if len(template) > _MOST_TEMPLATES and not are_words(template):
        return template
    made: list[Values] = []
    for value in template:
        filled_in = fill(value.text) if isinstance(value, Str) else (value,)
        if filled_in is None:                                # no template after all
            return template
        made.append(filled_in)
    return join(*made)


def percent(template: Values, argument: Values) -> Values:
    """``template % argument``."""
    return _each(template, lambda text: _conversions(text, argument))


def _conversions(template: Text, argument: Values) -> Values:
    values: list[Values]
    named: Map | None = None
    if len(argument) == 1 and isinstance(argument[0], Seq):
        values = list(argument[0].items)
    elif len(argument) == 1 and isinstance(argument[0], Map):
        values, named = [], argument[0]
    else:
        values = [argument]
    if len(template.parts) > 1 and sum(piece.count("%s") for piece in template.parts if isinstance(piece, str)) != len(values):
        values = []                                          # what a hole holds may take some of them
    parts: list[Part] = []
    for piece in template.parts:
        parts += [piece] if isinstance(piece, Hole) else _converted(piece, values, named)
    return filled(parts)


def _converted(pattern: str, values: list[Values], named: Map | None) -> list[Part]:
    """A literal piece of a template; the values that it takes are taken off the list."""
    parts: list[Part] = []
    index = 0
    while index < len(pattern):
        mark = pattern.find("%", index)
        if mark < 0 or mark + 1 >= len(pattern):
            parts.append(pattern[index:])
            break
        parts.append(pattern[index:mark])
        end = mark + 1
        key = None
        if pattern[end] == "(":
            close = pattern.find(")", end)
            if close < 0:
                break
            key, end = pattern[end + 1:close], close + 1
        while end < len(pattern) and pattern[end] in "#0- +.*123456789lh":
            end += 1
        if end < len(pattern) and pattern[end] == "%":
            parts.append("%")
        elif key is not None:
            given = named.get(key) if named else None
            parts.append(Choice.of(given, key) if given else Hole("unknown", key))
        else:
            parts.append(Choice.of(values.pop(0), "") if values else Hole("unknown"))
        index = end + 1
    return parts


def format_text(template: Values, arguments: Arguments) -> Values:
    """``template.format(...)``."""
    return _each(template, lambda text: _braces(text, arguments))


def _braces(template: Text, arguments: Arguments) -> Values | None:
    import string

    parts: list[Part] = []
    auto = 0
    for piece in template.parts:
        if isinstance(piece, Hole):
            parts.append(piece)
            continue
        try:
            for before, name, _, _ in string.Formatter().parse(piece):
                parts.append(before)
                if name is None:
                    continue
                root = name.split(".")[0].split("[")[0]
                plain = root == name
                if root == "":
                    found = arguments.get(auto) if len(template.parts) == 1 else None      # what a hole holds may take some of them
                    auto += 1
                elif root.isdigit():
                    found = arguments.get(int(root))
                else:
                    found = arguments.keywords.get(root)
                parts.append(Choice.of(found, name) if found and plain else Hole("unknown", name))
        except ValueError:
            return None
    return filled(parts)
