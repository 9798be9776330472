"""The strict loader: every mistake at once, each with its place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.catalogue.load import load_apis
from handover_generator.errors import ConfigurationError

GOOD = """\
- lib: one
  effects:
    - {at: "one.wipe()", do: delete, resource: database, what: wipes}
"""


def problems(text, **more):
    with pytest.raises(ConfigurationError) as caught:
        load_apis({"rows.yml": text}, more or None)
    return [problem.split("\n")[0] for problem in caught.value.problems]


def test_all_mistakes_of_a_file_are_told_in_one_run_with_their_places():
    text = """\
- lib: one
  needs: {package: [one, unused]}
  types:
    Client: ["one.Client("]
    Idle: ["one.Idle()"]
    lower: ["one.x"]
  effects:
    - {at: "one.wipe()", do: delte, resource: database}
    - {at: "one.wipe()", do: delete, resource: databse}
    - {at: "two.wipe()", do: delete, resource: database}
    - {at: "one.kill()", do: delete}
    - {at: "one.run()", do: read, resource: database, wat: x}
    - {at: "one.walk()", do: write, resource: database, destructive: maybe, when: [{do: read}, {mode|arg1: "r", do: reed}]}
    - {at: "one.stop()", do: write, resource: database, everything_if: sometimes, target: "a b"}
"""
    found = problems(text)
    for place, words in [
        ("rows.yml:4:14:", "is not an access path"),
        ("rows.yml:6:5:", "'lower' is not a type name"),
        ("rows.yml:8:30:", "'delte' is not something a row can do (did you mean 'delete'?)"),
        ("rows.yml:9:48:", "'databse' is not a known resource (did you mean 'database'?)"),
        ("rows.yml:11:7:", "'delete' needs a resource"),
        ("rows.yml:12:55:", "'wat' is not known here (did you mean 'what'?)"),
        ("rows.yml:13:70:", "must be true or false"),
        ("rows.yml:13:84:", "names exactly one argument"),
        ("rows.yml:13:117:", "'reed' is not something a row can do (did you mean 'read'?)"),
        ("rows.yml:14:72:", "must be 'always'"),
        ("rows.yml:14:91:", "'a b' is not an argument role"),
        ("rows.yml:10:12:", "'two' is neither a type of this entry nor a package"),
        ("rows.yml:5:5:", "the type 'Idle' is used by nothing"),
        ("rows.yml:2:20:", "no path starts at the package 'unused'"),
    ]:
        assert any(problem.startswith(place) and words in problem for problem in found), (place, words, found)
    lines = [int(problem.split(":")[1]) for problem in found]
    assert lines == sorted(lines)


def test_two_rows_that_contradict_each_other_are_refused():
    text = GOOD + '    - {at: "one.{wipe,clean}()", do: read, resource: database}\n'
    assert problems(text) == ["rows.yml:4:12: 'one.{wipe,clean}()': the row at rows.yml:3:12 says something else of the same path"]


def test_a_contradiction_through_a_type_is_found_too():
    text = """\
- lib: one
  types: {C: ["one.Client()"]}
  effects:
    - {at: "one.Client().wipe()", do: delete, resource: database}
    - {at: "C.wipe()", do: read, resource: database}
