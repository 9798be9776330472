"""Arguments that stand for themselves (``add_argument("out")``): their place says what they are, and nobody types their name."""

from __future__ import annotations

from handover_generator.languages._python.program import ModuleInfo
from handover_generator.languages._python.values import Str, Values
from handover_generator.model.text import Hole, Text

_NOT_ONE_WORD = frozenset({"nargs", "choices", "type", "action"})


def one_word(hole: Hole, keywords: dict[str, Values]) -> Values:
    """What an argument is that is one word, as it was typed; nothing where more is made of it."""
    return (Str(Text((hole,))),) if _NOT_ONE_WORD.isdisjoint(keywords) else ()


def positionals(module: ModuleInfo) -> list[str]:
    """The names of such arguments that a file declares."""
    return [name for name, values in module.declared.made.items() if any(
        isinstance(value, Str) and len(value.text.parts) == 1 and isinstance(part := value.text.parts[0], Hole) and part.kind == "argument"
        for value in values)]
