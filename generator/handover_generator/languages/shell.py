"""Shell scripts: sh, bash, dash, ksh and zsh, read with tree-sitter's grammar of bash."""

from __future__ import annotations

import re

from handover_generator.analysis.folders import interpreter_language, plain_suffix
from handover_generator.languages import _claims
from handover_generator.languages._shell import parse as parsing
from handover_generator.languages._shell.bare import looks_like_shell
from handover_generator.languages._shell.tracer import ShellTracer
from handover_generator.model.source import SHELL_FUNCTION, Claims, Module, SourceFile, Unread
from handover_generator.model.tracing import Language
from handover_generator.regexes import regex

_SUFFIXES = frozenset({".sh", ".bash", ".dash", ".ksh", ".zsh"})
_BOILERPLATE = regex(
    r"\bdo not (?:edit|modify|change)(?=\s*(?:\Z|[-:.!,;]|this file|manually|by hand|directly|it\b))|ansible_managed"
    r"|\b(?:managed|maintained|controlled|generated) (?:automatically )?(?:by|with|from) (?:puppet|chef|ansible|salt(?:stack)?|cfengine|terraform)\b",
    re.IGNORECASE,
)
_FUNCTION = regex(r"^[ \t]*(?:function[ \t]+([\w:.-]+)|([\w:.-]+)[ \t]*\([ \t]*\))[^\n]*", re.MULTILINE)
_STATEMENTS = frozenset({"comment", "function_definition", "variable_assignment", "declaration_command", "variable_assignments"})


def claims(file: SourceFile) -> bool:
    """Whether a file is shell: by its suffix, or that of what it is a template of, or by its first line; or because it is a program without
    either whose lines are commands.
    """
    if plain_suffix(file.path) in _SUFFIXES:
        return not file.first_line.startswith("#!") or interpreter_language(file.first_line) == "shell"
    bare = file.executable and not file.suffix and not file.name.startswith(".") and not file.first_line.startswith("#!")
    if bare and looks_like_shell(file.text or ""):
        return True
    # A line for ShellCheck stands in files of settings, too.
    return interpreter_language(file.first_line) == "shell" and (file.first_line.startswith("#!") or not file.suffix)


def read(file: SourceFile) -> Module | Unread:
    """Parse a script."""
    if file.text is None:
        return Unread(file.path, "not read as text")
    if len(file.text) > parsing.MAX_BYTES:
        return Unread(file.path, f"larger than {parsing.MAX_BYTES} bytes")
    parsed = parsing.parse(file.text)
    starts: list[str] = []
    if file.first_line.startswith("#!"):
        starts.append("shebang")
    if any(child.type not in _STATEMENTS for child in parsed.root.named_children):
        starts.append("statements at top level")
    return Module(path=file.path, language="shell", tier=parsed.tier, partial=parsed.partial,
                  starts=tuple(starts), tree=parsed,
                  announces=tuple(SHELL_FUNCTION + name for pair in _FUNCTION.findall(file.text) for name in pair if name))

_SHELL_OPTION = regex(r"(?:set|shopt)\s")
_OF_OPTIONS = regex(r"(?i)\b(?:pipefail|errexit|nounset|xtrace|strict mode|be (?:strict|verbose|noisy|safe)"
                    r"|(?:log|trace) everything|set [-+][a-z]|(?:fail|exit|stop|abort|bail|die|quit)s?(?: out)?"
                    r" (?:fast|hard|early|immediately|as soon|on|if|when)|(?:unset|undefined|unbound) (?:variable|var|parameter)s?"
                    r"|(?:echo|print|show)s? (?:all |each |every |the )?(?:commands?|lines?))\b")
"""How people explain an option of the shell."""


def header(file: SourceFile, module: Module) -> Claims:
    """What the block of comments at the top of a script says."""
    return _claims.from_comment_block(_comments(file.text or ""), file.path)


def _comments(text: str) -> list[tuple[int, str]]:
    """The first block of comments: (line, text without its mark), the shebang left out."""
    found: list[tuple[int, str]] = []
    begun = False
    for number, line in enumerate(text.split("\n")[:200], start=1):
        stripped = line.strip()
        if number == 1 and stripped.startswith("#!"):
            continue
        if stripped.startswith("#"):
            if _BOILERPLATE.search(stripped):
                continue                                 # what a tool stamps on every file says nothing of this one
            found.append((number, stripped.lstrip("#").removeprefix(" ")))
        elif stripped or found:
            if not stripped and found and len(found) < 2:
                continue
            if found or (stripped and not re.match(r"set\s|\Z", stripped)):
                if stripped and found and found[-1][0] == number - 1:
                    found = _of_the_script(found, stripped, begun=begun)
                break
            begun = begun or bool(stripped)
    return found


def _of_the_script(found: list[tuple[int, str]], statement: str, *, begun: bool) -> list[tuple[int, str]]:
    """Comments without those that speak of the statement right below them: all that touch it where statements stand before them (``begun``), else
    what explains an option of the shell.
    """
    start = len(found) - 1
    while start and found[start - 1][0] == found[start][0] - 1 and (begun or found[start - 1][1].strip()):
        start -= 1
    said = " ".join(text for _, text in found[start:])
    return found[:start] if begun or (_SHELL_OPTION.match(statement) and _OF_OPTIONS.search(said)) else found


LANGUAGE = Language(name="shell", claims=claims, read=read, tracer=ShellTracer, header=header)
