"""Python 2 text as Python 3 takes it, statement by statement over its tokens. Each line stays on its line, so that places stay true.

Only what stops the parser is written anew: this does not make the program run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from handover_generator.regexes import regex

_TOKEN = regex(
    r"(?s)(?P<comment>\#[^\n]*)"
    r"|(?P<string>[A-Za-z]{0,2}(?:'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"))"
    r"|(?P<name>[^\W\d]\w*)|(?P<number>\.?\d\w*)|(?P<newline>\n)|(?P<space>[^\S\n]+|\\\r?\n)|(?P<sign><>|>>|.)")
_HEADERS = frozenset(("if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class"))
_NOT_PRINTED = frozenset(("(", "=", ".", ",", "["))
"""What follows ``print`` where it is a name like any other, or already a call."""
_NOW_WORDS = frozenset(("async", "await"))
_NOW_FIXED = frozenset(("True", "False", "None"))
"""What Python 2 took for names like others: ``True, False = 1, 0`` for versions before it had them, ``def seen(x, None=None)`` to be faster."""
_MARK = "_was_a_name_"
_UNKNOWN_ESCAPES = regex(r"(?s)\\([NuU])|\\.")


class _Token:
    """A token that may be written in another way; blanks and comments are tokens too."""

    __slots__ = ("depth", "kind", "text")

    def __init__(self, kind: str, text: str, depth: int) -> None:
        self.kind, self.text, self.depth = kind, text, depth

    @property
    def counts(self) -> bool:
        return self.kind not in ("comment", "newline", "space")


Tokens = list[_Token]


def from_python2(text: str) -> str:
    """Rewrite what Python 3's parser does not take of Python 2."""
    tokens = _tokens(text.expandtabs(8))
    for line in _logical_lines(tokens):
        for statement in _statements(line):
            _rewrite(statement)
    return "".join(token.text for token in tokens)


def as_it_was(tree: ast.AST) -> None:
    """Give names that are words of the language by now their own spelling again."""
    for node in ast.walk(tree):
        for field in ("id", "attr", "name", "asname", "arg", "module"):
            said = getattr(node, field, None)
            if isinstance(said, str) and _MARK in said:
                setattr(node, field, said.replace(_MARK, ""))
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [name.replace(_MARK, "") for name in node.names]


def _tokens(text: str) -> Tokens:
    found: Tokens = []
    depth = 0
    for match in _TOKEN.finditer(text):
        kind, written = match.lastgroup or "sign", match[0]
        if kind == "sign" and written in "([{":
            found.append(_Token(kind, written, depth))
            depth += 1
            continue
        if kind == "sign" and written in ")]}":
            depth = max(0, depth - 1)
        elif kind == "string":
            written = _plain_string(written)
        elif kind == "number":
            written = _number(written)
        elif written == "<>":
            written = "!="
        found.append(_Token(kind, written, depth))
    _backticks(found)
    _names(found)
    return found


def _plain_string(written: str) -> str:
    quote = min(place for place in (written.find("'"), written.find('"')) if place >= 0)
    prefix, rest = written[:quote].lower(), written[quote:]
    if prefix == "ur":
        return "r" + rest
    if "\\" in rest and not set(prefix) & set("urb"):                  # these say a letter of Unicode in Python 3 only
        rest = _UNKNOWN_ESCAPES.sub(lambda match: "\\" + match[0] if match[1] else match[0], rest)
    return written[:quote] + rest


def _number(written: str) -> str:
    plain = written.rstrip("lL") if written[:1].isdigit() else written
    if plain.isdigit() and plain.startswith("0"):
        return "0o" + plain.lstrip("0") if plain.strip("0") else "0"
    return plain


def _backticks(tokens: Tokens) -> None:
    opened = False
    for token in tokens:
        if token.kind == "sign" and token.text == "`":
            opened = not opened
            token.text = "repr(" if opened else ")"


