"""CODEOWNERS and catalog-info as further sources: the right line wins, odd files stop nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.model.location import Location
from handover_generator.model.source import SourceFile
from handover_generator.sources import catalog_info, codeowners

Make = Callable[[dict[str, str | None]], dict[str, SourceFile]]


def owners(listed: dict[str, SourceFile], *paths: str) -> dict[str, tuple[tuple[str, ...], int]]:
    return {other.path: (other.owners, other.at.line) for other in codeowners.load(listed, paths)}


def test_the_last_match_wins(files: Make) -> None:
    text = "# who\n* @everyone\nscripts/ @org/ops\nscripts/*.sql @dba ada@example.org  # both\nscripts/free.sh\n"
    listed = files({"CODEOWNERS": text})
    assert owners(listed, "a.py", "scripts/b.sh", "scripts/c.sql", "scripts/free.sh") == {
        "a.py": (("@everyone",), 2),
        "scripts/b.sh": (("@org/ops",), 3),
        "scripts/c.sql": (("@dba", "ada@example.org"), 4),
    }
    assert {(o.at.path, o.source) for o in codeowners.load(listed, ["a.py"])} == {("CODEOWNERS", "CODEOWNERS")}


def test_only_the_first_place_counts(files: Make) -> None:
    listed = files({"docs/CODEOWNERS": "* @docs", "CODEOWNERS": "* @root", ".github/CODEOWNERS": "* @github"})
    assert owners(listed, "a.py") == {"a.py": (("@github",), 1)}
    assert owners(files({"other/CODEOWNERS": "* @other"}), "a.py") == {}


def test_gitlab_sections_add_up(files: Make) -> None:
    text = "* @all\n[Database][2] @dba\n*.sql\n!old/*.sql\n^[Docs]\ndocs/ @writer\n[database]\nspecial/x.sql @expert\n"
    listed = files({".gitlab/CODEOWNERS": text})
    assert owners(listed, "a.sql", "old/a.sql", "docs/a.sql", "special/x.sql", "a.py") == {
        "a.py": (("@all",), 1),
        "a.sql": (("@all", "@dba"), 1),
        "docs/a.sql": (("@all", "@dba", "@writer"), 1),
        "old/a.sql": (("@all",), 1),
        "special/x.sql": (("@all", "@expert"), 1),
    }


def test_a_character_class_is_no_section(files: Make) -> None:
    assert owners(files({"CODEOWNERS": "[Dd]ocs/ @writer"}), "Docs/a.py") == {"Docs/a.py": (("@writer",), 1)}


def test_odd_lines_are_told_and_the_others_still_read(files: Make) -> None:
    listed = files({"CODEOWNERS": "x/[z-a] @x\n[abc @y\n* @all\n" + "*a" * 50 + " @z\n\\\n# @no\n"})
    assert owners(listed, "a.py") == {"a.py": (("@all",), 3)}
    told = codeowners.unread(listed)
    assert len(told) == 1
    assert "line 2, 4" in told[0].reason
    assert codeowners.unread(files({"CODEOWNERS": None}))[0].path == "CODEOWNERS"
    assert codeowners.unread(files({"a": "x"})) == ()


@given(st.text(max_size=200) | st.text(alphabet=st.sampled_from(list("a*/[]!^\\@# .?\n\t-")), max_size=120))
def test_any_text_is_read(text: str) -> None:
    listed = {"CODEOWNERS": SourceFile(path="CODEOWNERS", blob="", size=0, text=text)}
    for other in codeowners.load(listed, ["a/b.py", "a.sql"]):
        assert other.owners
        assert 1 <= other.at.line <= text.count("\n") + 1
    codeowners.unread(listed)


COMPONENT = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec:\n  owner: group:default/payments\n"


def test_the_nearest_catalogue_file_wins(files: Make) -> None:
    user = "kind: Component\nspec: {owner: ada}\n"
    listed = files(
        {"catalog-info.yaml": COMPONENT, "svc/catalog-info.yml": user, "svc/deep/catalog-info.yaml": "kind: Component\nspec: {}\n"}
    )
    found = {o.path: (o.owners, o.at) for o in catalog_info.load(listed, ["a.py", "svc/b.py", "svc/deep/c.py", "svc2/d.py"])}
    assert found == {
        "a.py": (("group:default/payments",), Location("catalog-info.yaml", 5)),
        "svc/b.py": (("ada",), Location("svc/catalog-info.yml", 2)),
        "svc/deep/c.py": (("ada",), Location("svc/catalog-info.yml", 2)),
        "svc2/d.py": (("group:default/payments",), Location("catalog-info.yaml", 5)),
    }


def test_the_component_speaks_for_a_file_of_many(files: Make) -> None:
    text = "kind: API\nspec: {owner: api-team}\n---\nkind: Group\nspec: {owner: nobody}\n---\n" + COMPONENT + "---\n# end\n"
    assert [o.owners for o in catalog_info.load(files({"catalog-info.yaml": text}), ["a.py"])] == [("group:default/payments",)]


@pytest.mark.parametrize(
    "text", ["{", "- a", "kind: Component\nspec: [owner]\n", "kind: [x]\n", "kind: Component\nspec: {owner: {a: b}}\n", "", None]
)
def test_odd_catalogue_files_name_nobody(files: Make, text: str | None) -> None:
    assert catalog_info.load(files({"catalog-info.yaml": text}), ["a.py"]) == ()


def test_an_unreadable_catalogue_file_is_told(files: Make) -> None:
    told = catalog_info.unread(files({"catalog-info.yaml": "a: [\n", "b/catalog-info.yaml": None, "c/catalog-info.yaml": COMPONENT}))
    assert [(u.path, u.reason.split(":")[0]) for u in told] == [
        ("b/catalog-info.yaml", "the owner in it is not known, because it could not be read as text"),
        ("catalog-info.yaml", "2"),
    ]


@given(st.text(max_size=150))
def test_any_catalogue_text_is_read(text: str) -> None:
    listed = {"catalog-info.yaml": SourceFile(path="catalog-info.yaml", blob="", size=0, text=text)}
    catalog_info.load(listed, ["a.py"])
    catalog_info.unread(listed)
