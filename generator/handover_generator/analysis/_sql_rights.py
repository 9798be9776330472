"""Which rights a statement gives or takes, and of whom: ``GRANT ALL ON users TO PUBLIC`` is more than ``GRANT SELECT ON users TO bob``."""

from __future__ import annotations

from handover_generator.regexes import regex

_RIGHTS = regex(r"(?is)\s*+(?:grant|revoke|deny)\s++(?:grant\s++option\s++for\s++)?(?P<what>[\w,*()][\w\s,*()]{0,200}?)\s++on\s")
_WHOM = regex(r"(?is)\s(?:to|from)\s+(?P<who>(?:(?!\s(?:identified|with|require|granted|cascade|restrict)\b|;).)+)")
_LONGEST = 60


def rights_in(text: str) -> str:
    """The rights in words: "SELECT, INSERT"; "rights" where they are not told, or are too many."""
    found = _RIGHTS.match(text)
    told = " ".join(found.group("what").split()) if found is not None else ""
    return told if 0 < len(told) <= _LONGEST else "rights"


def whom(text: str) -> str:
    """To whom they are given, or from whom they are taken: " to bob"; '' where that is not told."""
    found = list(_WHOM.finditer(text))
    who = " ".join(found[-1].group("who").split()) if found else ""
    sign = " from " if text.lstrip()[:6].lower() == "revoke" else " to "
    return sign + who if 0 < len(who) <= _LONGEST else ""
