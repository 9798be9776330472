"""Functions that do not parse stay functions; signs in backticks that do nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.model.behaviour import Call, Confidence

_BODIES = [
    '  warn "a `\n  rm -rf /srv/x\n', "  echo ${x[\n  rm -rf /srv/x\n", "  echo $((1 +\n  rm -rf /srv/x\n",
    '  if [ a ; (( then\n    rm -rf /srv/x\n  fi fi\n',
    '  a=`b "c`\n  d=(((\n  rm -rf /srv/x\n  "e`\n']


@pytest.mark.parametrize("body", _BODIES)
def test_what_stands_in_a_broken_function_is_not_done_by_a_script_that_calls_it_not(trace: Callable, body: str) -> None:
    assert trace(f"f() {{\n{body}}}\necho hello\n").told() == []
    assert trace("source lib.sh\necho hello\n", {"lib.sh": f"function f {{\n{body}}}\n"}).told() == []


@pytest.mark.parametrize("body", _BODIES)
def test_what_can_be_read_of_a_broken_function_is_done_where_it_is_called_as_far_as_one_can_tell(trace: Callable, body: str) -> None:
    traced = trace(f"f() {{\n{body}}}\nf\n")
    assert traced.told() == ["filesystem delete /srv/x !"]
    assert "parse-tier" in traced.unknowns()
    assert [event.confidence for event in traced.events if isinstance(event, Call)] == [Confidence.INFERRED]


def test_a_whole_function_beside_a_broken_one_is_sure(trace: Callable) -> None:
    traced = trace(f"f() {{\n{_BODIES[2]}}}\ng() {{\n  rm /srv/g\n}}\ng\n")
    assert traced.told() == ["filesystem delete /srv/g !"]
    assert [event.confidence for event in traced.events if isinstance(event, Call)] == [Confidence.RESOLVED]


def test_an_empty_command_between_two_strings_goes_on_with_the_first(trace: Callable) -> None:
    text = 'f() {\n  n=`basename $1`\n  echo "a "`\n      `"b $n"\n  rm -rf /srv/old/$n\n}\nf x\n'
    traced = trace(text)
    assert traced.told() == ["filesystem delete /srv/old/x !"]
    assert traced.unknowns() == []


def test_a_comment_in_backticks_ends_with_them(trace: Callable) -> None:
    text = "apt-get install -y \\\n  `# Web server` \\\n  nginx certbot \\\n  `# By us` zip\nrm /srv/x\n"
    traced = trace(text)
    assert traced.told() == ["package write nginx", "package write certbot", "package write zip", "filesystem delete /srv/x !"]
    assert traced.unknowns() == []


def test_a_comment_in_a_string_or_a_longer_command_stays(trace: Callable) -> None:
    assert trace("rm '/srv/`# a`'\n").told() == ["filesystem delete /srv/`# a` !"]
