"""Files of the repository by their addresses on the web: what an installer fetches from there is what lies here.

Whose repository this is, its own front page tells best: the one that it names most often.
"""

from __future__ import annotations

from collections import Counter

from handover_generator.model.files import Files
from handover_generator.regexes import regex

_RAW = regex(
    r"https?://(?:raw\.githubusercontent\.com/(?P<a>[^/\s]+/[^/\s]+)/(?:refs/(?:heads|tags)/)?[^/\s]+"
    r"|(?:www\.)?(?:github\.com|bitbucket\.org)/(?P<b>[^/\s]+/[^/\s]+)/raw/(?:refs/(?:heads|tags)/)?[^/\s]+"
    r"|gitlab\.com/(?P<c>[^/\s]+/[^/\s]+)/(?:-/)?raw/[^/\s]+"
    r"|cdn\.jsdelivr\.net/gh/(?P<d>[^/\s]+/[^/@\s]+)(?:@[^/\s]+)?"
    r"|(?:cdn\.|raw)?rawgit(?:hub)?\.com/(?P<e>[^/\s]+/[^/\s]+)/[^/\s]+)/(?P<path>[^\s?#\"']+)")
_NAMED = regex(r"(?:github(?:usercontent)?\.com|gitlab\.com|bitbucket\.org)[/:]([\w.-]+/[\w-]+(?:\.(?!git\b)[\w-]+)*)")
_FRONT = regex(r"\A(?i:readme)(?:\.\w+)?\Z")


def own_file(text: str, files: Files) -> str | None:
    """The file of the repository whose address on the web stands in a text; None where none does.

    Args:
        text: such as a command that fetches something.
        files: the repository.
    """
    if "://" not in text or (found := _RAW.search(text)) is None:
        return None
    path = found["path"]
    whose = next(name for name in (found[group] for group in "abcde") if name)
    return path if path in files and whose.casefold() == _own_name(files) else None


def _own_name(files: Files) -> str | None:
    """``owner/name`` as the front page says it, in lower case."""
    text = "\n".join(files[path].text or "" for path in files.like(_FRONT.pattern))
    named = Counter(name.casefold() for name in _NAMED.findall(text))
    return max(named, key=lambda name: named[name]) if named else None
