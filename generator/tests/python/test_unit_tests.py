"""A file that runs its own tests does what they do: ``unittest.main()`` calls what comes before and after them, too."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked
from handover_generator.model.behaviour import Confidence

CASES = """
    import os
    import shutil
    import unittest
    def setUpModule():
        os.mkdir("/srv/module")
    class Base(unittest.TestCase):
        def setUp(self):
            self.folder = "/srv/orders"
            shutil.rmtree(self.folder)
        def helper(self):
            os.remove("/srv/never")
    class Orders(Base):
        @classmethod
        def setUpClass(cls):
            os.mkdir("/srv/class")
        def test_wiped(self):
            os.remove("/srv/orders/one")
        async def test_later(self):
            os.remove("/srv/orders/two")
        def tearDown(self):
            os.rmdir(self.folder)
    class Plain:
        def setUp(self):
            os.remove("/srv/plain")
        def test_it(self):
            os.remove("/srv/plain/it")
    """
TOLD = {("write", "/srv/module"), ("write", "/srv/class"), ("delete", "/srv/orders"), ("delete", "/srv/orders/one"), ("delete", "/srv/orders/two")}


def _told(found: Walked) -> set[tuple[str, str]]:
    return {(str(effect.action), effect.target) for effect in found.effects if effect.resource == "filesystem"}


@pytest.mark.parametrize("start", [
    "if __name__ == '__main__':\n    unittest.main()\n",
    "if __name__ == '__main__':\n    unittest.main(verbosity=2)\n",
    "unittest.TextTestRunner(verbosity=2).run(unittest.TestLoader().loadTestsFromTestCase(Orders))\n",
])
def test_a_file_that_runs_its_tests_does_what_they_do(start: str, trace: Callable[..., Walked]) -> None:
    found = trace(textwrap.dedent(CASES) + start, path="check_orders.py")
    assert _told(found) == TOLD
    assert {effect.confidence for effect in found.effects} == {Confidence.RESOLVED}


def test_tests_of_another_module_are_run_by_its_name(trace: Callable[..., Walked]) -> None:
    found = trace("import unittest\nunittest.main(module='cases')\n", {"cases.py": textwrap.dedent(CASES)})
    assert _told(found) == TOLD


@pytest.mark.parametrize("script", [
    textwrap.dedent(CASES) + "if __name__ == '__main__':\n    print(Orders)\n",
    textwrap.dedent(CASES) + "if __name__ == '__main__':\n    print(unittest.TestLoader().loadTestsFromTestCase(Orders))\n",
])
def test_tests_that_nothing_runs_do_nothing(script: str, trace: Callable[..., Walked]) -> None:
    assert _told(trace(script, path="check_orders.py")) == set()


def test_a_module_that_is_imported_runs_no_tests(trace: Callable[..., Walked]) -> None:
    assert _told(trace("import cases\n", {"cases.py": textwrap.dedent(CASES) + "if __name__ == '__main__':\n    unittest.main()\n"})) == set()


def test_what_a_test_may_have_replaced_is_only_likely(trace: Callable[..., Walked]) -> None:
    found = trace(textwrap.dedent("""
        import os, unittest
        from unittest import mock
        class Orders(unittest.TestCase):
            @mock.patch("os.remove")
            def test_wiped(self, remove):
                os.remove("/srv/orders/one")
        unittest.main()
        """))
    assert [(effect.target, effect.confidence, effect.condition) for effect in found.effects] == [
        ("/srv/orders/one", Confidence.INFERRED, "where the test puts nothing in its place")]


def test_a_runner_of_tests_that_are_looked_for_says_that_it_is_not_understood(trace: Callable[..., Walked]) -> None:
    found = trace("import unittest\nunittest.TextTestRunner().run(unittest.TestLoader().discover('tests'))\n")
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-call"]
    assert not trace("import unittest\nprint(unittest.TextTestRunner())\n").unknowns
