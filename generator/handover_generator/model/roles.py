"""Where in a call, or on a command line, stands what a row speaks of: the roles of libraries and the targets of commands. One list of either, for the
loader of rows, for those who read them at a call or a command, and for the manual.

A role that nothing can have would be silent: the row finds no target, and a loss is told without one. So each must be of one of these forms.
"""

from __future__ import annotations

import re
from functools import lru_cache

from handover_generator.records import record
from handover_generator.regexes import regex

_NAME = r"[A-Za-z_]\w*"
_ARGUMENT = rf"(?!(?:receiver|model|relation|member|class)\b){_NAME}"
_KEY = r"(?!arg[0-9])[A-Za-z_$]\w*"
_GIVEN = rf"{_ARGUMENT}(?:\.{_KEY})*"
"""What a call is given, or what a dictionary that it is given holds."""


@record(frozen=True, slots=True)
class Role:
    """A role, or a target, as it is read. ``form``: what the form of it is called; ``of`` and ``name``: what its text fills in there, as in
    ``of[].name`` and ``operands[of:name]``; '' where the form has no such part.
    """

    form: str
    of: str = ""
    name: str = ""


@record(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of role or target. ``written``: as the manual has it, which is what the form is called; ``form``: its groups are those of ``Role``;
    ``means``: in words; ``gives``: text, texts, a value (of whatever kind), a list, a function.
    """

    written: str
    form: re.Pattern[str]
    means: str
    gives: str


def _form(written: str, form: str, gives: str, means: str) -> Form:
    return Form(written=written, form=regex(form, re.DOTALL), means=means, gives=gives)


ROLES: tuple[Form, ...] = (
    _form("=text", r"=(?P<name>.*)", "text", "the text itself"),
    _form("arg0", r"arg(?P<name>[0-9]+)", "a value", "a positional argument, counted from 0"),
    _form("args.1", r"args\.(?P<name>[0-9])", "a list", "all positional arguments from that one on"),
    _form("receiver", r"receiver", "text", "what the object is called that the method is called on: the names and keys that led to it, "
          "else what it was made with"),
    _form("receiver.arg0", rf"receiver\.{_NAME}", "text", "what the object was made with: an argument of that call by its number or, as in "
          "`receiver.index`, its name"),
    _form("model", r"model", "text", "the class of an object-relational mapper that the path came from"),
    _form("class.name", rf"class\.(?P<name>{_NAME})", "a value", "a member of that class"),
    _form("relation", r"relation", "text", "the member of a model through which its rows are reached"),
    _form("member", r"member", "text", "the last name of the path"),
    _form("name.method()", rf"(?P<of>{_GIVEN})\.(?P<name>{_NAME})\(\)", "a function", "a method of what is given, to be called"),
    _form("name[].key", rf"(?P<of>{_GIVEN})\[\]\.(?P<name>[A-Za-z_$]\w*)", "a value", "what the members of a list that is given hold under a key"),
    _form("name[].()", rf"(?P<of>{_GIVEN})\[\]\.\(\)", "text", "the names of the calls that made the members of such a list"),
    _form("name.method", rf"(?P<of>{_NAME})\.method", "text", "how a request that was made before, and is given, is to be sent"),
    _form("name.key.key", rf"(?P<of>{_ARGUMENT})\.(?P<name>{_KEY}(?:\.{_KEY})*)", "a value",
          "what a dictionary that is given holds under its keys"),
    _form("name", rf"(?P<name>{_GIVEN})", "a value", "an argument by its name"),
)
"""In the order in which a text is held against them; ``name`` may be a positional argument (``arg0.execute()``) too."""

TARGETS: tuple[Form, ...] = (
    _form("operands", r"operands", "texts", "every operand"),
    _form("operands[1:]", r"operands\[(?P<of>-?\d*):(?P<name>-?\d*)\]", "texts", "some of them, as Python slices a list"),
    _form("operands~.txt", r"operands~(?P<name>\.\w+)", "texts", "every operand with another suffix"),
    _form("operand 0", r"operand (?P<name>-?\d+)", "text", "one operand, counted from 0, or from -1 at the end"),
    _form("--file", r"(?P<name>--?[\w?][\w.-]*)", "text", "the value of an option"),
    _form("--", r"(?P<name>--)", "texts", "what stands behind `--`"),
    _form("stdin", r"stdin", "text", "what the command is fed"),
    _form("last-sub", r"last-sub", "text", "the last word of the sub-command"),
    _form("=text", r"=(?P<name>.+)", "text", "the text itself"),
    _form("$NAME", r"\$(?P<name>[A-Z_][A-Z0-9_]*)", "text", "the variable of the environment that the command reads by itself: what the script sets "
          "it to, else its name, which the script needs then"),
)


def form_of(text: str, forms: tuple[Form, ...] = ROLES) -> Form | None:
    """The form that a role, or a target, has; None for what is none."""
    return next((form for form in forms if form.form.fullmatch(text)), None)


@lru_cache(maxsize=1 << 12)
def role_of(text: str) -> Role | None:
    """A role of a library's row, taken apart; None for what is none."""
    return _apart(text, ROLES)


@lru_cache(maxsize=1 << 12)
def target_of(text: str) -> Role | None:
    """A target of a command's row, taken apart; None for what is none."""
    return _apart(text, TARGETS)


def _apart(text: str, forms: tuple[Form, ...]) -> Role | None:
    form = form_of(text, forms)
    match = form.form.fullmatch(text) if form is not None else None
    return Role(form.written, **match.groupdict()) if form is not None and match is not None else None
