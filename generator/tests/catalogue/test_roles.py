"""Roles of rows: what is one, what it gives, and how a mistake is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_generator.analysis import _commands_parsed
from handover_generator.catalogue import commands
from handover_generator.catalogue._roles import mistake_in
from handover_generator.catalogue.load import load_apis
from handover_generator.errors import ConfigurationError
from handover_generator.languages._python import roles
from handover_generator.model.roles import ROLES, TARGETS, Role, form_of, role_of

ROW = '- lib: one\n  effects:\n    - {{at: "one.wipe()", resource: database, what: wipes, do: {do}, {more}}}\n'


def mistakes(text: str) -> list[tuple[str, str]]:
    """What stands at the place of each mistake, and what is said of it."""
    with pytest.raises(ConfigurationError) as caught:
        load_apis({"rows.yml": text})
    found = []
    for problem in caught.value.problems:
        source, line, column, reason = problem.split("\n")[0].split(":", 3)
        assert source == "rows.yml"
        found.append((text.split("\n")[int(line) - 1][int(column) - 1:], reason.strip()))
    return found


def mistake(more: str, do: str = "delete") -> tuple[str, str]:
    (found,) = mistakes(ROW.format(do=do, more=more))
    return found


@pytest.mark.parametrize("written", [role.written for role in ROLES])
def test_each_form_is_known_by_what_the_manual_calls_it(written: str) -> None:
    role = form_of(written)
    assert role is not None
    assert role.written == written
    load_apis({"rows.yml": ROW.format(do="delete", more=f'target: "{written}"')})


@pytest.mark.parametrize(("text", "written"), [
    ("arg12", "arg0"), ("filter", "name"), ("args", "name"), ("models", "name"), ("receivers", "name"),
    ("arg0.execute()", "name.method()"), ("request.body.send()", "name.method()"),
    ("configuration.query.query", "name.key.key"), ("arg1.$unset", "name.key.key"),
    ("requests[].()", "name[].()"), ("pipeline[].$out", "name[].key"), ("url.method", "name.method"), ("receiver.index", "receiver.arg0"),
    ("class._policy", "class.name"), ("=", "=text"), ("=a b|c", "=text"),
])  # fmt: skip
def test_what_is_a_role(text: str, written: str) -> None:
    role = form_of(text)
    assert role is not None
    assert role.written == written


@pytest.mark.parametrize(("text", "of", "name"), [
    ("=a b|c", "", "a b|c"), ("arg12", "", "12"), ("args.2", "", "2"), ("member", "", ""), ("filter", "", "filter"), ("class._policy", "", "_policy"),
    ("request.body.send()", "request.body", "send"), ("arg0.execute()", "arg0", "execute"), ("pipeline[].$out", "pipeline", "$out"),
    ("requests[].()", "requests", ""), ("url.method", "url", ""), ("configuration.query.query", "configuration", "query.query"),
])  # fmt: skip
def test_what_a_role_is_made_of(text: str, of: str, name: str) -> None:
    form = form_of(text)
    assert form is not None
    assert role_of(text) == Role(form.written, of, name)


def test_each_form_is_read_at_a_call_and_each_target_at_a_command() -> None:
    assert set(roles._READERS) == {form.written for form in ROLES}
    assert set(_commands_parsed._PICKS) == {form.written for form in TARGETS}


@pytest.mark.parametrize("text", [
    "", "a b", "reciever.arg0", "arg0.arg1", "model.name", "member.x", "relation.x", "receiver.arg0.x", "class", "class.a.b", "args.12",
    "a..b", "arg0[]", "arg0[0]", "a()", "receiver()", "model[].x", "-file", "0",
])  # fmt: skip
def test_what_would_be_silent_is_a_mistake(text: str) -> None:
    assert form_of(text) is None
    assert "is not an argument role" in (mistake_in(text) or "")


@pytest.mark.parametrize(("more", "at", "role"), [
    ("target: reciever.arg0", "reciever.arg0}", "reciever.arg0"),
    ("target: [arg0, model.x]", "model.x]", "model.x"),
    ("target: arg0|model.x", "arg0|model.x}", "model.x"),
    ("when: [{mode|arg0.arg1: r, do: read}]", "mode|arg0.arg1: r", "arg0.arg1"),
    ("host: a b", "a b}", "a b"),
    ("saves: member.x", "member.x}", "member.x"),
    ("everything_if: arg0|a b=missing", "arg0|a b=missing}", "a b"),
])  # fmt: skip
def test_a_mistake_is_told_where_it_stands(more: str, at: str, role: str) -> None:
    place, reason = mistake(more)
    assert place.startswith(at)
    assert reason == mistake_in(role)
    assert reason.startswith(f"'{role}' is not an argument role")


def test_the_nearest_word_and_all_forms_are_named() -> None:
    told = mistake_in("reciever.arg0")
    assert told is not None
    assert "(did you mean 'receiver'?)" in told
    assert all(role.written in told for role in ROLES)
    assert mistake("everything_if: arg0=never")[1] == "must be 'always', 'no-filter', 'arg0=empty' or 'arg0=missing'"


def test_a_mistake_in_what_all_rows_share_is_told_once() -> None:
    rows = "".join(f'    - {{at: "one.{name}()", do: delete, what: wipes}}\n' for name in ("wipe", "kill"))
    ((place, reason),) = mistakes(f"- lib: one\n  defaults: {{resource: database, target: a b}}\n  effects:\n{rows}")
    assert place == "a b}"
    assert reason.startswith("'a b' is not an argument role")


@pytest.mark.parametrize("do", ["calls", "partial"])
@pytest.mark.parametrize("role", ["=clean", "member", "model", "receiver", "receiver.arg0"])
def test_text_is_no_function(do: str, role: str) -> None:
    place, reason = mistake(f'target: "{role}"', do)
    assert place.startswith(f'"{role}"')
    assert reason == f"'{role}' is text, and '{do}' needs a function; name the argument that holds it"
    assert mistake_in(role, "delete") is None


# Targets of commands --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [form.written for form in TARGETS])
def test_each_target_of_a_command_is_known_by_what_the_manual_calls_it(written: str) -> None:
    form = form_of(written, TARGETS)
    assert form is not None
    assert form.written == written
    commands.load({"rows.yml": f'- cmd: [x]\n  effects: [{{do: read, on: filesystem, target: "{written}"}}]\n'})


@pytest.mark.parametrize(("key", "more", "at"), [
    ("effects", "target: [operands, third]", "third]"), ("effects", "target: operands, host: operand", "operand}"),
    ("runs", "words: 'operands[1]', host: --host", "'operands[1]',"), ("runs", "words: operands, container: operands~txt", "operands~txt}"),
    ("runs", "words: operands, led_by: '-'", "'-'}"), ("effects", "target: '='", "'='}"), ("effects", "target: --file=x", "--file=x}"),
])  # fmt: skip
def test_what_no_command_line_has_is_told_where_it_stands(key: str, more: str, at: str) -> None:
    act = "do: read, on: filesystem, " if key == "effects" else ""
    text = f"- cmd: [x]\n  {key}: [{{{act}{more}}}]\n"
    with pytest.raises(ConfigurationError) as caught:
        commands.load({"rows.yml": text})
    (problem,) = caught.value.problems
    _, line, column, reason = problem.split("\n")[0].split(":", 3)
    assert text.split("\n")[int(line) - 1][int(column) - 1:].startswith(at)
    assert "is no target; the forms are operands, operands[1:]," in reason


@given(st.text(alphabet="arg0s.[]()=$ _|model", max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    assert (form_of(text) is None) == (role_of(text) is None) == (mistake_in(text) is not None)
