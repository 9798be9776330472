"""Where in a call, or on a command line, stands what a row speaks of: the roles of libraries and the targets of commands. One list of either, for the
loader and for the manual.

A role that nothing can have would be silent: the row finds no target, and a loss is told without one. So each must be of one of these forms.
"""

from __future__ import annotations

import re

from handover_generator.catalogue._words import nearest
from handover_generator.records import record
from handover_generator.regexes import regex

_NAME = r"[A-Za-z_]\w*"
_GIVEN = rf"(?!(?:receiver|model|relation|member|class)\b){_NAME}(?:\.(?!arg[0-9])[A-Za-z_$]\w*)*"
"""What a call is given, or what a dictionary that it is given holds."""


@record(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of role or target. ``written``: as the manual has it; ``means``: in words; ``gives``: text, texts, a value (of whatever kind), a list,
    a function.
    """

    written: str
    form: re.Pattern[str]
    means: str
    gives: str


def _form(written: str, form: str, gives: str, means: str) -> Form:
    return Form(written=written, form=regex(form, re.DOTALL), means=means, gives=gives)


ROLES: tuple[Form, ...] = (
    _form("=text", r"=.*", "text", "the text itself"),
    _form("arg0", r"arg[0-9]+", "a value", "a positional argument, counted from 0"),
    _form("args.1", r"args\.[0-9]", "a list", "all positional arguments from that one on"),
    _form("receiver", r"receiver", "text", "what the object is called that the method is called on: the names and keys that led to it, "
          "else what it was made with"),
    _form("receiver.arg0", rf"receiver\.{_NAME}", "text", "what the object was made with: an argument of that call by its number or, as in "
          "`receiver.index`, its name"),
    _form("model", r"model", "text", "the class of an object-relational mapper that the path came from"),
    _form("class.name", rf"class\.{_NAME}", "a value", "a member of that class"),
    _form("relation", r"relation", "text", "the member of a model through which its rows are reached"),
    _form("member", r"member", "text", "the last name of the path"),
    _form("name.method()", rf"{_GIVEN}\.{_NAME}\(\)", "a function", "a method of what is given, to be called"),
    _form("name[].key", rf"{_GIVEN}\[\]\.[A-Za-z_$]\w*", "a value", "what the members of a list that is given hold under a key"),
    _form("name[].()", rf"{_GIVEN}\[\]\.\(\)", "text", "the names of the calls that made the members of such a list"),
    _form("name.method", rf"{_NAME}\.method", "text", "how a request that was made before, and is given, is to be sent"),
    _form("name.key.key", rf"(?={_NAME}\.){_GIVEN}", "a value", "what a dictionary that is given holds under its keys"),
    _form("name", _GIVEN, "a value", "an argument by its name"),
)
"""In the order in which a text is held against them; ``name`` may be a positional argument (``arg0.execute()``) too."""

_WORDS = ("receiver", "model", "relation", "member")
_TAKES_FUNCTIONS = ("calls", "partial")


TARGETS: tuple[Form, ...] = (
    _form("operands", r"operands", "texts", "every operand"),
    _form("operands[1:]", r"operands\[-?\d*:-?\d*\]", "texts", "some of them, as Python slices a list"),
    _form("operands~.txt", r"operands~\.\w+", "texts", "every operand with another suffix"),
    _form("operand 0", r"operand -?\d+", "text", "one operand, counted from 0, or from -1 at the end"),
    _form("--file", r"--?[\w?][\w.-]*", "text", "the value of an option"),
    _form("--", r"--", "texts", "what stands behind `--`"),
    _form("stdin", r"stdin", "text", "what the command is fed"),
    _form("last-sub", r"last-sub", "text", "the last word of the sub-command"),
    _form("=text", r"=.+", "text", "the text itself"),
)


def form_of(text: str, forms: tuple[Form, ...] = ROLES) -> Form | None:
    """The form that a role, or a target, has; None for what is none."""
    return next((form for form in forms if form.form.fullmatch(text)), None)


def mistake_in(text: str, do: str | None = None) -> str | None:
    """What is wrong with a role, None where nothing is.

    Args:
        text: one role, as it is written.
        do: what the row does with it, where that matters: what is called must be a function.
    """
    role = form_of(text)
    if role is None:
        first = text.partition(".")[0]
        hint = nearest(first, _WORDS) if first not in _WORDS else ""
        known = ", ".join(role.written for role in ROLES)
        return f"'{text}' is not an argument role{hint}; the forms are {known}"
    if do in _TAKES_FUNCTIONS and role.gives == "text":
        return f"'{text}' is text, and '{do}' needs a function; name the argument that holds it"
    return None
