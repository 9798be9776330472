"""What the things are called that calls of outside packages give: after what they were made with."""

from __future__ import annotations

from collections.abc import Sequence

from handover_generator.analysis._commands_code import CONTENTS_OF
from handover_generator.languages._python.command_lines import printed
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.looked_up import DOCUMENT
from handover_generator.languages._python.strings import items_of, replaced
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import EACH, Api, Seq
from handover_generator.model.rows import ApiRow
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

_SETTING = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""How settings are named, and hardly anything else."""
_OF_TEXT = frozenset({"split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "replace", "startswith", "endswith", "removeprefix",
                      "removesuffix", "splitlines", "encode", "decode", "zfill", "ljust", "rjust", "translate"})
"""Methods of texts: what comes out is named after the text, not after the separator or the encoding that is given."""
_RUN = frozenset({"command", "shell", "program"})
"""Kinds of rows of what runs a command: what that prints is not called like the command."""
_NARROWS_TABLE = frozenset({"get", "get_all", "between", "filter", "order_by", "get_field", "limit", "nth", "pluck", "skip", "without", "group",
                            "index_create", "insert", "update", "replace"})
"""Steps behind ``table("x")``: what comes out is still called like the table."""
_OF_WRITER = frozenset({"format", "option", "options", "partitionBy", "bucketBy", "sortBy", "clusterBy"})
"""Steps behind a frame's ``write`` that leave it in the mode that was said."""
_NAMED_SECOND = frozenset({"forName", "forPath"})
"""What is made is called like the second argument: the first is the session."""
_OF_SETTINGS = regex(r"(?:configparser|ConfigParser)\.\w*Parser\(\)(\[\])?\.get\Z")
"""Of a file of settings, ``parser.get(section, option)`` and ``parser[section].get(option)``: what comes out is called like the option."""
_REQUEST = (".Request", ".build_request")
_READS = frozenset({"read", "read1", "readline", "readlines", "xreadlines", "read_text", "read_bytes"})
_OF_FILE = regex(r"(?:(?:\A|\.)open\(\)|\A\w*\.?Path\(\))\.\w+\Z")
"""A method of an open file, or of a path."""


def called_by(roles: Sequence[str], function: Api, arguments: Arguments) -> Text | None:
    """What the catalogue says that a thing is called after (``index``, ``arg3``); what it was before where that is not given; else None."""
    for role in roles:
        position = int(role[3:]) if role.startswith("arg") and role[3:].isdigit() else None
        values = arguments.keywords.get(role) if position is None else arguments.get(position)
        text = text_of(items_of(values)) if values and any(isinstance(value, Seq) for value in values) else text_of(values) if values else None
        if text is not None and (text.literal is not None or any(isinstance(part, str) or part.name for part in text.parts)):
            return text
    return function.made_with if "()" in function.path else None


def called_after(function: Api, name: str, arguments: Arguments, state: frozenset[int], rows: Sequence[ApiRow]) -> Text | None:
    """What people would call the thing that a call gives; None where nothing is said of it.

    Args:
        function: what is called.
        name: its last member.
        arguments: what it is given.
        state: where the catalogue stands behind the call.
        rows: what the catalogue says of it.
    """
    if name in _READS and function.made_with is not None and _OF_FILE.search(function.path) is not None:
        return Text((Hole("unknown", CONTENTS_OF + (function.made_with.render() or "a file")),))      # which is not called like the file
    # What a query or a search gives is not called like the text it was made with.
    named = name in _OF_TEXT or (name in _NARROWS_TABLE and ".table()" in function.path) or (name in _OF_WRITER and ".write." in function.path)
    held = "()" in function.path or function.path.startswith("sys.argv")
    told = not (named and held) and not function.path.startswith(("re.", "tempfile.")) and not (rows and rows[0].do == "sql")
    ran = bool(rows) and rows[0].do in _RUN
    first = printed(arguments) if ran else text_of(arguments.positional[0]) if arguments.positional and told else None
    if name in _NAMED_SECOND and len(arguments.positional) > 1:
        first = text_of(arguments.positional[1])
    if name == "get" and (setting := _OF_SETTINGS.match(function.path)) is not None:
        option = text_of(arguments.get(0 if setting.group(1) else 1, "option") or ())
        first = Text((Hole("unknown", option.literal),)) if option.literal and option.literal.replace("-", "_").isidentifier() else option
    if first is None and arguments.keywords and told:
        first = next((text_of(v) for k, v in arguments.keywords.items()
                      if k in ("url", "host", "uri", "dsn", "path", "file", "name", "bucket", "Bucket", "database", "dbname")), None)
    if function.path.endswith(_REQUEST) and "method" in arguments.keywords:
        first = text_of(arguments.keywords["method"])    # what sends it asks for the method
    if first is not None and not first.literal and not any(isinstance(p, str) or p.name for p in first.parts):
        first = None
    if first is not None and (asked := first.literal) is not None and (
            _SETTING.fullmatch(asked) if not state else name == "get" and DOCUMENT.search(function.path) and asked.isidentifier()):
        first = Text((Hole("unknown", asked),))          # what is given for the name of a setting, or of a field of an answer, is not called so
    if first is None:
        receiver = ".".join(function.items[:-1])
        keys = [item for item in function.items[:-1] if item != EACH]
        certain = len(keys) == len(function.items[:-1]) and name not in _OF_TEXT       # a text is not called like the member that holds it
        shown = Text.of(receiver) if certain else Text((Hole("unknown", keys[-1] if keys else ""),))
        first = function.made_with if function.made_with is not None else (shown if receiver and "()" in function.path else None)
        if first is not None and name == "replace" and function.path.startswith("sys.argv"):
            first = replaced(first, arguments)
        if first is None and named and function.path.startswith("sys.argv"):
            first = Text((Hole("unknown", "argv"),))     # a part of an argument
    return first