def _names(tokens: Tokens) -> None:
    """``async`` and ``await``, ``True``, ``False`` and ``None`` where they can only be names."""
    words = {token.text for token in tokens if token.kind == "name"}
    if not words.isdisjoint(_NOW_FIXED):
        _bound(tokens)
    if words.isdisjoint(_NOW_WORDS):
        return
    counted = [token for token in tokens if token.counts]
    for before, token, after in zip([None, *counted], counted, [*counted[1:], None], strict=False):
        if token.kind != "name" or token.text not in _NOW_WORDS:
            continue
        member = before is not None and before.text in (".", "def", "import", "class")
        follows = after.text if after is not None else ""
        named = follows not in ("def", "for", "with") if token.text == "async" else follows in ("", "=", ",", ")", ".", ":")
        if member or named:
            token.text += _MARK


def _bound(tokens: Tokens) -> None:
    """``True``, ``False`` and ``None`` where something is put into them, alone or in a row of names: before one sign of equality."""
    counted = [token for token in tokens if token.counts or token.kind == "newline"]
    row: Tokens = []
    for place, token in enumerate(counted):
        if token.kind == "name" and token.text in _NOW_FIXED:
            row.append(token)
        elif token.text == "=" and row and counted[place - 1] is row[-1] and counted[place + 1:place + 2] and counted[place + 1].text != "=":
            for bound in row if token.depth == 0 else row[-1:]:
                bound.text += _MARK
            row = []
        elif token.text != "," or not row or token.depth:
            row = []


def _logical_lines(tokens: Tokens) -> Iterator[Tokens]:
    start = 0
    for place, token in enumerate(tokens):
        if token.kind == "newline" and token.depth == 0:
            yield tokens[start:place]
            start = place + 1
    yield tokens[start:]


def _statements(line: Tokens) -> Iterator[Tokens]:
    """The header of a compound statement, and each simple statement of a line, without what parts them."""
    start, lambdas = 0, 0
    header: bool | None = None
    for place, token in enumerate(line):
        if header is None and token.counts:
            header = token.kind == "name" and token.text in _HEADERS
        if token.depth or not token.counts:
            continue
        if token.kind == "name" and token.text == "lambda":
            lambdas += 1
        elif token.text == ":" and lambdas:
            lambdas -= 1
        elif token.text == ";" or (token.text == ":" and header):
            yield line[start:place + (token.text == ":")]
            start, header = place + 1, header if token.text == ";" else False
    yield line[start:]


def _rewrite(statement: Tokens) -> None:
    counted = [token for token in statement if token.counts]
    if not counted:
        return
    first = counted[0]
    if first.kind == "name":
        follows = counted[1].text if len(counted) > 1 else ""
        if first.text == "print" and follows not in _NOT_PRINTED:
            _print(counted)
        elif first.text == "exec" and follows not in ("(", "=", ".", ","):
            _exec(counted)
        elif first.text == "raise":
            _raise(counted)
        elif first.text == "except":
            _except(counted)
    _packed(counted)
    _bare_members(counted)


def _parts(counted: Sequence[_Token]) -> list[Tokens]:
    """What commas part that stand in no brackets of their own."""
    found: list[Tokens] = [[]]
    depth = min((token.depth for token in counted), default=0)
    for token in counted:
        if token.text == "," and token.depth == depth and token.kind == "sign":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _print(counted: Tokens) -> None:
    first, rest = counted[0], counted[1:]
    stream: Tokens = []
    if rest and rest[0].text == ">>":
        stream = _parts(rest[1:])[0]
        rest[0].text = ""
        place = len(stream) + 1
        if place < len(rest):
            rest[place].text = ""                                      # the comma behind the stream
        rest = rest[place + 1:]
    if rest and rest[-1].text == "," and rest[-1].depth == first.depth:
        rest.pop().text = ""
    if not stream:
        first.text = "print("
        (rest or [first])[-1].text += ")"
        return
    said = "".join(token.text for token in stream)
    for token in stream:
        token.text = ""
    if not rest:
        first.text = f"print(file={said})"
        return
    first.text = "print("
    rest[-1].text += f", file={said})"


