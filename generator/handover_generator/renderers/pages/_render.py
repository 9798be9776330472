"""Templates to Markdown files. Every value a template prints passes the text gate; no template can forget it.

Untrusted text never goes through Markdown: headings are our own words, everything else stands in raw HTML blocks that Markdown
leaves alone.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handover_generator.model.findings import DayOne, Findings, Severity
from handover_generator.model.inventory import Script
from handover_generator.model.location import CallStep, Location
from handover_generator.renderers.pages import _paths, _words
from handover_generator.textgate import clip, redact, redact_value, to_html

# Markdown has steps that read lines before it sets raw HTML aside (fences, snippets, macros of a site that adds our pages). As references
# these characters mean nothing to any of them, and without line ends nothing untrusted ever begins a line.
_INERT = str.maketrans({"`": "&#96;", "~": "&#126;", "{": "&#123;", "}": "&#125;", "[": "&#91;", "\n": "&#10;"})


@lru_cache(maxsize=100_000)
def _escape(text: str) -> str:
    return to_html(text).translate(_INERT)


def breakable(path: str) -> Markup:
    """A path that may be broken after its slashes and underscores, and nowhere else."""
    return Markup(_escape(path).replace("/", "/<wbr>").replace("_", "_<wbr>"))


def gate(value: object) -> Markup:
    """Any value as inert HTML. Text marked safe by our own templates stays; a missing value is said to be unknown, never left blank."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("unknown")
    return Markup(_escape(value if isinstance(value, str) else str(value)))


def short(text: str, limit: int) -> str:
    """The beginning of a text whose whole stands elsewhere. Redacted before the cut, so that no half of a secret is left."""
    text = redact(text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def sentence(text: str) -> str:
    """The text with exactly one mark at its end."""
    text = text.rstrip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def fragment(text: str) -> Markup:
    """A value inside the part of an address after ``#``: letters, digits, ``_.-~`` and percent signs only."""
    return Markup(quote(redact(text), safe="", errors="backslashreplace"))


@cache
def environment() -> Environment:
    """The template environment; ``finalize`` is the gate."""
    env = Environment(
        loader=PackageLoader("handover_generator.renderers", "templates"),
        autoescape=True,
        finalize=gate,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["clip"] = clip
    env.filters["short"] = short
    env.filters["fragment"] = fragment
    env.filters["sentence"] = sentence
    env.filters["breakable"] = breakable
    env.filters["day_one"] = DayOne
    env.globals.update(words=_words, Severity=Severity, count=_words.count, human_list=_words.human_list, redact_value=redact_value)
    return env


def page(template: str, origin: str, title: str, findings: Findings, *, wide: bool = False, **values: Any) -> str:
    """Render one page.

    Args:
        template: file name in ``templates/``.
        origin: the page's own path below the docs folder; links are relative to it.
        title: untrusted; becomes the page's title.
        findings: for names of people, the commit and the like.
        wide: the page is one broad table: no table of contents beside it.
        values: what the template asks for.

    Returns:
        Markdown text with front matter.
    """
    head = f"---\ntitle: {json.dumps(_escape(title), ensure_ascii=False)}\n{'hide: [toc]' + chr(10) if wide else ''}---\n\n"
    body = environment().get_template(template).render(title=title, site=Site(findings, origin), **values)
    return head + body.lstrip("\n").rstrip() + "\n"


class Site:
    """What every template may ask: links from this page, names of people, the commit all lines refer to."""

    def __init__(self, findings: Findings, origin: str) -> None:
        self.findings = findings
        self.inventory = findings.inventory
        self.origin = origin
        self.commit = (findings.inventory.repository.commit or "work tree")[:10]

    def url(self, target: str, anchor: str = "") -> Markup:
        """Relative address of another page. It is ours, of a fixed alphabet: redaction would see a random-looking string in it."""
        return Markup(_paths.href(self.origin, target, anchor))

    def script_url(self, path: str, anchor: str = "") -> Markup | None:
        """Address of a script's page; None for a path that is no script."""
        return self.url(_paths.script_page(path), anchor) if path in self.inventory.by_path else None

    def person(self, person_id: str) -> str:
        """The name of a person as people know it; the id where there is none."""
        person = self.inventory.people_by_id.get(person_id)
        return person.name if person else person_id

    def owner(self, script: Script) -> str | None:
        """Who owns a script, by name, and whether that owner has left: a name alone reads as somebody to ask. None where nobody is named."""
        facts = script.ownership
        if facts.owner is None:
            return None
        return f"{self.person(facts.owner)} (left)" if facts.gone and set(facts.people) <= set(facts.gone) else self.person(facts.owner)

    def reach(self, person_id: str) -> str | None:
        """How a person is reached, as stated in the YAML."""
        person = self.inventory.people_by_id.get(person_id)
        return person.reach if person else None

    def place(self, where: Location | CallStep) -> str:
        """``path:line``."""
        return f"{where.path}:{where.line}" if where.line else where.path
