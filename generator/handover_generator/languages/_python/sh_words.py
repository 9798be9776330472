"""Command lines as the package sh calls them: ``sh.git.push("origin", force=True)`` is ``git push --force origin``."""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.git_words import option_words
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import Api
from handover_generator.model.text import MORE, Text

PACKAGE = "sh."
_NO_WORDS = frozenset({"sh", "contrib", "bake()", "bake", "Command()", "Command", ""})


def sh_words(function: Api, arguments: Arguments, program: Text | None) -> list[Text]:
    """The command line that such a call is: the names that led to it, options by name, then the arguments. What was baked in is left out.

    Args:
        function: what is called, by its path.
        arguments: what it is given.
        program: what ``sh.Command`` was made with, where the function is one of its; else None.
    """
    names = [name.removesuffix("()") for name in function.path.split(".") if name.removesuffix("()") not in _NO_WORDS]
    words = [program] if program is not None else []
    words += [Text.of(name.replace("_", "-")) for name in names]
    for key, values in arguments.keywords.items():
        if not key.startswith("_"):
            words += option_words(key, values)
    return [*words, *map(text_of, arguments.positional), *([MORE] if arguments.rest is not None else [])]