"""
    # One is written from the package and one from the type: the longer path is the more specific one, and no doubt is left.
    apis = load_apis({"rows.yml": text})
    assert [row.do for row in apis.rows(apis.walk("one", "Client", "()", "wipe", "()"))][:2] == ["delete", "read"]


def test_the_same_row_twice_is_refused():
    text = GOOD + '    - {at: "one.wipe()", do: delete, resource: database, what: wipes}\n'
    assert "says it already" in problems(text)[0]


def test_a_wild_row_under_a_literal_one_is_no_contradiction():
    load_apis({"rows.yml": GOOD + '    - {at: "one.*()", do: read, resource: database}\n  neutral: [one]\n'})


def test_duplicate_keys_and_bad_yaml_are_told_with_their_place():
    assert problems("- lib: a\n  lib: b\n")[0].startswith("rows.yml:2:3:")
    assert problems("- lib: [\n")[0].startswith("rows.yml:")
    assert problems("lib: a\n") == ["rows.yml:1:1: a catalogue file is a list of entries, each starting with '- lib:' or '- cmd:'"]
    assert problems("- 3\n")[0].startswith("rows.yml:1:3:")


def test_mistakes_in_several_files_come_together():
    found = problems("- lib: a\n  nothing: 1\n", **{"handover/effects.yml": "- lib: b\n  effects: 3\n"})
    assert [problem.split(":")[0] for problem in found] == ["rows.yml", "handover/effects.yml"]


def test_two_entries_of_one_library_are_refused():
    assert "has an entry already at rows.yml:1" in problems(GOOD + GOOD.replace("wipe", "clean"))[0]


def test_a_type_that_nothing_leads_to_is_refused():
    found = problems('- lib: a\n  types: {A: ["B.x"], B: ["A.y"]}\n  effects:\n    - {at: "A.z()", do: read, resource: cache}\n')
    assert any("nothing leads to the type 'A'" in problem for problem in found)


def test_a_mistyped_type_is_told():
    found = problems('- lib: a\n  types: {Client: ["a.C()"]}\n  effects:\n    - {at: "Cleint.z()", do: read, resource: cache}\n')
    assert any("'Cleint' is neither a type" in problem and "did you mean 'Client'?" in problem for problem in found)


def test_command_entries_and_empty_files_are_left_alone():
    apis = load_apis({"rows.yml": GOOD, "empty.yml": "", "commands.yml": "- cmd: rm\n  whatever: 1\n"})
    assert apis.package_known("one")


@pytest.mark.parametrize("text", ["- lib: a\n  types: 3\n", "- lib: a\n  types: {A: 3}\n", "- lib: a\n  effects: [3]\n",
                                  "- lib: a\n  effects: [{}]\n",
                                  "- lib: a\n  needs: []\n", "- lib: a\n  neutral: {a: b}\n", "- lib: a\n  given: [1]\n",
                                  "- lib: a\n  effects: [{at: 3, do: read, resource: cache}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: read, resource: cache, when: 3}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: [read], resource: {}}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: read, resource: [cache]}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: read, resource: cache, when: [[1]]}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: read, resource: cache, target: {a: b}}]\n",
                                  "- lib: a\n  effects: [{at: a.b(), do: read, resource: cache, returns: 7}]\n",
                                  "- lib: 3\n", "- {}\n", "3\n", "- lib: a\n  effects: [{at: 'a.{b', do: read, resource: cache}]\n"])
def test_wrong_shapes_get_a_sentence_and_no_traceback(text):
    assert problems(text)


def test_a_distinctive_name_must_belong_to_a_row_and_mean_one_thing():
    text = """\
- lib: one
  effects:
    - {at: "one.C().wipe_out()", do: delete, resource: database}
  distinctive: [wipe_out, wipe_in]
- lib: two
  effects:
    - {at: "two.C().wipe_out()", do: read, resource: cache}
"""
    found = problems(text)
    assert [problem.split(": ", 1) for problem in found] == [
        ["rows.yml:4:17", "'wipe_out' is not distinctive: 'two.C().wipe_out()' (two) does something else"],
        ["rows.yml:4:27", "no row of this entry ends in a call of 'wipe_in'"]]


def test_one_entry_may_speak_to_several_services():
    text = """\
- lib: one
  needs: {package: [alpha, beta], service: {alpha: alphadb, beta: betadb}}
  types: {C: ["{alpha,beta}.Client()"]}
  effects:
    - {at: "C.wipe()", do: delete, resource: database}
"""
    apis = load_apis({"rows.yml": text})
    for package, service in (("alpha", "alphadb"), ("beta", "betadb")):
        assert apis.rows(apis.walk(package, "Client", "()", "wipe", "()"))[0].service == service
    found = problems(text.replace("beta: betadb", "bta: betadb"))
    assert any("'bta' is not one of the packages (did you mean 'beta'?)" in problem for problem in found)
    assert any("which service does the package 'beta' speak to?" in problem for problem in found)


KEYS = ["lib", "needs", "defaults", "given", "types", "effects", "neutral", "distinctive", "at", "do", "resource", "what", "when", "target",
        "package", "service", "destructive", "everything_if", "returns", "eg", "cmd", "A"]
WORDS = ["a", "a.b()", "A", "A.b()", "{a,b}.c()", "a.**", "a[", "delete", "database", "x:Y", "arg0|name", "=t", "", "{", "always"]
SHAPES = st.recursive(st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers(-2, 2),
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4), max_leaves=12)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), SHAPES, max_size=5), max_size=3))
def test_any_shape_loads_or_is_told(shape):
    try:
        load_apis({"rows.yml": yaml.safe_dump(shape)})
    except ConfigurationError as error:
        told = error.problems
    else:
        told = ("fine",)
    assert told
    assert all(told)
