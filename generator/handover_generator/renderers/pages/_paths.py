"""Where pages stand and how they link to each other.

A page's name is a slug over a fixed alphabet plus eight hex digits of the subject's hash: never a path of the analysed repository, so no
name can climb, collide after case folding, or be reserved by an operating system.
"""

from __future__ import annotations

import hashlib
import posixpath

from handover_generator.regexes import regex

START = "index.md"
CATALOGUE = "catalogue.md"
REGISTER = "register.md"
STORES = "stores/index.md"
PLACES = "places/index.md"
ROLES = "roles/index.md"
PEOPLE = "people/index.md"
COPIES = "copies.md"
TIMETABLE = "timetable.md"
METHOD = "method.md"

_OTHER = regex(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """At most 40 characters of ``a-z0-9-`` and eight hex digits that make it unique."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    words = _OTHER.sub("-", text.lower())[-40:].strip("-")
    return f"{words}-{digest}" if words else digest


def script_page(path: str) -> str:
    """The page of a script."""
    return f"scripts/{slug(path)}.md"


def store_page(key: str) -> str:
    """The page of a store or resource; ``key`` as ``_stores.StoreView.key``."""
    return f"stores/{slug(key)}.md"


def place_page(name: str) -> str:
    """The page of a place (an environment)."""
    return f"places/{slug(name)}.md"


def role_page(role: str) -> str:
    """The page of a role."""
    return f"roles/{slug(role)}.md"


def person_page(person: str) -> str:
    """The page of what one person alone knows."""
    return f"people/{slug(person)}.md"


def numbered(page: str, number: int) -> str:
    """The ``number``-th part of a list that was cut into pages; the first keeps the plain name."""
    return page if number == 1 else f"{page.removesuffix('.md')}-{number}.md"


def href(origin: str, target: str, anchor: str = "") -> str:
    """Relative address of the built page ``target`` as seen from the page ``origin`` (both as ``.md`` below the docs folder)."""
    relative = posixpath.relpath(target.removesuffix(".md") + ".html", posixpath.dirname(origin) or ".")
    return f"{relative}#{anchor}" if anchor else relative
