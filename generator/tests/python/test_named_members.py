"""Members that are asked for by name, where a person or the program chooses the word."""

from __future__ import annotations

import pytest

_METHODS = "\n".join(f"    def {name}(self): os.mkdir('/srv/{name}')" for name in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
_CLASS = f"""import argparse, os, shutil, sys

class Manager:
    def __init__(self, chosen):
        CALL
{_METHODS}
    def list_jobs(self): os.mkdir('/srv/list')
    def drop(self): shutil.rmtree('/srv/x')
    def _hidden(self): shutil.rmtree('/srv/hidden')

parser = argparse.ArgumentParser()
parser.add_argument("command")
Manager(WORD)
"""
_MANY = _CLASS.replace("    def _hidden", "\n".join(f"    def more{number}(self): pass" for number in range(40)) + "\n    def _hidden")


def _destroyed(trace, call: str, word: str = "parser.parse_args().command", text: str = _CLASS) -> tuple[list[str | None], list[str]]:
    told = trace(text.replace("CALL", call).replace("WORD", word))
    return sorted(effect.target or "" for effect in told.effects), [unknown.kind for unknown in told.unknowns]


@pytest.mark.parametrize("word", ["parser.parse_args().command", "sys.argv[1]"])
@pytest.mark.parametrize("call", ["getattr(self, chosen)()", "getattr(self, {'list': 'list_jobs'}.get(chosen, chosen))()"])
def test_a_person_chooses_among_all_that_others_may_call(trace, call: str, word: str) -> None:
    targets, unknowns = _destroyed(trace, call, word)
    assert len(targets) == 11
    assert {"/srv/x", "/srv/list", "/srv/nine"} <= set(targets)
    assert "/srv/hidden" not in targets
    assert not unknowns


def test_the_word_fits_into_what_stands_around_it(trace) -> None:
    targets, _ = _destroyed(trace, "getattr(self, f'list_{chosen}')()")
    assert targets == ["/srv/list"]


def test_of_many_that_nobody_chooses_among_nothing_is_known(trace) -> None:
    targets, unknowns = _destroyed(trace, "getattr(self, chosen)()", "open('/etc/word').read()")
    assert targets == ["/etc/word"]
    assert unknowns == ["dynamic-call"]


def test_of_too_many_nothing_is_known(trace) -> None:
    assert _destroyed(trace, "getattr(self, chosen)()", text=_MANY) == ([], ["dynamic-call"])


def test_one_of_two_words(trace) -> None:
    assert _destroyed(trace, "getattr(self, 'drop' if chosen else 'one')()")[0] == ["/srv/one", "/srv/x"]


@pytest.mark.parametrize("call", ["operator.methodcaller(sys.argv[1])(Tool())", "operator.methodcaller('drop')(Tool())",
                                  "getattr(sys.modules[__name__], sys.argv[1])()", "getattr(sys.modules['__main__'], 'wipe')()"])
def test_other_ways_to_a_member_of_a_name(trace, call: str) -> None:
    told = trace("import operator, shutil, sys\n\nclass Tool:\n    def drop(self):\n        shutil.rmtree('/srv/x')\n\n"
                 f"def wipe():\n    shutil.rmtree('/srv/x')\n\n{call}\n")
    assert [effect.target for effect in told.effects] == ["/srv/x"]
    assert not told.unknowns


def test_a_method_that_nobody_can_tell(trace) -> None:
    told = trace("import operator, sys\nfrom elsewhere import tool\noperator.methodcaller(sys.argv[1])(tool)\n")
    assert [unknown.kind for unknown in told.unknowns] == ["dynamic-call"]


_MARKED = _MANY.replace("class Manager:", "asked = []\n\ndef command(function):\n    asked.append(function.__name__)\n    return function\n\nclass Manager:") \
    .replace("    def list_jobs", "    @command\n    def list_jobs").replace("    def drop", "    @command\n    def drop")


@pytest.mark.parametrize("word", ["parser.parse_args().command", "sys.stdin.readline()"])
def test_of_many_those_that_a_decorator_marks_are_meant(trace, word: str) -> None:
    targets, unknowns = _destroyed(trace, "getattr(self, chosen)()", word, _MARKED)
    assert (targets, unknowns) == (["/srv/list", "/srv/x"], [])


@pytest.mark.parametrize("mark", ["staticmethod", "retry", "elsewhere.command"])
def test_a_decorator_of_others_marks_nothing(trace, mark: str) -> None:
    text = _MARKED.replace("    @command\n", f"    @{mark}\n").replace("def command(", "import elsewhere\nfrom tenacity import retry\n\ndef other(")
    assert "dynamic-call" in _destroyed(trace, "getattr(self, chosen)()", text=text)[1]


def test_one_method_with_a_decorator_is_not_all_that_may_be_meant(trace) -> None:
    assert _destroyed(trace, "getattr(self, chosen)()", text=_MARKED.replace("    @command\n", "", 1)) == ([], ["dynamic-call"])
