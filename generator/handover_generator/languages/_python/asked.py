"""Questions that are asked by something nobody could follow: ``answer = input_choice("Do you want to delete it?", ...)``."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import Answer, Api, UnknownValue, Values
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_ASKS = regex(r"(?:input|ask|confirm|prompt|query_yes_no|yes_?no)(?:_\w+)?|\w+_(?:ask|confirm|prompt|yes_no)")
_QUESTION = regex(r"\?\s*(?:[\[(][^\])]*[\])])?[\s:>]*\Z")
"""How a question ends, also with the answers that may be given: ``Sure? [y/N]: ``."""


def answered(node: ast.Call, arguments: Arguments, given: Values, at: Location) -> Values:
    """What a call gives: an answer of a person where it is called like a question, is given one, and nobody knows what it gives."""
    if not all(isinstance(value, UnknownValue) or (isinstance(value, Api) and not value.state) for value in given):
        return given
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    if not _ASKS.fullmatch(name):
        return given
    said = literal(arguments.get(0) or ())
    if said is None or _QUESTION.search(said) is None:
        return given
    return (Answer(Guard(kind=GuardKind.CONFIRM, at=at, detail=f'{name} asks "{said[:80]}"', strong=False)),)
