"""Texts that are put together from others: templates, addresses, words of a command line, substitutions."""

from __future__ import annotations

import ast
import string
from typing import TYPE_CHECKING

from handover_generator.languages._python.formats import format_text
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.paths import PATH, PATHS
from handover_generator.languages._python.strings import join_path, normal, shell_words, substituted, with_variables
from handover_generator.languages._python.urls import joined
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import Api, Map, Seq, Str, Values
from handover_generator.model.text import Hole, Text

if TYPE_CHECKING:
    from handover_generator.languages._python.library import Library
    from handover_generator.languages._python.results import Result


def _with_variables(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    if not arguments.positional:
        return None
    expanded = with_variables(text_of(arguments.positional[0]))
    for hole in expanded.holes:
        if hole.kind == "env":
            frame.reads_variable(hole.name, hole.default, node)
    return (Str(normal(expanded)),)


def _from_template(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    if function.made_with is None:
        return None
    pattern = function.made_with.literal
    if pattern is None:
        return (Str(function.made_with),)
    names = {k: v for v in arguments.positional[:1] for m in v if isinstance(m, Map) for k, v in m.entries} | arguments.keywords
    known = {k: "{" + k + "}" for k in names}
    escaped = pattern.replace("{", "{{").replace("}", "}}")
    return format_text((Str(Text.of(string.Template(escaped).safe_substitute(known))),), Arguments([], names))


def _words(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return (Seq(tuple((Str(word),) for word in shell_words(text_of(arguments.positional[0])))),) if arguments.positional else None


def _word_of_a_shell(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    """Of Python 2: ``" 'word'"``, to be put behind a command."""
    return (Str(Text.of(" '", text_of(arguments.positional[0]), "'")),) if arguments.positional else None


def _substituted(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return substituted(function.path, arguments)


def _joined(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
    return (Str(joined(text_of(arguments.positional[0]), text_of(arguments.positional[1]))),) if len(arguments.positional) > 1 else None


def _path(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    text = join_path([text_of(v) for v in arguments.positional]) if arguments.positional else Text.of(".")
    return (Api(frame.tools.api_step(function.state, "()"), PATH, made_with=text),)


def _time(frame: Library, function: Api, arguments: Arguments, node: ast.AST) -> Values:
    """A part of a name, which is not called like the pattern."""
    return (Str(Text((Hole("unknown", "time"),))),)


RESULTS: dict[str, Result] = {
    **dict.fromkeys(("os.path.expandvars", "posixpath.expandvars"), _with_variables),
    **dict.fromkeys(("string.Template().substitute", "string.Template().safe_substitute"), _from_template),
    "shlex.split": _words,
    "commands.mkarg": _word_of_a_shell,
    **dict.fromkeys(("re.sub", "re.compile().sub"), _substituted),
    ".urljoin": _joined,
    **dict.fromkeys((*PATHS, "pathlib.PurePath"), _path),
    ".strftime": _time,
}
