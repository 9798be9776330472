"""Conditionals of a Makefile (``ifeq``, ``ifdef``): what the file decides, and what only a run decides, told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from handover_generator.analysis._make_text import called, parts, spread
from handover_generator.records import field, record
from handover_generator.regexes import regex

_DIRECTIVE = regex(r"(?:(else)\b\s*)?(?:(ifeq|ifneq|ifdef|ifndef)(?![\w:-])\s*(.*))?(?:#.*)?")
_QUOTED = regex(r"""(["'])(.*?)\1\s*(["'])(.*?)\3""")
_ONE_NAME = regex(r"\$(?:\(([A-Za-z_][\w.-]*)\)|\{([A-Za-z_][\w.-]*)\})")
_PLAIN = regex(r"[\w./:@%+,-]*")
_MOST_QUESTIONS = 4
"""Questions that together decide one command; they may be answered in twice as many ways for each."""
_MOST_CLAUSES = 20
"""Of what is asked around a line, and in the branches before one, so much is told; what is left out only makes a condition say less."""
_MOST_LETTERS = 60


@record(frozen=True, slots=True)
class Question:
    """Whether two texts are the same, which only a run knows: what make fills in is left in them where the file does not decide it."""

    left: str
    right: str


@record(frozen=True, slots=True)
class Clause:
    """A question and the answer on which something depends."""

    question: Question
    same: bool


Condition = tuple[Clause, ...]
"""Clauses that all hold; none: it always does."""


@record(slots=True)
class _Open:
    """A conditional that has not ended: what was asked in its branches before, and what holds in the one in hand."""

    before: list[Clause] = field(default_factory=list)
    decided: bool = False
    """A branch before is the one that counts."""
    now: Clause | bool = True


class Conditionals:
    """The conditionals around the line in hand."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def depth(self) -> int:
        """How many are open."""
        return len(self._open)

    def close(self, depth: int) -> None:
        """Close those that a file has left open."""
        del self._open[depth:]

    def now(self) -> Condition | None:
        """On what the line in hand depends; None where make does not read it."""
        found: dict[Clause, None] = {}
        for each in self._open:
            if each.decided or each.now is False:
                return None
            if len(found) < _MOST_CLAUSES:
                found.update((Clause(clause.question, not clause.same), None) for clause in each.before)
                if isinstance(each.now, Clause):
                    found[each.now] = None
        return together(tuple(found)) if found else ()

    def take(self, line: str, known: Mapping[str, str]) -> bool:
        """Read a line. Gives whether it was one of a conditional. ``known``: the variables that the file decides."""
        line = line.strip()
        if not line.startswith(("if", "else", "endif")):
            return False
        if line.partition("#")[0].rstrip() == "endif":
            del self._open[-1:]
            return True
        match = _DIRECTIVE.fullmatch(line)
        if match is None:
            return False
        otherwise, directive, asked = match.groups()
        if otherwise is None:
            self._open.append(_Open())
        elif self._open:
            last = self._open[-1]
            if last.now is True:
                last.decided = True
            elif isinstance(last.now, Clause) and len(last.before) < _MOST_CLAUSES:
                last.before.append(last.now)
        if self._open:
            self._open[-1].now = _asked(directive, asked, known) if directive is not None else True
        return True


def _asked(directive: str, asked: str, known: Mapping[str, str]) -> Clause | bool:
    """What a directive asks, or its answer where the file decides that."""
    asked = asked.partition(" #")[0].strip()
    positive = directive in ("ifeq", "ifdef")
    if directive in ("ifdef", "ifndef"):
        name = spread(asked, known)
        if name in known:
            return bool(known[name]) is positive
        return Clause(Question(f"$({name})", ""), not positive)
    if asked.startswith("("):
        sides = parts(asked[1:].rpartition(")")[0])
    else:
        quoted = _QUOTED.match(asked)
        sides = [quoted.group(2), quoted.group(4)] if quoted is not None else [asked]
    if len(sides) != 2:
        return Clause(Question(asked, ""), not positive)
    left, right = (spread(side.strip(), known) for side in sides)
    if "$" not in left and "$" not in right:
        return (left == right) is positive
    return Clause(Question(left, right) if "$" in left else Question(right, left), positive)


def _essential(condition: Condition) -> Condition:
    """Without what follows from the rest: what is one thing is no other."""
    are = {clause.question.left: clause.question.right for clause in condition if clause.same}
    return tuple(clause for clause in condition if clause.same or are.get(clause.question.left, clause.question.right) == clause.question.right)


def possible(condition: Condition) -> bool:
    """Whether all of it can hold at once."""
    answers: dict[Question, bool] = {}
    are: dict[str, str] = {}
    for clause in condition:
        if answers.setdefault(clause.question, clause.same) is not clause.same:
            return False
        if clause.same and "$" not in clause.question.right and are.setdefault(clause.question.left, clause.question.right) != clause.question.right:
            return False
    return True


def together(*conditions: Condition) -> Condition | None:
    """All of several conditions; None where they contradict each other."""
    all_of = tuple(dict.fromkeys(clause for condition in conditions for clause in condition))
    return _essential(all_of) if possible(all_of) else None


def ways(questions: Sequence[Question], under: Condition) -> list[Condition] | None:
    """The ways in which questions may be answered where a condition holds; None where there are too many questions."""
    answered = {clause.question for clause in under}
    free = [question for question in questions if question not in answered]
    if len(free) > _MOST_QUESTIONS:
        return None
    found = []
    for answers in product((True, False), repeat=len(free)):
        way = tuple(Clause(question, answer) for question, answer in zip(free, answers, strict=True))
        if possible((*under, *way)):
            found.append(way)
    return found


def holds(condition: Condition, way: Condition) -> bool:
    """Whether a condition holds where its questions are answered as in a way."""
    return set(condition) <= set(way)


def in_words(condition: Condition) -> tuple[str, ...]:
    """What has to hold, as people read it. The opposite of a clause is the same words with a "not"."""
    return tuple(_clause_in_words(clause) for clause in condition)


def _clause_in_words(clause: Clause) -> str:
    left, right, same = clause.question.left, clause.question.right, clause.same
    function, arguments = called(left)
    no = "not " if same else ""
    if not right and function == "wildcard":
        return f"{_shown(arguments)} is {no}there"
    if not right and function in ("filter", "findstring") and len(pair := parts(arguments)) == 2:
        wanted, text = (part.strip() for part in pair)
        if function == "filter" and "$" in wanted and "$" not in text:
            wanted, text = text, wanted
        if function == "filter":
            return f"{_shown(text)} is {no}one of {', '.join(wanted.split())[:_MOST_LETTERS]}"
        return f"{_shown(wanted)} is {no}in {_shown(text)}"
    if not right and function == "shell":
        return f"{_shown(left)} is {'' if same else 'not '}empty"
    if not right:
        return f"{_shown(left)} is {no}set"
    return f"{_shown(left)} is {'' if same else 'not '}{_shown(right)}"


def _shown(side: str) -> str:
    """One side as a shell would write it."""
    function, arguments = called(side)
    if function == "strip":
        return _shown(arguments)
    if function == "shell":
        side = f"$({arguments})"
    side = _ONE_NAME.sub(lambda match: "$" + (match.group(1) or match.group(2)), side)
    return side if len(side) <= _MOST_LETTERS else side[: _MOST_LETTERS - 3] + "..."


def stop(condition: Condition) -> str | None:
    """A line of shell that ends where a condition holds, as ``$(error)`` under it does; None where the shell cannot ask that."""
    tests = []
    for clause in condition:
        name = _ONE_NAME.fullmatch(clause.question.left)
        if name is None or not _PLAIN.fullmatch(clause.question.right) or not (known := name.group(1) or name.group(2)).isidentifier():
            return None
        tests.append(f'[ "${{{known}}}" {"=" if clause.same else "!="} "{clause.question.right}" ]')
    return f"if {' && '.join(tests)}; then exit 1; fi" if tests else None
