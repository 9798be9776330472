"""The one gate through which every string of the analysed repository leaves the program.

Each ``to_*`` function takes untrusted text and gives text that is inert in one kind of output: secrets are redacted first, then control,
bidirectional and zero-width characters are shown as ``\\u{...}``, then the target's own special characters are escaped. No renderer can
forget redaction, because there is no way round it.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from handover_generator.regexes import regex
from handover_generator.textgate._secrets import may_hold_secret, redact, redact_value, which_may_hold_secret

__all__ = [
    "clip",
    "may_hold_secret",
    "redact",
    "redact_value",
    "to_console",
    "to_gh_comment",
    "to_html",
    "to_md_cell",
    "to_md_code",
    "to_md_text",
    "to_uri",
    "to_workflow_command",
    "to_workflow_property",
    "visible",
    "which_may_hold_secret",
]

# Unicode categories Cc (but tab and line feed), Cf, Cs, Zl and Zp, plus characters that draw nothing: written out because scanning all
# code points at import would cost more than a whole `handover --help`.
_UNSEEN = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPARE = 5  # the part of a limit by which a text may be longer, where a remark on the rest would take as much room
_SPACES = regex(r"\s+")
_MD_BACKSLASH = regex(r"([\\`*_{}\[\]()#!])")
_MD_LINE_START = regex(r"^(\s*)([-+=:]|\d{1,9}(?=[.)]))")
_MD_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "$": "&#36;", "^": "&#94;", "@": "&#64;", '"': "&quot;"}
)
_BACKTICKS = regex(r"`+")
_AUTOLINK = regex(r"(?i)\b(https?|ftp|mailto|xmpp|ssh|file)(:)|\b(www)(\.)")
_ISSUE = regex(r"(?i)\b(gh)-(?=\d)")


def visible(text: str) -> str:
    """Show characters that draw nothing, reorder text or drive terminals as ``\\u{hex}``; tab and line feed stay."""
    return _UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def clip(text: str, limit: int) -> str:
    """Shorten to about ``limit`` characters and say how many were left out; a rest that is no longer than that remark stays.

    Secrets are redacted before the cut: half of a token would no longer be recognised as one.
    """
    text = redact(text)
    remark = f" … ({len(text) - limit} more characters)"
    if len(text) <= limit + min(len(remark), limit // _SPARE):
        return text
    return f"{text[:limit].rstrip()}{remark}"


def to_html(text: str) -> str:
    """For element content and quoted attribute values of HTML. Line feeds stay, nothing can open an element or an entity."""
    return html.escape(visible(redact(text)), quote=True)


def to_md_text(text: str) -> str:
    """For running text in Markdown (CommonMark, GFM and Python-Markdown): one line, no markup, no autolink, no mention."""
    line = _one_line(text)
    line = _MD_BACKSLASH.sub(r"\\\1", line.translate(_MD_ENTITIES).replace("&#", "\0"))
    line = _AUTOLINK.sub(lambda found: (found[1] or found[3]) + ("&#58;" if found[2] else "&#46;"), line.replace("\0", "&#"))
    return _MD_LINE_START.sub(_escape_line_start, line)


def to_md_cell(text: str) -> str:
    """For a cell of a Markdown table: as ``to_md_text``, never empty (an em dash stands for nothing)."""
    return to_md_text(text) or "—"


def to_md_code(text: str, *, cell: bool = False) -> str:
    """As a Markdown code span whose fence outgrows any run of backticks inside.

    Args:
        text: untrusted; line ends become spaces.
        cell: True inside a GFM table, where a pipe ends the cell even in code.
    """
    line = _one_line(text)
    if not line:
        return "*(empty)*"
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    if cell:
        line = line.replace("|", "\\|")
    return f"{fence}{pad}{line}{pad}{fence}"


def to_gh_comment(text: str) -> str:
    """For prose in a comment on a forge: as ``to_md_text``, and no mention, no issue reference.

    A zero-width space after ``@`` and ``#`` is needed because forges look for mentions after Markdown has been decoded.
    """
    marked = to_md_text(text).replace("&#64;", "@\u200b").replace("\\#", "\\#\u200b")
    return _ISSUE.sub("\\1\u200b-", marked)


def to_console(text: str, *, multiline: bool = False) -> str:
    """For a terminal or a log: no escape sequence survives. One line unless ``multiline``.

    The caller prints it without interpretation (rich: ``Text`` or ``markup=False``).
    """
    return visible(redact(text)) if multiline else _one_line(text)


def to_workflow_command(message: str) -> str:
    """For the message of a workflow command (``::error::message``): always one line (escaped as actions/toolkit does)."""
    shown = visible(redact(message).replace("\r\n", "\n").replace("\r", "\n"))
    return shown.replace("%", "%25").replace("\n", "%0A")


def to_workflow_property(value: str) -> str:
    """For a property of a workflow command (``::error file=value::``)."""
    return to_workflow_command(value).replace(":", "%3A").replace(",", "%2C")


def to_uri(path: str) -> str:
    """A repository path as a relative address: percent-encoded, never with a scheme, a host or a climb out of the folder."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    return "/".join(quote(part, safe="-._~", errors="surrogatepass") for part in parts)


def _one_line(text: str) -> str:
    return visible(_SPACES.sub(" ", redact(text).replace("\x1c", "\\u{1c}").replace("\x85", "\\u{85}"))).strip()


def _escape_line_start(found: re.Match[str]) -> str:
    mark = found[2]
    return found[1] + (mark + "\\" if mark.isdigit() else f"&#{ord(mark)};" if mark in "=:" else "\\" + mark)
