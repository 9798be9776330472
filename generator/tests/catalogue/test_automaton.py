"""Walking the automaton: what holds where, and what stands in for what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.catalogue.load import load_apis

STORE = """
- lib: store
  needs: {package: [store, astore], service: storage}
  defaults: {resource: database, target: receiver}
  types:
    Client: ["store.Client()", "astore.Client()"]
    Db: [Client.*, "Client[]", "Client.get_db()"]
    Rows: ["Db.rows", "Rows.{filter,order}()"]
    Model: ["store.Model@sub"]
  effects:
    - {at: "Client.drop()", do: delete, what: drops, target: arg0, destructive: true, everything_if: always}
    - {at: "Rows.delete()", do: delete, what: deletes, everything_if: no-filter}
    - {at: "Rows@iter", do: read, what: reads}
    - {at: "Rows.*()", do: execute, what: something}
    - {at: "Rows.get_*()", do: read, what: reads}
    - {at: "Model@inst.save()", do: write, what: saves}
    - {at: "Db@enter.commit()", do: write, what: commits}
    - {at: "Rows.first()", do: read, what: reads, returns: Db}
  neutral: [store, "Client.**"]
"""


@pytest.fixture(scope="module")
def apis():
    return load_apis({"store.yml": STORE})


def what(apis, *segments):
    return [row.what or row.do for row in apis.rows(apis.walk(*segments))]


def test_a_path_is_followed_through_types(apis):
    assert what(apis, "store", "Client", "()", "drop", "()")[0] == "drops"
    assert what(apis, "astore", "Client", "()", "anything", "rows", "delete", "()")[0] == "deletes"
    assert what(apis, "store", "Client", "()", "[]", "rows", "delete", "()")[0] == "deletes"


def test_a_type_may_lead_to_itself(apis):
    path = ["store", "Client", "()", "get_db", "()", "rows"]
    assert what(apis, *path, *(["filter", "()", "order", "()"] * 5), "delete", "()")[0] == "deletes"


def test_another_way_to_make_an_instance_gives_one(apis):
    assert what(apis, "store", "Client", "from_url", "()", "drop", "()")[0] == "drops"
    assert what(apis, "store", "Client", "connect_to", "()", "drop", "()")[0] == "drops"
    assert "drops" not in what(apis, "store", "Client", "version", "()", "drop", "()")
    assert "drops" not in what(apis, "store", "from_url", "()", "drop", "()")


def test_the_most_specific_row_stands_first(apis):
    rows = ["store", "Client", "()", "d", "rows"]
    assert what(apis, *rows, "delete", "()")[:2] == ["deletes", "something"]
    assert what(apis, *rows, "get_one", "()")[:2] == ["reads", "something"]
    assert what(apis, *rows, "wobble", "()")[0] == "something"
    assert set(what(apis, "store", "Client", "()", "close", "()")) == {"neutral"}


def test_nothing_holds_off_the_known_paths(apis):
    assert apis.walk("other", "Client", "()") == frozenset()
    assert what(apis, "other", "drop", "()") == []
    assert set(what(apis, "store", "Client", "drop", "()")) == {"neutral"}


def test_an_awaited_or_entered_client_is_still_the_client(apis):
    assert what(apis, "astore", "Client", "()", "@await", "drop", "()", "@await")[0] == "drops"
    assert what(apis, "store", "Client", "()", "@enter", "drop", "()")[0] == "drops"


def test_where_entering_gives_something_else_it_gives_only_that(apis):
    path = ("store", "Client", "()", "get_db", "()", "@enter")
    assert what(apis, *path, "commit", "()")[0] == "commits"
    assert "deletes" not in what(apis, *path, "rows", "delete", "()")


def test_subclasses_inherit_and_instances_are_made_by_calling(apis):
    for path in (["@sub", "@inst"], ["@sub", "()"], ["@sub", "@sub", "@inst"]):
        assert what(apis, "store", "Model", *path, "save", "()")[0] == "saves"
    assert what(apis, "store", "Client", "@sub", "@inst", "drop", "()")[0] == "drops"
    assert what(apis, "store", "Client", "@inst", "drop", "()")[0] == "drops"
    assert "saves" not in what(apis, "store", "Model", "()", "save", "()")


def test_iterating_holds_its_own_row(apis):
    assert what(apis, "store", "Client", "()", "d", "rows", "@iter")[0] == "reads"


def test_returns_says_what_a_call_gives(apis):
    path = ("store", "Client", "()", "d", "rows", "first", "()")
    assert what(apis, *path, "rows", "delete", "()")[0] == "deletes"


def test_what_a_known_call_gives_is_data(apis):
    assert what(apis, "store", "Client", "()", "drop", "()", "strip", "()")[0] == "neutral"


def test_a_repositorys_own_row_goes_first():
    own = {"handover/effects.yml": "- lib: mine\n  effects:\n    - {at: 'store:Client.drop()', do: neutral}\n"}
    apis = load_apis({"store.yml": STORE}, own)
    assert apis.rows(apis.walk("store", "Client", "()", "drop", "()"))[0].do == "neutral"


def test_packages_are_known_by_their_first_name(apis):
    assert apis.package_known("store")
    assert not apis.package_known("Client")
    assert not apis.package_known("drop")


@given(st.lists(st.sampled_from(["store", "Client", "()", "[]", "rows", "@await", "@enter", "@iter", "@sub", "@inst", "drop", "", "é", "*",
                                 "**"]), max_size=12))
def test_any_walk_ends_in_a_state_and_never_fails(apis, segments):
    state = apis.walk(*segments)
    assert isinstance(state, frozenset)
    assert isinstance(apis.rows(state), tuple)
    assert apis.step(frozenset(), "x") == frozenset()
