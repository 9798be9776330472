"""Nothing that comes out of the gate is active in the output it was made for."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator import textgate

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="x',
    '--8<-- "/etc/passwd"',
    "{{ config }}",
    "{% raw %}",
    "---\ntemplate: x\n---",
    "| a | b |",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "<!-- c -->",
    "&lt;b&gt;",
    "```\ncode",
    "# head",
    "- item",
    "1. item",
    "1) x",
    "\x1b]8;;https://evil.example\x07click",
    "a\u202eb",
    "::error::x",
    "@team #1 GH-2",
    "https://evil.example www.evil.example",
    "x: y\n===",
    "*[HTML]: x",
    "[^1]: note",
    "^sup^ ~sub~ ==mark== $x$",
    "`a`` b`",
    "\ud800",
    "{: onclick=alert(1) }",
    "!!! danger\n    x",
    "::: module",
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")


def _parse(text: str) -> _Tags:
    parser = _Tags()
    parser.feed(text)
    parser.close()
    return parser


@pytest.mark.parametrize("text", HOSTILE)
def test_html_has_no_element_and_keeps_the_text(text: str) -> None:
    page = _parse(f'<p title="{textgate.to_html(text)}">{textgate.to_html(text)}</p>')
    assert page.tags == ["p"]
    assert page.text == textgate.visible(text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("wrap", ["before {} after", "{}", "- {}", "| h |\n| --- |\n| {} |"])
def test_markdown_text_makes_nothing_but_text(text: str, wrap: str) -> None:
    extensions = ["tables", "attr_list", "abbr", "footnotes", "admonition", "def_list", "md_in_html", "fenced_code", "toc"]
    page = _parse(markdown.markdown(wrap.format(textgate.to_md_text(text)), extensions=extensions))
    allowed = {"p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(page.tags) <= allowed
    assert page.tags.count("li") == wrap.startswith("- ")
    assert page.tags.count("td") == (1 if "|" in wrap else 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_code_span_is_one_code_span(text: str) -> None:
    page = _parse(markdown.markdown("x " + textgate.to_md_code(text) + " y"))
    assert page.tags == ["p", "code"]
    assert page.text.endswith(" y")


@given(st.text())
def test_code_span_outgrows_every_run_of_backticks(text: str) -> None:
    page = _parse(markdown.markdown("x " + textgate.to_md_code("`" + text) + " y"))
    assert page.tags == ["p", "code"]


@given(st.text())
def test_html_round_trip(text: str) -> None:
    out = textgate.to_html(text)
    assert "<" not in out
    assert ">" not in out
    assert '"' not in out
    assert "'" not in out
    assert _parse(f"<p>{out}</p>").tags == ["p"]


@given(st.text())
def test_console_and_commands_are_one_line_without_controls(text: str) -> None:
    for out in (textgate.to_console(text), textgate.to_workflow_command(text), textgate.to_workflow_property(text)):
        assert len(out.splitlines()) <= 1
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in out if c != "\t")
    assert ":" not in textgate.to_workflow_property(text)
    assert "," not in textgate.to_workflow_property(text)


def test_everything_invisible_is_shown() -> None:
    """The written-out ranges cover the categories they stand for, of the Unicode version at hand."""
    unseen = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\t\n"]
    assert [hex(ord(c)) for c in unseen if not textgate.visible(c).startswith("\\u{")] == []


def test_ordinary_letters_stay() -> None:
    for text in ("Übergrößenträger", "東京", "naïve café", "tab\there", "a\nb", "→ ≥ 3 %", "😀"):
        assert textgate.visible(text) == text


def test_comment_has_no_mention_and_no_reference() -> None:
    out = textgate.to_gh_comment("@ada #12 GH-3 a@b.example")
    assert "@\u200bada" in out
    assert "#\u200b12" in out
    assert "GH\u200b-3" in out
    assert "@b" not in out


@given(st.text())
def test_uri_is_a_relative_path(text: str) -> None:
    uri = textgate.to_uri(text)
    assert not uri.startswith("/")
    assert ":" not in uri
    assert "\\" not in uri
    assert '"' not in uri
    assert "<" not in uri
    assert ".." not in uri.split("/")


def test_uri_keeps_ordinary_paths() -> None:
    assert textgate.to_uri("scripts/reset_pilot.py") == "scripts/reset_pilot.py"
    assert textgate.to_uri("javascript:alert(1)") == "javascript%3Aalert%281%29"
    assert textgate.to_uri("//evil.example/x") == "evil.example/x"
    assert textgate.to_uri("../../etc/passwd") == "etc/passwd"


def test_clip_says_what_it_left_out_and_never_cuts_a_secret_in_two() -> None:
    assert textgate.clip("short", 10) == "short"
    assert textgate.clip("x" * 20, 10) == "xxxxxxxxxx … (10 more characters)"
    assert textgate.clip("x" * 123, 120) == "x" * 123                                    # the remark would be longer than the rest
    assert textgate.clip("x" * 143, 120) == "x" * 143
    assert textgate.clip("x" * 144, 120) == "x" * 120 + " … (24 more characters)"
    assert textgate.clip("x" * 10_030, 10_000) == "x" * 10_000 + " … (30 more characters)"
    token = "ghp_" + "a1B2" * 9
    assert token[:12] not in textgate.clip("see " + token, 20)


@settings(max_examples=50)
@given(st.text())
def test_every_way_out_redacts(noise: str) -> None:
    secret = "ghp_" + "q7Zk" * 9
    text = f"{noise}\n {secret} \n{noise}"
    for way in (
        textgate.to_html,
        textgate.to_md_text,
        textgate.to_md_cell,
        textgate.to_md_code,
        textgate.to_gh_comment,
        textgate.to_console,
        textgate.to_workflow_command,
        textgate.to_workflow_property,
    ):
        assert secret not in way(text).replace("\\_", "_")
