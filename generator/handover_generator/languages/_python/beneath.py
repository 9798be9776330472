"""``folder / "name"``: what lies beneath a path, be it one of pathlib, of a library with paths of its own, or one that comes from elsewhere."""

from __future__ import annotations

from handover_generator.languages._python.strings import join_path, rewrap
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import Api, Str, UnknownValue, Value, Values
from handover_generator.model.text import Text
from handover_generator.model.tracing import Tools
from handover_generator.regexes import regex

_PATH = "pathlib.Path()"
_FOLDER = regex(r"(?:\A|_)(?:ROOT|DIRS?|DIRECTORY|FOLDER|PATH|HOME)\Z")
"""How settings that hold a folder are called: no number is divided by what a row holds under such a name."""


def beneath(tools: Tools, path_state: frozenset[int], left: Values, right: Values) -> Values:
    """What ``left / right`` is, as far as it is a path; empty where it is not known to be one. ``path_state`` is that of pathlib's paths."""
    made = tuple(one for value in left if (one := _beneath(tools, path_state, value, right)) is not None)
    if made or not any(isinstance(value, Api) and value.path == _PATH for value in right):
        return made
    return tuple(rewrap(value, join_path([text_of(left), value.made_with or Text()])) for value in right    # "folder" / path
                 if isinstance(value, Api) and value.path == _PATH)


def _beneath(tools: Tools, path_state: frozenset[int], value: Value, right: Values) -> Value | None:
    if isinstance(value, Api):
        if value.path == _PATH:
            return rewrap(value, join_path([value.made_with or Text(), text_of(right)]))
        state = tools.api_step(tools.api_step(value.state, "__truediv__"), "()")
        if not state & path_state and any(row.do != "neutral" for row in tools.api_rows(tools.api_step(tools.api_step(state, "exists"), "()"))):
            return Api(state, value.path, join_path([text_of((value,)), text_of(right)]))
        if not value.state and _says(right):                 # of a library that nobody looked at: it stays one of that library
            return rewrap(value, join_path([text_of((value,)), text_of(right)]))
        if not state & path_state and not _says(right) and not (value.items and _FOLDER.search(value.items[-1])):
            return None
    elif not isinstance(value, (UnknownValue, Str)) or not _says(right):
        return None
    return Api(path_state, _PATH, join_path([text_of((value,)), text_of(right)]))       # nothing else is divided by a text


def _says(values: Values) -> bool:
    return any(isinstance(value, Str) and any(isinstance(part, str) and not part.isdigit() for part in value.text.parts) for value in values)
