"""Decorators that a package makes of a function: it runs when what it decorates is called, and not before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_WRAPT = """
    import shutil
    import wrapt

    def timed(log):
        @wrapt.decorator
        def wrapper(wrapped, instance, args, kwargs):
            open("/var/log/times", "a").write("x")
            return wrapped(*args, **kwargs)
        return wrapper

    class Store:
        def __init__(self):
            self.root = "/srv/store"

        @timed(print)
        def wipe(self):
            shutil.rmtree(self.root)

    @timed(print)
    def drop(path):
        shutil.rmtree(path)
"""
_DECORATOR = """
    import shutil
    from decorator import decorator

    @decorator
    def logged(func, *args, **kwargs):
        open("/var/log/times", "a").write("x")
        return func(*args, **kwargs)

    class Store:
        def __init__(self):
            self.root = "/srv/store"

        @logged
        def wipe(self):
            shutil.rmtree(self.root)

    @logged
    def drop(path):
        shutil.rmtree(path)
"""
_ENABLED = _WRAPT.replace("wrapt.decorator", "wrapt.decorator(enabled=True)")
_WRAPPER = _WRAPT.replace("import wrapt", "from wrapt import function_wrapper").replace("wrapt.decorator", "function_wrapper")
_FORMS = [_WRAPT, _DECORATOR, _ENABLED, _WRAPPER]


def _told(walked: Walked) -> list[str]:
    return sorted(f"{e.resource} {e.action.value} {e.target}{' !' if e.destructive else ''}" for e in walked.effects)


@pytest.mark.parametrize("library", _FORMS)
@pytest.mark.parametrize(("call", "gone"), [("Store().wipe()", "/srv/store"), ("drop('/srv/given')", "/srv/given")])
def test_runs_around_what_is_called(trace: Callable[..., Walked], library: str, call: str, gone: str) -> None:
    walked = trace(f"import lib\nlib.{call}\n", {"lib.py": library})
    assert _told(walked) == [f"filesystem delete {gone} !", "filesystem write /var/log/times"]


@pytest.mark.parametrize("library", _FORMS)
def test_nothing_runs_where_it_decorates(trace: Callable[..., Walked], library: str) -> None:
    walked = trace("import lib\nprint(lib.drop)\n", {"lib.py": library})
    assert (_told(walked), list(walked.unknowns)) == ([], [])


def test_a_place_inside_stays_true(trace: Callable[..., Walked]) -> None:
    walked = trace("import lib\nlib.drop('/srv/a')\n", {"lib.py": _WRAPT})
    assert sorted((e.at.path, e.at.line) for e in walked.effects) == [("lib.py", 7), ("lib.py", 21)]


def test_a_method_that_wraps_keeps_its_object(trace: Callable[..., Walked]) -> None:
    walked = trace("""
        import os
        import wrapt
        class Noted:
            def __init__(self, path):
                self.path = path
            @wrapt.decorator
            def __call__(self, wrapped, instance, args, kwargs):
                os.remove(self.path)
                return wrapped(*args, **kwargs)
        @Noted("/srv/note")
        def tell():
            os.rmdir("/srv/folder")
        tell()
    """)
    assert _told(walked) == ["filesystem delete /srv/folder", "filesystem delete /srv/note !"]


def test_a_function_called_decorator_is_an_ordinary_one(trace: Callable[..., Walked]) -> None:
    walked = trace("""
        import os
        def decorator(function):
            os.remove("/srv/at-once")
            return function
        @decorator
        def tell(wrapped, instance, args, kwargs):
            os.remove("/srv/later")
    """)
    assert _told(walked) == ["filesystem delete /srv/at-once !"]
