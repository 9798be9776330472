"""Where one line ends and another goes on with it, as the shell reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(("text", "told"), [
    ('X="rm -rf "\\\n"/srv/a"\nsh -c "$X"', ["filesystem delete /srv/a !"]),
    ("X='rm -rf '\\\n'/srv/'\\\n\"a\"\nsh -c \"$X\"", ["filesystem delete /srv/a !"]),
    ('rm "/srv/"\\\n"a" \\\n  /srv/b\nrm /srv/c', ["filesystem delete /srv/a !", "filesystem delete /srv/b !", "filesystem delete /srv/c !"])])
def test_a_string_that_goes_on_with_another_on_the_next_line(text: str, told: list[str], trace: Callable) -> None:
    traced = trace(text)
    assert (traced.told(), traced.unknowns()) == (told, [])


@pytest.mark.parametrize("text", ['X="a\\\n"\nrm "/srv/a"', 'echo "a" "\\\n"\nrm "/srv/a"', 'rm "/srv/a" \\\n\nrm "/srv/b"'])
def test_other_lines_stay_as_they_are(text: str, trace: Callable) -> None:
    assert "filesystem delete /srv/a !" in trace(text).told()


CUT = "if [[ $A == a ]]; then\n  cat /srv/l | cut -d' ' -f2\nelif [[ $A == b || $A == c ]]; then\n  rm -rf /srv/x\nfi\n"


def test_a_command_ends_with_its_line_before_elif(trace: Callable) -> None:
    traced = trace(CUT)
    assert traced.told() == ["filesystem delete /srv/x !"]
    assert traced.unknowns() == []
    assert [act.target for act in traced.acts(reads=True)] == ["/srv/l", "/srv/x"]
    assert [act.condition for act in traced.acts()] == ["$A is b or $A is c"]
