"""Modes that say whether a program acts: ``mode == "dryrun"``, and ``mode == "apply"`` where another word is the default."""

from __future__ import annotations

import ast

from handover_generator.languages._python.guards import is_doing, is_safe, names_in
from handover_generator.languages._python.syntax import remembered
from handover_generator.languages._python.values import Str, Values
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_SAFE_MODE = regex(r"dry_?run|dry|noop|no_op|simulat\w*|pretend|preview|print_?only|check_?only|list_?only|what_?if")
_RESTING = regex(r"plan|diff|check|test|show|list|report|print|status|verify|validate|none|off|no|")
"""Words of a mode in which nothing is changed, where another one is called "apply"."""
_OUTCOME = regex(r"(?:^|_)(?:error|err|result|response|reply|answer|output|status|outcome|ret|rc)$")


@remembered
def compared_mode(test: ast.expr) -> ast.Compare | None:
    """A test that compares a mode with a word that keeps a program from acting, or lets it; None for any other."""
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.NotEq))):
        return None
    word = _word(test)
    if word is None or any(_OUTCOME.search(name) for name in names_in(test.left)):
        return None                                          # what came of something is no mode
    return test if _SAFE_MODE.fullmatch(word) or is_doing(word) else None


def mode_check(test: ast.Compare, left: Values, at: Location) -> Guard | None:
    """The dry run that such a test is. It protects whoever gives nothing where the word that keeps it from acting is the default; a word that lets it
    act is one only where an option has another default.
    """
    word = _word(test) or ""
    holes = [hole for value in left if isinstance(value, Str) for hole in value.text.holes]
    said = ast.unparse(test.comparators[0]).strip("'\"")
    if _SAFE_MODE.fullmatch(word):
        return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{said} decides whether it acts", default_on=said in {hole.default for hole in holes})
    options = [hole for hole in holes if hole.kind == "flag" and hole.default is not None]
    if len(options) != 1 or len(left) != 1 or not _rests(options[0].default or ""):
        return None
    return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{ACTS_ONLY}{options[0].name} {said}", default_on=True)


def _word(test: ast.Compare) -> str | None:
    word = test.comparators[0].value if isinstance(test.comparators[0], ast.Constant) else None
    return word.lower().replace("-", "_") if isinstance(word, str) else None


def _rests(word: str) -> bool:
    return is_safe(word) or _SAFE_MODE.fullmatch(word.lower().replace("-", "_")) is not None or _RESTING.fullmatch(word.lower()) is not None
