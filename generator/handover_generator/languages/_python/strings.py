"""Strings, paths and containers: what the language's own pure functions make of known values."""

from __future__ import annotations

import posixpath

from handover_generator.languages._python.formats import are_words, clipped, format_text
from handover_generator.languages._python.frame import REPO, Arguments
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import (
    MOST_CALLABLES,
    NONE,
    TOO_MANY,
    UNKNOWN,
    Api,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.text import MORE, MOST_WORDS, Hole, Text
from handover_generator.records import replace
from handover_generator.regexes import regex

_VARIABLE = regex(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
_TAG = regex(r"\{\{[-+]?\s*([A-Za-z_][\w.]*)?[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_LONGEST_JOINED = 200_000
_MOST_JOINED = 4                        # of each side, where both may be several

PURE = frozenset([
    "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "classmethod", "complex", "delattr", "dir",
    "divmod", "enumerate", "filter", "float", "format", "frozenset", "hash", "help", "hex", "id", "int", "isinstance", "issubclass",
    "iter", "len", "list", "globals", "locals", "map", "max", "memoryview", "min", "next", "object", "oct", "ord", "pow", "property",
    "range", "repr", "reversed", "round", "set", "slice", "sorted", "staticmethod", "str", "sum", "tuple", "type", "vars", "zip", "dict",
    "hasattr", "basestring", "unicode", "xrange", "long", "unichr", "cmp", "reduce", "NotImplemented", "__name__", "__file__", "__doc__",
    "BaseException", "Exception",
])
"""Names of the language itself that touch nothing."""

_SQL = regex(r"(?im)^[ \t]*(?:(?:create|drop|alter)\s+\w+|insert\s+into|delete\s+from|update\s+\S+\s+set|truncate|grant|revoke)\b[^;]*;")
_ENDS_STATEMENT = regex(r"\A\s*(?:(?:--|#).*)?\Z|;\s*\Z")
_ENDS = regex(r";|\n|&&|\|\|")
"""What stands between statements or commands."""
_FEW_LINES, _MOST_LINES = 8, 200

METHODS_OF = {kind.__name__: frozenset(dir(kind)) for kind in (str, bytes, list, dict, set, frozenset, tuple, int, float, object)}
"""Methods of built-in types, by their names: none of them touches anything but what it is called on."""
METHODS = frozenset(name for kind in (str, bytes, list, dict, set, tuple, int, float) for name in dir(kind) if not name.startswith("__")) | {
    "isoformat", "strftime", "strptime", "timestamp", "total_seconds", "date", "time", "group", "groups", "groupdict", "iteritems", "itervalues",
    "iterkeys", "has_key", "hexdigest", "digest", "as_posix", "quantize", "most_common", "popleft", "appendleft", "astimezone", "weekday",
    "absolute", "is_absolute", "relative_to", "with_suffix", "with_stem", "expanduser",
    "as_string", "as_bytes", "sub", "subn", "raise_for_status", "is_dir", "is_file", "is_symlink", "__str__", "__repr__", "__unicode__", "__hash__",
    "__eq__", "__ne__", "__format__", "__bytes__", "bindparams", "execution_options",
}
"""Methods of built-in values and of paths as text: calling one of these on something unknown says nothing of the world."""


def concat(left: Values, right: Values) -> Values:
    """``left + right`` for strings and sequences."""
    out: list[Value] = []
    lefts = left if len(right) == 1 and are_words(left) else left[:_MOST_JOINED]
    rights = right if len(left) == 1 and are_words(right) else right[:_MOST_JOINED]
    for a in lefts:
        for b in rights:
            if isinstance(a, Seq) and isinstance(b, Seq):
                exact = a.exact and b.exact
                opening = 0 if exact else len(a.items) + b.opening if a.exact else a.opening
                out.append(Seq((*a.items, *b.items)[:60], exact, opening=min(opening, 60)))
            elif isinstance(a, Seq) and a.items and _may_be_list(b):
                out.append(Seq(a.items, exact=False, opening=len(a.items)))      # only a list can be added to a list: what it begins with is known
            elif isinstance(a, Str) or isinstance(b, Str):
                out.append(Str(clipped(Text.of(text_of((a,)), text_of((b,))))))
    if out and (len(lefts) < len(left) or len(rights) < len(right)):
        out.append(TOO_MANY)
    return tuple(dict.fromkeys(out)) or UNKNOWN


def _may_be_list(value: Value) -> bool:
    return isinstance(value, (Api, UnknownValue)) or (isinstance(value, Str) and value.text.literal is None)


_FOUND = Text((Hole("unknown", ""),))
_MOST_STEPS = 12
"""Literal pieces and holes in one path."""


def string_method(value: Str, name: str, arguments: Arguments) -> Values:
    """A method of a string."""
    text = value.text
    whole = text.certain
    first = arguments.get(0)
    if name == "format":
        return format_text((value,), arguments)
    if name == "join" and first:
        for one in first:
            if isinstance(one, Seq) and not one.exact and whole is not None and (whole_again := _all_lines(whole, one)) is not None:
                return (whole_again,)
            if isinstance(one, Seq) and one.exact and whole is not None and (one.items or len(first) == 1):      # empty, or filled by now
                return (Str(clipped(Text.join(whole, [text_of(item) for item in one.items]))),)
        if whole is not None and (several := [made for one in first if isinstance(one, Seq) and (made := _one_of_each(whole, one)) is not None]):
            return tuple(dict.fromkeys(several))
        if whole is not None and len(first) == 1 and isinstance(first[0], Seq) and first[0].opening:
            return (Str(_begun(whole, first[0])),)
        return (Str(Text((Hole("unknown"),))),)
    if name in ("strip", "lstrip", "rstrip", "encode", "decode", "expandtabs", "title", "capitalize", "as_string", "as_bytes", "bindparams",
                "execution_options"):
        if whole is not None and name in ("strip", "lstrip", "rstrip") and not arguments.positional:
            return (Str(Text.of(getattr(whole, name)())),)
        return (value,)
    if name in ("lower", "upper", "casefold"):
        return (Str(Text.of(getattr(whole, name)())),) if whole is not None else (value,)
    if name == "replace" and whole is not None and first is not None and (old := literal(first)) and (second := arguments.get(1)):
        pieces: list[Text] = [Text.of(piece) for piece in whole.split(old)]
        return (Str(clipped(Text.join("", _between(pieces, text_of(second))))),)
    if name in ("split", "rsplit", "splitlines"):
        separator = literal(first) if first else None
        if whole is not None and (name == "splitlines" or separator == "\n"):
            return (lines_of(whole, keep_ends=name == "splitlines" and bool(arguments.positional or arguments.keywords)),)
        if whole is not None and separator == ";" and whole.count(";") > MOST_WORDS and _SQL.search(whole):
            return (_any_line(whole),)
        if text.named and (name == "splitlines" or _ENDS.search(separator or "")) and _SQL.search(text.literal or ""):
            return (_any_line(text.literal or ""),)              # the lines of a file, put together and cut again
        if whole is not None and (separator or not first):
            most = arguments.get(1, "maxsplit")
            times = most[0].value if most and isinstance(most[0], Const) and isinstance(most[0].value, int) else -1
            pieces_of = whole.rsplit(separator, times) if name == "rsplit" else whole.split(separator, times)
            return (Seq(tuple((Str(Text.of(word)),) for word in pieces_of)[:200]),)
        if not first and name == "split":
            return (Seq(tuple((Str(word),) for word in words(text))),)
        return (Seq(((Str(Text((Hole("unknown"),))),),), exact=False),)
    if name in ("partition", "rpartition") and whole is not None and first and (separator := literal(first)):
        return (Seq(tuple((Str(Text.of(word)),) for word in getattr(whole, name)(separator))),)
    if name in ("startswith", "endswith") and not text.named and first and (probe := literal(first)) is not None:
        decided = getattr(whole, name)(probe) if whole is not None else _at_edge(text, probe, start=name == "startswith")
        return UNKNOWN if decided is None else (Const(decided),)
    if name in ("removeprefix", "removesuffix") and whole is not None and first and (probe := literal(first)) is not None:
        return (Str(Text.of(getattr(whole, name)(probe))),)
    if name == "replace":
        return (Str(replaced(text, arguments)),)
    if name in ("zfill", "ljust", "rjust", "center", "translate", "swapcase"):
        return (value,)
    return UNKNOWN


def replaced(text: Text, arguments: Arguments) -> Text:
    """``path.replace(".csv", "_old.json")`` of a path that is known in part: where the old words stand in it, else behind it if they end names."""
    old, new = literal(arguments.get(0, "old") or ()), text_of(arguments.get(1, "new") or ())
    if not old or not new.parts or text.named:
        return text
    if any(isinstance(part, str) and old in part for part in text.parts):
        pieces = [piece for part in text.parts for piece in ([part] if isinstance(part, Hole) else _woven(part.split(old), new))]
        return clipped(Text.of(*pieces))
    ends = text.parts and isinstance(text.parts[-1], Hole) and old.startswith(".") and new.literal != ""
    return Text.of(*text.parts, *new.parts) if ends and new.literal is not None else text


def _woven(pieces: list[str], middle: Text) -> list[str | Hole]:
    out: list[str | Hole] = [pieces[0]]
    for piece in pieces[1:]:
        out += [*middle.parts, piece]
    return out


def lines_of(whole: str, *, keep_ends: bool) -> Seq:
    """The lines of a text. Statements of SQL that go over several lines, or are many, are not told apart: whoever runs them runs them all."""
    lines = whole.splitlines(keep_ends)
    if _SQL.search(whole) and (len(lines) > _FEW_LINES or not all(_ENDS_STATEMENT.search(line) for line in lines)):
        return _any_line(whole)
    return Seq(tuple((Str(Text.of(line)),) for line in lines)[:_MOST_LINES], len(lines) <= _MOST_LINES)


def _any_line(whole: str) -> Seq:
    """Lines of which each may be any of a text: it decides nothing, and what is done with each of them is done with the text."""
    return Seq(((Str(Text((whole,), named=True)),),), exact=False)


def _all_lines(separator: str, lines: Seq) -> Str | None:
    """The text whose lines such lines are, behind what else was put before them; None for others."""
    held = list(dict.fromkeys(value for item in lines.items for value in item if not isinstance(value, UnknownValue)))
    whole = [value for value in held if isinstance(value, Str) and value.text.named and _SQL.search(value.text.literal or "")]
    before = [value.text.literal for value in held if isinstance(value, Str) and value not in whole]
    if len(whole) != 1 or len(before) + 1 != len(held):
        return None
    if not any(before) or not _ENDS.search(separator) or None in before:
        return whole[0] if not before or _ENDS.search(separator) else None
    joined = separator.join([*filter(None, before), whole[0].text.literal or ""])
    return Str(Text((joined,), named=True)) if len(joined) <= _LONGEST_JOINED else whole[0]


def substituted(name: str, arguments: Arguments) -> Values | None:
    """``re.sub(pattern, other, text)`` and ``pattern.sub(other, text)``: statements stay statements, whatever names are put into them; else None."""
    given = arguments.get(2 if name == "re.sub" else 1, "string")
    if not given or not all(isinstance(value, (Str, UnknownValue)) for value in given):
        return None
    return given if any(isinstance(value, Str) and _SQL.search(value.text.literal or "") for value in given) else None


def _one_of_each(separator: str, lines: Seq) -> Str | None:
    """Statements or commands of which nobody knows how often each stands in a list, as if each stood there once: ``";".join(drops)``. None where
    it is not known how one of them begins.
    """
    if not lines.items or not _ENDS.search(separator):
        return None
    texts = list(dict.fromkeys(text for item in lines.items for text in texts_of(item)))
    known = all(len(texts_of(item)) == len(item) for item in lines.items)
    known = known and all(text.parts and isinstance(begins := text.parts[0], str) and begins.strip() for text in texts)
    return Str(clipped(Text.join(separator, texts))) if known and len(texts) <= MOST_WORDS else None


def _begun(separator: str, begun: Seq) -> Text:
    """The text of a list of which it is known how it begins; what was seen to be put behind that stands there once, for any number of such."""
    seen = [text_of(item) for item in begun.items]
    more = [MORE] if separator.isspace() else [_FOUND] if len(seen) == begun.opening else []
    return clipped(Text.join(separator, [*seen, *more]))


def _at_edge(text: Text, probe: str, *, start: bool) -> bool | None:
    """Whether a text that is known in part starts (or ends) with ``probe``; None where the known piece at that edge does not tell."""
    edge = text.parts[0 if start else -1] if text.parts else None
    if not isinstance(edge, str) or edge.startswith(REPO):
        return None
    near, asked = (edge, probe) if start else (edge[::-1], probe[::-1])
    return near.startswith(asked) if len(near) >= len(asked) or not asked.startswith(near) else None


def _between(pieces: list[Text], middle: Text) -> list[Text]:
    out: list[Text] = []
    for index, piece in enumerate(pieces):
        if index:
            out.append(middle)
        out.append(piece)
    return out


def words(text: Text) -> list[Text]:
    """Split a text with holes at the white space of its literal parts, as ``str.split`` does."""
    out: list[Text] = []
    current: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            current.append(part)
            continue
        chunks = part.split()
        if part[:1].isspace() and current:
            out.append(Text.of(*current))
            current = []
        for index, chunk in enumerate(chunks):
            if index:
                out.append(Text.of(*current))
                current = []
            current.append(chunk)
        if part[-1:].isspace() and current:
            out.append(Text.of(*current))
            current = []
    if current:
        out.append(Text.of(*current))
    return out


def shell_words(text: Text) -> list[Text]:
    """Split a text with holes as ``shlex.split`` does: what stands in quotes is one word, and so is a hole. Where a quote is never closed, at white
    space.
    """
    out: list[Text] = []
    current: list[str | Hole] = []
    quote, escaped, begun = "", False, False
    for part in text.parts:
        for one in (part,) if isinstance(part, Hole) else part:
            if isinstance(one, Hole) or escaped:
                current.append(one)
                escaped, begun = False, True
            elif one == "\\" and quote != "'":
                escaped = True
            elif one == quote:
                quote = ""
            elif not quote and one in "'\"":
                quote, begun = one, True
            elif not quote and one.isspace():
                out += [Text.of(*current)] if begun else []
                current, begun = [], False
            else:
                current.append(one)
                begun = True
    if quote or escaped:
        return words(text)
    return [*out, Text.of(*current)] if begun else out


def path_function(name: str, arguments: Arguments) -> Values | None:
    """The pure functions of ``os.path``; None if ``name`` is none of them."""
    first = arguments.get(0)
    if first is None:
        return None
    text = text_of(first)
    if name == "join":
        joined = join_path([text_of(values) for values in arguments.positional])
        if (last := literal(arguments.positional[-1])) is not None and last.strip("./").strip() and last.endswith("/"):
            joined = joined if str(joined.parts[-1]).endswith("/") else Text.of(*joined.parts, "/")      # what is put behind it lies in that folder
        return (Str(joined),)
    if name in ("abspath", "realpath", "normpath", "expandvars", "fspath", "expanduser"):
        return (Str(normal(text)),)
    if name == "dirname":
        texts = texts_of(first)
        whole_set = len(texts) + sum(value in NONE for value in first) == len(first)          # of None there is none
        folders = list(dict.fromkeys(map(parent, texts))) if whole_set else []
        return tuple(map(Str, folders)) if 0 < len(folders) <= _MOST_JOINED else (Str(parent(text)),)
    if name in ("basename", "splitext", "split", "relpath", "commonprefix"):
        whole = text.certain
        if name == "basename" and whole is not None:
            return (Str(Text.of(posixpath.basename(whole))),)
        if name == "splitext" and whole is not None:
            stem, suffix = posixpath.splitext(whole)
            return (Seq(((Str(Text.of(stem)),), (Str(Text.of(suffix)),))),)
        if name == "split":
            return (Seq(((Str(parent(text)),), UNKNOWN)),)
        return (Str(Text((Hole("unknown", name),))),)
    return None


def with_variables(text: Text) -> Text:
    """``os.path.expandvars``: ``$HOME/a`` with the variable in place of its name."""
    pieces: list[str | Hole] = []
    for part in text.parts:
        if isinstance(part, Hole):
            pieces.append(part)
            continue
        last = 0
        for match in _VARIABLE.finditer(part):
            pieces += [part[last:match.start()], Hole("env", match.group(1) or match.group(2))]
            last = match.end()
        pieces.append(part[last:])
    return Text.of(*pieces)


def from_template(text: Text) -> Text:
    """What a template of a library makes, with ``{{ name }}`` as a hole and every other tag gone."""
    parts: list[str | Hole] = []
    for part in text.parts:
        if not isinstance(part, str):
            parts.append(part)
            continue
        end = 0
        for tag in _TAG.finditer(part):
            parts.append(part[end : tag.start()])
            if tag[0].startswith("{{"):
                parts.append(Hole("unknown", tag[1] or ""))
            end = tag.end()
        parts.append(part[end:])
    return Text.of(*parts)


def join_path(pieces: list[Text]) -> Text:
    """``os.path.join``: a later absolute piece wins. What is found in a folder is named after it, which is not how the path goes on."""
    out: list[Text] = []
    for piece in pieces:
        head = piece.parts[0] if piece.parts else ""
        if isinstance(head, str) and (head.startswith(("/", REPO)) or ("://" in head[:8] and not piece.named)):
            out = []
        if not (out and piece.named and any(isinstance(part, str) for part in piece.parts)):
            out.append(piece)
        elif out[-1].parts[-1:] != _FOUND.parts:
            out.append(_FOUND)
    joined = normal(Text.join("/", [p for p in out if p]))
    # A function that calls itself for each folder in a folder would make it longer without end.
    return joined if len(joined.parts) <= _MOST_STEPS else Text.of(*joined.parts[:_MOST_STEPS], Hole("unknown", "more"))


def normal(text: Text) -> Text:
    """Resolve ``..`` and doubled slashes inside the literal pieces, where that is safe."""
    whole = text.literal
    if whole is not None and "://" not in whole:
        return Text.of(posixpath.normpath(whole) if whole else ".")
    return Text.of(*(part.replace("//", "/") if isinstance(part, str) and "://" not in part else part for part in text.parts))


def parent(text: Text) -> Text:
    """``os.path.dirname``."""
    if not text.parts:
        return text
    last = text.parts[-1]
    if isinstance(last, str) and "/" in last:
        head = last.rsplit("/", 1)[0]
        return Text.of(*text.parts[:-1], head or ("/" if len(text.parts) == 1 else ""))
    if isinstance(last, str) and len(text.parts) == 1:
        return Text.of("." if last != REPO.rstrip("/") else last)
    return Text.of(*text.parts, "/..")


def repository_path(text: Text, files: object) -> str | None:
    """The repository file a path text names, if it is one: computed from ``__file__``, or relative and there."""
    whole = text.literal
    if whole is None or not whole:
        return None
    path = posixpath.normpath(whole.removeprefix(REPO)) if whole.startswith(REPO) else posixpath.normpath(whole)
    return path if not path.startswith(("/", "..")) and path in files else None  # type: ignore[operator]


def key_of(values: Values) -> str | None:
    """The key of a dictionary entry: a literal string as it is, another constant so that it is no string; None if it is not known."""
    if len(values) == 1 and isinstance(values[0], Const):
        return f"\0{values[0].value!r}"
    return values[0].text.certain if len(values) == 1 and isinstance(values[0], Str) else None


def key_values(key: str) -> Values:
    """The other way: what a loop over the keys gives."""
    return UNKNOWN if key.startswith("\0") else (Str(Text.of(key)),)


def objects_in(keys: Values) -> Values:
    """Keys that are no constants, such as rows of a model; a text that is known in part says no more than that it is some key."""
    return tuple(dict.fromkeys(key if isinstance(key, (Api, Inst, Cls, Func, Partial)) else UNKNOWN[0] for key in keys))


def may_be(text: Text, name: str) -> bool:
    """Whether a text with holes may turn out to be ``name``: its literal beginning and end agree."""
    parts = text.parts
    start = parts[0] if parts and isinstance(parts[0], str) else ""
    end = parts[-1] if parts and isinstance(parts[-1], str) else ""
    if len(parts) == 1 and isinstance(parts[0], str):
        return name == start
    return name.startswith(start) and name.endswith(end) and len(name) >= len(start) + len(end)


def choice_of(values: Values) -> Text:
    """What a computed key may be: the text of a string; anything, where the key comes from elsewhere. What it came from is not what it says."""
    says = all((isinstance(value, Str) and not value.text.named) or isinstance(value, Const) for value in values)
    return text_of(values) if says else Text((Hole("unknown", ""),))


def items_of(values: Values) -> Values:
    """What iterating gives."""
    out: list[Values] = []
    for value in values:
        if isinstance(value, Seq):
            out.extend(value.items[:MOST_CALLABLES])
            if len(value.items) > MOST_CALLABLES:
                out.append((TOO_MANY,))
        elif isinstance(value, Map):
            out.append(join(*(key_values(key) for key, _ in value.entries[:MOST_WORDS + 1]), value.keys))
    return join(*out) if out else ()


def map_of(values: Values, keywords: dict[str, Values]) -> Map | None:
    """The dictionary that another one, or pairs of keys and values, make together with keywords; None if they are none of these."""
    entries: dict[str, Values] = {}
    rest: list[Values] = []
    for value in values:
        if isinstance(value, Map):
            entries |= {key: join(entries.get(key, ()), held) for key, held in value.entries}
            rest.append(value.rest)
        elif isinstance(value, Seq):
            pairs = [pair for item in value.items for pair in item]
            if not all(isinstance(pair, Seq) and len(pair.items) == 2 for pair in pairs):
                return None
            for pair in pairs:
                key = key_of(pair.items[0]) if isinstance(pair, Seq) else None
                if isinstance(pair, Seq) and key is not None and value.exact:
                    entries[key] = pair.items[1]
                elif isinstance(pair, Seq):
                    rest.append(pair.items[1])
        else:
            return None
    return Map(tuple({**entries, **keywords}.items()), join(*rest) if rest else ())


def rewrap(value: Api, text: Text) -> Api:
    """The same kind of thing, named otherwise (``path / "x"``)."""

    return replace(value, made_with=text, items=())