def _exec(counted: Tokens) -> None:
    counted[0].text = "exec("
    for token in counted[1:]:
        if token.kind == "name" and token.text == "in" and token.depth == counted[0].depth:
            token.text = ","
            break
    counted[-1].text += ")"


def _raise(counted: Tokens) -> None:
    """``raise Kind, "why"`` and ``raise kind(e), e, trace`` as one value."""
    parts = _parts(counted[1:])
    if len(parts) == 1:
        return
    kind, said = parts[0], parts[1]
    if said and all(token.kind == "name" or token.text == "." for token in kind):
        kind[-1].text += "("
        said[-1].text += ")"
        dropped = counted[counted.index(said[-1]) + 1:]
        counted[counted.index(kind[-1]) + 1].text = ""                 # the comma
        for token in dropped:
            token.text = ""
        return
    kind[0].text = "(" + kind[0].text
    counted[-1].text += ")"


def _except(counted: Tokens) -> None:
    parts = _parts(counted[1:-1] if counted[-1].text == ":" else counted[1:])
    if len(parts) < 2 or not parts[0]:
        return
    comma = counted[counted.index(parts[0][-1]) + 1]
    names = [token for part in parts[1:] for token in part]
    name = next((token for token in names if token.kind == "name"), None)
    plain = name is not None and not any(token.text == "." for token in names)
    comma.text = " as " if plain else ""
    end = len(counted) - (counted[-1].text == ":")
    for token in counted[counted.index(comma) + 1:end]:
        if token is not name or not plain:
            token.text = ""


def _packed(counted: Tokens) -> None:
    """One parameter in place of one that takes a tuple apart, so that those behind it keep their places."""
    for place, token in enumerate(counted):
        if token.kind != "name" or token.text not in ("def", "lambda"):
            continue
        inside = token.depth + (token.text == "def")
        ends = ")" if token.text == "def" else ":"
        opens = False                                                  # at the beginning of a parameter
        began: int | None = None
        for index in range(place + 1, len(counted)):
            seen = counted[index]
            if began is None and seen.text == ends and seen.depth == token.depth:
                break
            if seen.depth == inside and seen.text == "(" and (opens or (token.text == "lambda" and index == place + 1)):
                began = index
            elif began is not None and seen.text == ")" and seen.depth == inside:
                taken = [each.text for each in counted[began:index + 1] if each.kind == "name"]
                for each in counted[began:index + 1]:
                    each.text = ""
                counted[began].text = (" " if token.text == "lambda" and began == place + 1 else "") + ("_".join(taken) or "unpacked")
                began = None
            opens = (seen.text == "," and seen.depth == inside) or (token.text == "def" and seen.text == "(" and seen.depth == token.depth)


def _bare_members(counted: Tokens) -> None:
    """Put the members of ``[x for x in a, b]`` in brackets."""
    for place, token in enumerate(counted):
        if token.kind != "name" or token.text != "for" or not token.depth:
            continue
        known = [index for index in range(place + 1, len(counted)) if counted[index].depth <= token.depth]
        start = next((index for index in known if counted[index].text == "in" and counted[index].kind == "name"), None)
        if start is None:
            continue
        behind = (index for index in known if index > start)
        ends = next((index for index in behind if counted[index].depth < token.depth or counted[index].text in ("if", "for")), None)
        if ends is None or (counted[ends].depth < token.depth and counted[ends].text != "]") or ends - start < 2:
            continue
        if any(counted[index].text == "," and counted[index].depth == token.depth for index in range(start + 1, ends)):
            counted[start + 1].text = "(" + counted[start + 1].text
            counted[ends - 1].text += ")"


__all__ = ["as_it_was", "from_python2"]
