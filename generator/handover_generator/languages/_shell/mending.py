"""Mends shell text that the grammar does not know, so that one line of it does not hide the rest of a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import tree_sitter

from handover_generator.languages._shell.alternatives import plain_alternatives
from handover_generator.languages._shell.joined_tests import opened_groups
from handover_generator.regexes import regex

MAX_ATTEMPTS = 60
MAX_BYTES = 2_000_000                    # parsed in all attempts together

_PATTERN = regex(
    rb"""((?:==?|!=|=~)[ \t]+)(?=[^\s\]]*[*?\[])(?=[^\s\]]*["'])((?:[^\s"'\]&|;]|"[^"\n]*"|'[^'\n]*')+)(?=[ \t]+(?:\]\]|&&|\|\|))"""
)
_GLOB = regex(rb"(?<=[\s/*.\w\"'}-])[?*+@!]\([^()\s]+\)(?!\))")
_AHEAD = regex(rb"(\$\{\w+:[ \t]+)\+(?=\$?\w)")
_SQUARE = regex(rb"(\$\{\w+(?:\[[\w$@*]*\])?(?:##?|%%?))[\[\]](?=[^}\s]*\})")
_TWOFOLD = regex(rb"(?<=\w\[)\$\w+(?:,\$?\w+)+(?=\])|(?<=\w\[)\w+(?:,\$?\w+)+(?=\])")
_OFFSET = regex(rb"(\$\{\w+:[ \t]+)-(?:\$\{#\w+\}|\$?\w+)(?=[:}])")
_BASE = regex(rb"(?<![\w$#{])(?:\d{1,2}#(?=[$\w])|0x(?=\$))")
_DOUBLE = regex(rb"\(\((?=(?:for|while|until|if|case|cat|echo|printf|grep|sed|find|ls|curl)[ \t])")
_CLOSED = regex(rb"(?:\b(?:fi|done|esac)|(?<=[;\s])\})(?=[ \t]+(?:\}|(?:fi|done|esac)\b))")
_COUNTED = regex(rb"(\$\{\w+(?:\[[@*]\])?:[ \t]*\w+)(?:\+\+|--)")
_DOLLAR = regex(rb"(\$\{\w+(?:\[[@*]\])?/[/#%]?)\$(?=[/}])")
_BRACKET = regex(rb"(\$\{\w+(?:\[[@*]\])?//?)\](?=/)")
_ANCHORED = regex(rb"(=~[ \t]+)([^\s;]*?)\$(?=\)+(?:[ \t]|$))")
_PLACE = regex(rb"(\$\{\w+(?:\[[@*]\])?:(?:[^}:]*:)?[ \t]*)\$(?=\w+[:}])")
_QUOTED_SIGN = regex(rb"(?<=[ \t])(?:'[<>]'|\"[<>]\"|\\[<>])(?=[ \t])")
_LONE_DASH = regex(rb"(?<=[ \t])((?:==?|!=)[ \t]+)-(?=[ \t]+\]|[ \t]*(?:;|$))")
_SILENCED = regex(rb"(?m)^([ \t]*[A-Za-z_]\w*=(?:\$\([^\n]*\)|`[^`\n]*`|\"[^\"\n]*\"))([ \t]*(?:[&12]?>>?[ \t]*/dev/null|2>&1))+[ \t]*$")
_TICKED = regex(rb"(\$\{\w+:?[-=][^\s\"'`{}]*)`([^`\\\n]*)`(?=[^\s\"'`{}]*\})")
_BARE = regex(rb"((?:^|[;&|({]|(?<![\w-])(?:if|elif|while|until|then|do|else))[ \t]*![ \t]+)(?=>)")
_BOTH_WAYS = regex(rb"<>(?=[ \t]*[\"']?/dev/(?:tcp|udp)/|[ \t]+<\()")
_JOINED = regex(rb"(?<=[\"'])`[ \t]*\n[ \t]*`(?=[\"'$\w])")
_COMMENT = regex(rb"(?m)(?<![^ \t\n])`#[^`\n]*`(?=[ \t]|$)")
_INNER = rb"\$\((?:[^()\n`]|\((?:[^()\n`]|\([^()\n`]*\))*\))*\)"
_PIECE = rb"(?:" + _INNER + rb"|[^\s'`;&|()<>])"
_SPLIT = regex(rb"(?m)(?:^|[ \t;&|(])[A-Za-z_]\w*\+?=" + _PIECE + rb"+")
_WRITTEN_ON = regex(rb"(?<![^\s=(;&|<>!`])(?<!-[A-Za-z] )\$[A-Za-z_]\w*[-./:,@+%~](?:[-./:,@+%~\w]|\$[A-Za-z_]\w*)*")
_VALUES = regex(rb"\$([\w{(])")
_NAME = regex(rb"\$(\w+)")
_OUTSIDE = regex(_INNER + rb"|(?<!\\)\$(\d|[A-Za-z_]\w*)")
_BRACES = regex(rb"(?<!\$)\{[^\s\"'`;&|()<>{}$]*\$\w+,[^\s\"'`;&|()<>]*\}")
_NEGATED = regex(rb"(?<=! )\{([ \t][^\n]*?;[ \t]*)\}(?=[ \t]*(?:[;\n]|&&|\|\||\Z))")
_COPROC = regex(rb"(?m)((?:^|[;&|{(]|(?<![\w-])(?:then|do|else))[ \t]*)(coproc[ \t]+(?:[A-Za-z_]\w*[ \t]+)?)(?=[{(])")
_FOR = regex(rb"(?m)^([ \t]*for[ \t]+\w+)[ \t]*\n([ \t]*in\b[^\n]*)$")
_OPENS = regex(rb"([ \t]*(?:if|elif|while|until))\b.*?((?:;|[ \t])[ \t]*(?:then|do)\b.*)?\Z", re.DOTALL)
_ESCAPED = regex(
    rb"(?m)(?<!\\)(\n[ \t]*)\\(?=(?:rm|cp|mv|ln|ls|cd|cat|mkdir|chmod|chown|find|grep|sed|tar|rsync|curl|wget|sudo|git|docker|kill|unalias|echo)"
    rb"(?:[ \t]|$))"
)
_ENDED = regex(rb"[ \t]*\n\s*")
_FRAME = regex(
    rb"[ \t]*(?:fi|done|esac|else|then|do|case|for|select|function|\{|\}|\(|\)|;;)"
    rb"|.*(?:\{|\(|\\|;;|<<.*|['\"]|\bdo|\bthen|\bin)[ \t]*\Z", re.DOTALL
)


def softened(source: bytes) -> bytes:
    """What the grammar lacks, as what it has: patterns (``*"."*``) after ``==``, ``=~`` (as quoted strings), ``10#$x`` in arithmetic (without its
    base), ``'<'`` and ``\\<`` between the words of a test (as ``-lt``), a ``-`` compared with (as ``"-"``), patterns of file names such as
    ``!(a|b)`` (as ``*``), and ``${x: -$n}`` (as a constant place); ``${x:$i:$n}`` without the signs of the inner variables, ``${x:i++:1}`` without
    its count; the ``$`` that ``${x//$/}`` and the ``]`` that ``${x//]/}`` looks for (as ``?``); the ``$`` at the end of a pattern behind ``=~``
    where a bracket closes right behind it (as a blank); ``fi }`` with a semicolon;
    ``$((cat a; b) | c)``, which is no arithmetic, with a blank; the command in ``${x:-`a`}`` as ``$(a)``; ``! > a`` with the command that does
    nothing; and the empty command between two strings, which goes on with the first on the next line, as a line that is continued;
    ``3<>/dev/tcp/...`` with ``<``.
    """
    source = opened_groups(_BOTH_WAYS.sub(b"< ", source))
    if b"`" in source:
        source = _JOINED.sub(lambda m: m.group() if _line_before(m).count(b"`") % 2 else b"\\\n", source)
    source = _PATTERN.sub(lambda m: m.group(1) + b'"' + _plain(m.group(2))[1:-1] + b'"', source)
    lines = source.split(b"\n")
    for index, line in enumerate(lines):
        if b"((" in line:
            line = _DOUBLE.sub(b"( (", line)
            line = _BASE.sub(lambda m: b" " * len(m.group()), line)
        if b"}" in line:
            line = _CLOSED.sub(lambda m: m.group() if _is_quoted(m.string, m.start()) else m.group() + b";", line)
        if (b"[" in line and b",$" in line) or (b"[$" in line and b"," in line):
            line = _TWOFOLD.sub(lambda m: _NAME.sub(rb"${\1}", m.group()), line)
        if b"#[" in line or b"%[" in line or b"%]" in line or b"#]" in line:
            line = _SQUARE.sub(rb"\1?", line)
        if b": +" in line:
            line = _AHEAD.sub(rb"\1 ", line)
        if b": -" in line:
            line = _OFFSET.sub(lambda m: m.group(1) + b"-1", line)
        if b":$" in line:
            line = _PLACE.sub(lambda m: m.group(1) + b" ", _PLACE.sub(lambda m: m.group(1) + b" ", line))
        if b"++" in line or b"--" in line:
            line = _COUNTED.sub(rb"\1  ", line)
        if b"/$" in line or b"#$" in line or b"%$" in line:
            line = _DOLLAR.sub(rb"\1?", line)
        if b"/]/" in line:
            line = _BRACKET.sub(rb"\1?", line)
        if b"=~" in line and b"$)" in line:
            line = _ANCHORED.sub(lambda m: m.group() if m.group(2).count(b"(") > m.group(2).count(b")") else m.group(1) + m.group(2) + b" ", line)
        if b"${" in line and (b"\\" in line or b"($" in line):
            line = plain_alternatives(line)
        if b"! >" in line:
            line = _BARE.sub(rb"\1:", line)
        if b"`}" in line:
            line = _TICKED.sub(rb"\1$(\2)", line)
        if b"[ " in line or b"test " in line:
            line = _QUOTED_SIGN.sub(lambda m: b"-lt" if b"<" in m.group() else b"-gt", line)
            line = _LONE_DASH.sub(rb'\1"-"', line)
        if b"(" in line and b"((" not in line and b"[[" not in line:
            line = _GLOB.sub(lambda m: m.group() if _is_quoted(m.string, m.start()) else b"*", line)
        lines[index] = line
    return b"\n".join(lines)


def _plain(pattern: bytes) -> bytes:
    """A pattern without its quotes, and without the signs in them that would start something (``*'`'*``, ``$'\\n'``)."""
    if pattern.count(b"`") % 2:
        pattern = pattern.replace(b"`", b"?")
    return pattern.replace(b"$'", b"??").replace(b'"', b"?").replace(b"'", b"?")


def _line_before(match: re.Match[bytes]) -> bytes:
    """What stands before a place in its line."""
    return match.string[match.string.rfind(b"\n", 0, match.start()) + 1 : match.start()]


def _is_quoted(line: bytes, index: int) -> bool:
    """Whether a place in a line lies between quotes, as far as the line tells."""
    return line.count(b"'", 0, index) % 2 == 1 or line.count(b'"', 0, index) % 2 == 1


def settled(source: bytes) -> bytes:
    """What the grammar reads without complaint, but wrongly, made clear, on the same lines: ``x=$(a) > /dev/null`` swallows the statement of
    the next line; ``for x`` with its ``in`` on the next line ends the loop; of ``! { a; }`` the brace is a command; of ``x=$a/$b.sql`` the end is
    a command of its own, which braces around the names prevent, of ``$a/$b.sh -v`` it is an argument, and ``{a$x,b}`` ends in one,
    too; of ``coproc { a; }`` the brace is a command; ``\\rm`` at the start of a line is a word of the
    line before; the comment of
    `` `# why` `` among the words of a command ends where its command ends, not with the line; a string that goes on with another one on the
    next line (``x="a"\\`` before ``"b"``) is two words.
    """
    if b"`#" in source:
        source = _COMMENT.sub(lambda m: m.group() if _is_quoted(before := _line_before(m), len(before)) or before.count(b"`") % 2
                              else b" " * len(m.group()), source)
    if b"\\" in source:
        source = _ESCAPED.sub(rb"\1 ", source)
        source = _glued(source)
    source = _SPLIT.sub(lambda m: _braced(m) if any(sign not in b"{(" for sign in _VALUES.findall(m.group())[1:]) else m.group(), source)
    source = _WRITTEN_ON.sub(lambda m: _braced(m) if m.group().count(b"$") > 1 else m.group(), source)
    if b"{" in source and b"," in source:
        source = _BRACES.sub(_braced, source)
    source = _SILENCED.sub(lambda m: m.group(1), source)
    if b"coproc" in source:
        source = _COPROC.sub(lambda m: m.group(1) + b" " * len(m.group(2)), source)
    if b"! {" in source:
        source = _NEGATED.sub(lambda m: b"(" + m.group(1) + b")", source)
    return _FOR.sub(lambda m: m.group(1) + b" " + m.group(2).lstrip() + b"\n", source)


def _glued(source: bytes) -> bytes:
    """Strings that go on with one on the next line, on one line; as many lines stay empty behind it."""
    lines = source.split(b"\n")
    for index in range(len(lines) - 2, -1, -1):
        line, after = lines[index], lines[index + 1]
        quote = line[-2:-1]
        if line.endswith((b'"\\', b"'\\")) and after[:1] in (b'"', b"'") and line.count(quote) % 2 == after.count(after[:1]) % 2 == 0:
            last = index + 1
            while lines[last].endswith(b"\\") and last + 1 < len(lines):        # a line that is continued cannot be followed by an empty one
                last += 1
            lines[index : last + 1] = [line[:-1] + after, *lines[index + 2 : last + 1], b""]
    return b"\n".join(lines)


def _braced(match: re.Match[bytes]) -> bytes:
    start = match.string.rfind(b"\n", 0, match.start() + 1) + 1
    quoted = match.string.count(b"'", start, match.start()) % 2 == 1
    return match.group() if quoted else _OUTSIDE.sub(lambda found: b"${" + found.group(1) + b"}" if found.group(1) else found.group(), match.group())


def swallowed(root: tree_sitter.Node, source: bytes) -> list[int]:
    """Where commands end, last first, that the grammar reads on into the next line: ``cut -d' ' -f2`` before ``elif [[ a || b ]]``.

    Of each command only its own end: what was read into it is not cut yet, it may be the frame of a statement (``if``, ``then``).
    """
    found: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "command":
            before = None
            for child in node.children:
                if before is not None and child.is_named and child.start_point[0] > before.end_point[0] \
                        and _ENDED.fullmatch(source, before.end_byte, child.start_byte) is not None:
                    found.add(before.end_byte)
                    break
                before = child
        stack.extend(node.children)
    return sorted(found, reverse=True)


def mended(source: bytes, root: tree_sitter.Node, parse: Callable[[bytes], tree_sitter.Node],
           errors: Callable[[tree_sitter.Node], int]) -> tuple[tree_sitter.Node, bytes, tuple[int, ...]]:
    """A text with the lines blanked that keep the rest from being read; the words ``if``, ``while``, ``then`` and ``do`` of such a line stay.

    Returns:
        (its tree, the text, the lines from 1 that were blanked). Each blanked line leaves fewer errors than before, or it stays as it was.
    """
    most = min(MAX_ATTEMPTS, MAX_BYTES // max(len(source), 1))
    lines = source.split(b"\n")
    blanked: list[int] = []
    left = errors(root)
    attempts = 0
    tried: set[int] = set()
    while left and attempts < most:
        better = False
        for number in _suspects(root):
            if number in tried or number > len(lines):
                continue
            tried.add(number)
            other = _blank(lines[number - 1])
            if other is None:
                continue
            attempts += 1
            attempt = b"\n".join([*lines[: number - 1], other, *lines[number:]])
            tree = parse(attempt)
            count = errors(tree)
            if count < left:
                lines[number - 1] = other
                root, left, better = tree, count, True
                blanked.append(number)
                break
            if attempts >= most:
                break
        if not better:
            break
    return root, b"\n".join(lines), tuple(sorted(blanked))


def _blank(line: bytes) -> bytes | None:
    """A line without what it says: its frame words stay; None for a line that cannot be left out without breaking others."""
    match = _OPENS.match(line)
    if match is not None:
        return match.group(1) + b" :" + (match.group(2) or b"")
    if not line.strip() or _FRAME.match(line):
        return None
    return line[: len(line) - len(line.lstrip())] + b":"


def _suspects(root: tree_sitter.Node) -> Iterator[int]:
    """Lines of the errors that do not hold others, in order; after them the lines before."""
    found: dict[int, None] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_missing or (node.is_error and node.end_point[0] - node.start_point[0] < 3):
            found[node.start_point[0] + 1] = None
        stack.extend(reversed(node.children))
    yield from found
    yield from [number - 1 for number in found if number > 1 and number - 1 not in found]
