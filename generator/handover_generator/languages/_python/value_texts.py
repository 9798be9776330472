"""How abstract values read as text: what a person is told of a target, and what a command line or a statement says."""

from __future__ import annotations

from handover_generator.languages._python.values import Api, Const, Str, UnknownValue, Value, Values
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_TEMPORARY = "tempfile."
OF_TEMPORARY = Text((Hole("unknown", "tempfile"),))
"""How the path of a temporary file (``file.name``) reads, wherever it goes."""
_SAYS = ("pathlib.", "sys.argv")
"""What is made with a text and says it again; all else is only named after it."""
_OF_ROW = regex(r"(?:\[\]|\.(?:get|first|last|latest|earliest|create|one|one_or_none|get_or_404|first_or_404)\(\))\.\w+\Z")
_OF_ANSWER = regex(r"(\w+)\(\)\.(?:keys|values|items)\(\)(?:\[\])+\Z")


def text_of(values: Values) -> Text:
    """The text of a value set: that of its only string, else a nameless hole."""
    texts = [one for value in values if (one := _text(value)) is not None]
    if len(texts) == 1 or (texts and all(text == texts[0] for text in texts)):
        return texts[0]
    names = list(dict.fromkeys(str(text.parts[0]) for text in texts if len(text.parts) == 1 and isinstance(text.parts[0], Hole)))
    if len(texts) == len(values) and 1 < len(names) <= 2 and len(names) == len(set(texts)) and "${?}" not in names:
        return Text((Hole("unknown", " or ".join(name[2:-1] for name in names)),))          # "name or release"
    return Text((Hole("unknown", ""),))


def texts_of(values: Values) -> list[Text]:
    """All texts a value set may be."""
    return [one for value in values if (one := _text(value)) is not None]


def literal(values: Values) -> str | None:
    """The string, if the set is one literal string."""
    if len(values) == 1 and isinstance(values[0], Str):
        return values[0].text.literal
    return None


def _text(value: Value) -> Text | None:
    if isinstance(value, Str):
        return value.text
    if isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
        return Text((str(value.value),))
    if isinstance(value, Api):
        if value.path.startswith(_TEMPORARY) and value.path.endswith(".name"):
            return OF_TEMPORARY
        if value.made_with is not None and not value.state and not value.path.startswith(_SAYS) and (own := _of_unknown(value)) is not None:
            return own
        if value.made_with is not None and (value.model is not None or value.relation) and _OF_ROW.search(value.path):
            return Text((Hole("unknown", _last_name(value)),))       # what a row holds is not called like how the rows were asked for
        if value.made_with is not None and (entry := _OF_ANSWER.search(value.path)) is not None:
            return Text((Hole("unknown", entry.group(1)),))          # a key of an answer is not called like who was asked
        if value.made_with is not None and (value.service is None or value.made_with.literal != value.service):
            return value.made_with if value.path.startswith(_SAYS) else replace(value.made_with, named=True)
        return Text((Hole("unknown", _last_name(value)),))
    if isinstance(value, UnknownValue) and value.why.isidentifier():
        return Text((Hole("argument", value.why),))
    return None


def _of_unknown(value: Api) -> Text | None:
    """How something reads of which nobody knows what it is: a member by its own name (``${old}`` for ``load(path).old``), what was looked up by a
    word by that word; None for what may be called like what it was made with.
    """
    if not value.path.endswith("()"):
        return Text((Hole("unknown", _last_name(value)),))
    word = value.made_with.literal if value.made_with is not None else None
    return Text((Hole("unknown", word),)) if word is not None and word.isidentifier() else None


def _last_name(value: Api) -> str:
    """What a value of which nothing else is known is called: by the key under which it was found, else by the last part of its path."""
    keys = [item for item in value.items if item.isidentifier() and not value.path.startswith(item) and "." + item not in value.path]
    return keys[-1] if keys and value.path.endswith("[]") else value.path.replace("[]", "").removesuffix("()").rsplit(".", 1)[-1]
