"""Texts of a Makefile with what make fills in: variables, automatic variables, and as much of its functions as can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from handover_generator.analysis._make_functions import given
from handover_generator.analysis.paths import REPOSITORY
from handover_generator.model.text import MOST_WORDS, Hole, Text
from handover_generator.regexes import regex

_REFERENCE = regex(r"\$(?:\(([^()$]*)\)|\{([^{}$]*)\})")
_CLOSING = {"(": ")", "{": "}"}
_SPEAKING = frozenset(("error", "warning", "info", "eval"))
_FUNCTIONS = frozenset((
    *_SPEAKING, "if", "or", "and", "shell", "foreach", "call", "value", "origin", "file", "subst", "patsubst", "strip", "filter", "filter-out",
    "findstring", "sort", "word", "words", "wordlist", "firstword", "lastword", "dir", "notdir", "suffix", "basename", "addsuffix", "addprefix",
    "join", "wildcard", "realpath", "abspath"))
_ONE_WORD = regex(r"(?!-)[\w./:@%+,=~?&-]+")
"""What is one word of a command line wherever it stands, and no option."""
_SEEN = 20
_BEFORE_COMMAND = regex(r"(?:\A|[;&|({`]|\b(?:then|do|else|sudo|exec|time|env|xargs))[ \t@-]*\Z")
_MOST_FILLED = 2_000
"""References of one command that are filled in, those inside others among them."""
_LONGEST = 100_000
"""Letters of a list of targets."""
_DEEPEST = 8
_CURRENT = ("CURDIR", "PWD")
_CURRENT_ASKED = regex(r"shell\s+(?:/bin/)?pwd(?:\s+-[PL])?\s*|(?:abspath|realpath)\s+\.?/?\s*")
"""How a Makefile says where it runs."""
_OF_MAKE = {"MAKE": "make", "RM": "rm -f", "CC": "cc", "CXX": "g++", "CPP": "cc -E", "LD": "ld", "AS": "as", "AR": "ar", "FC": "f77", "YACC": "yacc",
            "LEX": "lex", "TANGLE": "tangle", "TEX": "tex", "MAKEINFO": "makeinfo", "SHELL": "/bin/sh"}
"""What make itself puts for a variable that nobody sets."""
_SET_BY_MAKE = frozenset(("CURDIR", "MAKECMDGOALS", "MAKEFILES", "MAKEFILE_LIST", "MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKE_COMMAND",
                          "MAKE_HOST", "MAKE_VERSION", "MFLAGS", "SUFFIXES", "VPATH"))
"""Variables that make sets to what only a run knows."""


def spread(names: str, variables: Mapping[str, str]) -> str:
    """Targets with the variables among them filled in, as far as they are known."""
    for _ in range(4):
        if "$" not in names or len(names) > _LONGEST:
            break
        longest = max((len(variables.get(match.group(1) or match.group(2) or "", "")) for match in _REFERENCE.finditer(names)), default=0)
        if longest * names.count("$") > _LONGEST:
            break
        names = _REFERENCE.sub(lambda m: variables.get(m.group(1) or m.group(2) or "", m.group()), names)
    return names


def names_in(names: str, variables: Mapping[str, str]) -> list[str]:
    """The names of targets or files, with the variables among them filled in. What a function gives (``$(shell cat id)``) is part of one name,
    whatever blanks stand in it.
    """
    names = spread(names, variables)
    if "$(" not in names and "${" not in names:
        return names.split()
    found, depth, begun = [], 0, 0
    for at, letter in enumerate(names):
        if letter in "({" and (depth or names[at - 1:at] == "$"):
            depth += 1
        elif letter in ")}" and depth:
            depth -= 1
        elif letter.isspace() and not depth:
            found.append(names[begun:at])
            begun = at + 1
    return [name for name in (*found, names[begun:].strip()) if name]


class Filling:
    """One command as make fills it in.

    Args:
        target: the target and the part of its name that ``%`` stands for.
        needs: what the target needs.
        if_unset: the variables that have their values only where the environment has none for them.
        folder: where make runs, for ``$(CURDIR)`` and ``$(shell pwd)``.
    """

    def __init__(self, target: tuple[str, str], needs: Sequence[str], if_unset: Set[str], folder: str = "") -> None:
        self._automatic = {"$": "$", "@": target[0], "*": target[1], "<": needs[0] if needs else "", "^": " ".join(needs)}
        self._left = _MOST_FILLED
        self._if_unset = if_unset
        self.used: set[str] = set()
        """The names that were looked up."""
        self._folder = folder

    def command(self, written: str, variables: Mapping[str, str]) -> Text:
        """A whole command with what holds here put in. The folder of make is told only where a word begins with it, as paths do; elsewhere it is
        called by its variable.
        """
        text = self.text(written, variables)
        if not any(isinstance(part, str) and REPOSITORY in part for part in text.parts):
            return text
        pieces: list[str | Hole] = []
        for part in text.parts:
            before, *behind = part.split(REPOSITORY) if isinstance(part, str) else (part,)
            pieces.append(before)
            for piece in behind:
                last = next((one for one in reversed(pieces) if one), "")
                begins = last == "" or (isinstance(last, str) and (last[-1].isspace() or last[-1] == '"'))
                pieces += [REPOSITORY + piece] if begins else [Hole("unknown", _CURRENT[0]), piece.removeprefix(self._folder)]
        return Text.of(*pieces)

    def text(self, written: str, variables: Mapping[str, str], depth: int = 0) -> Text:
        """A text with what holds here put in."""
        pieces: list[str | Hole | Text] = []
        last = 0
        for start, end, name in _references(written):
            pieces.append(written[last:start])
            last = end
            self._left -= 1
            if self._left <= 0:
                pieces.append(Hole("unknown", name))
                continue
            one = self._one(name, variables, depth, alone=len(name) == 1 and end - start == 2)
            if isinstance(one, Hole) and one.default and _begins_command(written, start, end, nested=depth > 0):
                one = one.default
            pieces.append(one)
        pieces.append(written[last:])
        return Text.of(*pieces)

    def _one(self, name: str, variables: Mapping[str, str], depth: int, *, alone: bool) -> str | Hole | Text:
        if alone:
            value = self._automatic.get(name, variables.get(name, "") if name.isdigit() else "")
            return self.text(value, {}, depth + 1) if name != "$" and "$" in value and depth < _DEEPEST else value
        self.used.add(name)
        if name in variables and depth < _DEEPEST:
            held = self.text(variables[name], variables, depth + 1)
            usual = held.with_defaults().literal if name in self._if_unset else None
            return Hole("env", name, usual) if usual is not None and _ONE_WORD.fullmatch(usual) else held
        if name in _OF_MAKE:
            return _OF_MAKE[name]
        if name in _CURRENT or _CURRENT_ASKED.fullmatch(name) is not None:
            return REPOSITORY + self._folder
        function = name.split(None, 1)[0] if name.strip() else ""
        if function in _FUNCTIONS and function != name:
            return self._called(function, name[len(function):].strip(), variables, depth)
        if " " in name or "," in name or "$" in name:
            return Hole("unknown", f"make {function}")
        return Hole("unknown" if name in _SET_BY_MAKE or name.startswith(".") else "env", name)

    def _called(self, function: str, arguments: str, variables: Mapping[str, str], depth: int) -> Text:
        """What a function of make leaves in the command: nothing where it only speaks, stops or sets something."""
        if function in _SPEAKING:
            return Text()
        if function == "if" and depth < _DEEPEST:
            branches = [self.text(part.strip(), variables, depth + 1) for part in parts(arguments)[1:]]
            told = [branch for branch in branches if branch]
            if len(told) < 2:
                return told[0] if told else Text()
        elif function in ("foreach", "call") and depth < _DEEPEST:
            rounds = self._rounds(function, arguments, variables, depth)
            if rounds is not None:
                return Text.join(" ", [self.text(body, {**variables, **own}, depth + 1) for body, own in rounds])
        said = self._given(function, arguments, variables, depth) if depth < _DEEPEST else None
        return Text.of(said) if said is not None else Text.of(Hole("unknown", f"make {function}"))

    def _given(self, function: str, arguments: str, variables: Mapping[str, str], depth: int) -> str | None:
        """What a function gives whose arguments are all known; None where they are not."""
        known = [self.text(part.strip() if place else part, variables, depth + 1).literal for place, part in enumerate(parts(arguments))]
        told = [part for part in known if part is not None]
        return given(function, told) if len(told) == len(known) else None

    def _rounds(self, function: str, arguments: str, variables: Mapping[str, str], depth: int) -> list[tuple[str, dict[str, str]]] | None:
        """What ``foreach`` and ``call`` write, each time with the variables that it has then; None where that is not known."""
        first, *rest = parts(arguments)
        if function == "call":
            given = [self.text(part.strip(), variables, depth + 1).literal for part in rest]
            known = first.strip() in variables and None not in given
            return [(variables[first.strip()], {str(index): text or "" for index, text in enumerate(given, 1)})] if known else None
        listed = self.text(rest[0].strip(), variables, depth + 1).literal if len(rest) > 1 else None
        return None if listed is None else [(",".join(rest[1:]).strip(), {first.strip(): word}) for word in listed.split()[:MOST_WORDS]]


def _begins_command(written: str, start: int, end: int, *, nested: bool) -> bool:
    """Whether a reference is the first word of a command: which program that is, is told by what it usually is."""
    if end < len(written) and not written[end].isspace():
        return False
    return start == 0 if nested else _BEFORE_COMMAND.search(written[max(0, start - _SEEN):start]) is not None


def _references(command: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of what make fills in: ``$@``, ``$(name)``, ``$(if ${a},b)``, the outermost of those inside each other."""
    at = 0
    while 0 <= (start := command.find("$", at)) < len(command) - 1:
        opening = command[start + 1]
        closing = _CLOSING.get(opening)
        if closing is None:
            at = start + 2
            yield start, at, opening
            continue
        depth, at = 1, start + 2
        while at < len(command) and depth:
            depth += (command[at] == opening) - (command[at] == closing)
            at += 1
        if depth:
            return
        yield start, at, command[start + 2 : at - 1]


def parts(arguments: str) -> list[str]:
    """The arguments of a function, cut at commas outside brackets."""
    found: list[str] = []
    start = depth = 0
    for at, sign in enumerate(arguments):
        depth += (sign in "({") - (sign in ")}")
        if sign == "," and depth == 0:
            found.append(arguments[start:at])
            start = at + 1
    return [*found, arguments[start:]]


def called(side: str) -> tuple[str, str]:
    """The function that a text as a whole calls, and its arguments; two empty ones where it calls none."""
    inner = next((name for start, end, name in _references(side) if start == 0 and end == len(side)), "")
    function, _, arguments = inner.partition(" ")
    return (function, arguments.strip()) if function in _FUNCTIONS else ("", "")
