"""The grammar of access paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.catalogue._paths import PathError, expand, read_path, read_paths


@pytest.mark.parametrize(("text", "head", "segments"), [
    ("os.environ[]", "os", ("environ", "[]")),
    ("Coll.delete_many()", "Coll", ("delete_many", "()")),
    ("django.db.models.Model@sub@inst", "django", ("db", "models", "Model", "@sub", "@inst")),
    ("a.*().b_*()", "a", ("*", "()", "b_*", "()")),
    ("a.**", "a", ("**",)),
])
def test_a_path_falls_into_segments(text, head, segments):
    path = read_path(text)
    assert (path.lib, path.head, path.segments) == (None, head, segments)


def test_a_type_of_another_entry_names_its_entry():
    path = read_path("django.orm:Qs.delete()")
    assert (path.lib, path.head, path.segments) == ("django.orm", "Qs", ("delete", "()"))


def test_braces_stand_for_each_of_their_parts_in_order():
    assert expand("{a,b}.{x,y.z}()") == ["a.x()", "a.y.z()", "b.x()", "b.y.z()"]


@pytest.mark.parametrize("text", ["", ".a", "a.", "a..b", "a b", "a()x", "a.**.b", "a@nothing", "a.{b", "a.b}", "a.1b", "a[0]", "1a"])
def test_what_is_no_path_is_refused(text):
    with pytest.raises(PathError):
        read_paths(text)


def test_too_many_alternatives_are_refused():
    with pytest.raises(PathError, match="more than"):
        expand("a" + ".{a,b,c,d,e,f,g,h}" * 4)


def test_specificity_puts_literals_before_globs_before_any_before_anything_below():
    texts = ["a.b.c()", "a.b.*_c()", "a.b.*()", "a.**"]
    ranks = [read_path(text).rank for text in texts]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@given(st.text(alphabet="ab.(){}[]@*,_ s", max_size=30))
def test_any_text_is_a_path_or_refused_with_a_reason(text):
    paths = []
    try:
        paths = read_paths(text)
    except PathError as error:
        refused = str(error)
    else:
        refused = ""
        assert all(path.head for path in paths)
    assert refused or paths
