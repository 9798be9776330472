"""Commands of git as methods of GitPython: ``repo.git.push("origin", force=True)`` is ``git push --force origin``."""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.truth import truth
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import Const, Seq, Values
from handover_generator.model.text import MORE, Text

_OF_THE_CALL = frozenset({"with_extended_output", "as_process", "output_stream", "stdout_as_string", "kill_after_timeout", "with_stdout",
                          "with_exceptions", "universal_newlines", "shell", "env", "max_chunk_size", "istream", "strip_newline_in_stdout",
                          "insert_kwargs_after", "split_single_char_options"})
"""What is meant for GitPython, not for git."""


def git_words(name: str, arguments: Arguments) -> list[Text]:
    """The command line that such a call is."""
    words = [Text.of("git"), Text.of(name.replace("_", "-"))]
    for key, values in arguments.keywords.items():
        if key not in _OF_THE_CALL:
            words += option_words(key, values)
    for values in arguments.positional:
        listed = next((value for value in values if isinstance(value, Seq)), None)
        words += [text_of(item) for item in listed.items] if listed is not None else [text_of(values)]
    return words if arguments.rest is None and arguments.keyword_rest is None else [*words, MORE]


def option_words(key: str, values: Values) -> list[Text]:
    """The words that an argument by name becomes: ``force=True`` is ``--force``, ``m="text"`` is ``-m text``."""
    flag = f"-{key}" if len(key) == 1 else "--" + key.replace("_", "-")
    if values and all(isinstance(value, Const) and isinstance(value.value, (bool, type(None))) for value in values):
        return [Text.of(flag)] if truth(values) is not False else []
    return [Text.of(flag), text_of(values)] if len(key) == 1 else [Text.of(f"{flag}=", text_of(values))]
