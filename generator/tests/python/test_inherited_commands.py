"""Commands as classes whose parent, in a file of its own, tells the parser what to call."""

from __future__ import annotations

from handover_generator.analysis.walk import Walked

BASE = """
    class Command:
        def run(self, settings, args):
            self.args = args
            return self.act(settings)
        def act(self, settings):
            raise NotImplementedError
        def parser(self, commands):
            raise NotImplementedError
        def add(self, commands):
            self.parser(commands).set_defaults(command=self.run)
    """
WIPE = """
    import shutil
    from tool.base import Command
    class Wipe(Command):
        def parser(self, commands):
            return commands.add_parser("wipe")
        def act(self, settings):
            shutil.rmtree("/srv/data")
    class Show(Command):
        def parser(self, commands):
            return commands.add_parser("show")
        def act(self, settings):
            print(settings)
    """
MAIN = """
    import argparse
    from tool.wipe import Show, Wipe
    def parse():
        parser = argparse.ArgumentParser()
        commands = parser.add_subparsers()
        Wipe().add(commands)
        Show().add(commands)
        return parser.parse_args()
    def main():
        args = parse()
        args.command({}, args)
    main()
    """


def removed(walked: Walked) -> set[str | None]:
    return {effect.target for effect in walked.effects if effect.action.value == "delete"}


def test_what_a_parent_class_tells_the_parser_is_called(trace) -> None:
    walked = trace(MAIN, {"tool/__init__.py": "", "tool/base.py": BASE, "tool/wipe.py": WIPE})
    assert removed(walked) == {"/srv/data"}
    assert walked.unknowns == ()
    assert [step.path for effect in walked.effects for step in effect.via][-1] == "tool/base.py"


def test_a_class_that_is_not_added_is_not_called(trace) -> None:
    walked = trace(MAIN.replace("        Wipe().add(commands)\n", ""), {"tool/__init__.py": "", "tool/base.py": BASE, "tool/wipe.py": WIPE})
    assert removed(walked) == set()
    assert walked.unknowns == ()
