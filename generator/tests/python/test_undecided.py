"""What was so at one time decides nothing: no branch is left out, and no end believed, for a value that may have changed out of sight."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

LOSS = "shutil.rmtree('/srv/data')"


def lost(trace, text: str) -> bool:
    walked = trace("import shutil, signal, sys, threading, contextlib, re\n" + text)
    assert not [unknown for unknown in walked.unknowns if unknown.kind == "internal"]
    return any(effect.target == "/srv/data" for effect in walked.effects)


FOLLOWS = {
    "a handler that ends the program": """
        def stop(number, frame):
            sys.exit(0)
        signal.signal(signal.SIGTERM, stop)
        {loss}
        """,
    "a thread that ends itself": """
        def work():
            sys.exit(0)
        threading.Thread(target=work).start()
        {loss}
        """,
    "a break passes the else of a loop by": """
        def main(rows):
            for row in rows:
                if row.last:
                    break
            else:
                return
            {loss}
        main(sys.argv[1:])
        """,
    "a break passes an exit by": """
        for row in sys.argv[1:]:
            if row.last:
                break
        else:
            sys.exit("none")
        {loss}
        """,
    "several things that the last round of a loop left": """
        def tick(start, before, count):
            if before is not None:
                {loss}
            return start, count
        previous = None, 0
        while True:
            previous = tick(1, *previous)
        """,
    "a dictionary that is made anew in each round": """
        state = {{"before": None}}
        for row in sys.argv[1:]:
            if state["before"]:
                {loss}
            state = {{"before": row}}
        """,
    "one of two dictionaries that are spread": """
        def persist(status="created", **rest):
            if status != "failed":
                {loss}
        def main(x):
            try:
                checked(x)
                extra = {{}}
            except ValueError:
                extra = {{"status": "failed", "n": 0}}
            persist(**extra)
        main(sys.argv)
        """,
    "one of two dictionaries that fill up another": """
        def main(x):
            options = {{"status": "created"}}
            if x:
                more = {{"status": "failed"}}
            else:
                more = {{}}
            options.update(more)
            if options["status"] == "created":
                {loss}
        main(sys.argv)
        """,
    "a dictionary that an earlier round gave away": """
        def one(event, state):
            if state["before"] is not None:
                {loss}
            state["before"] = event
        def main(events):
            every = {{}}
            for event in events:
                if event.name in every:
                    state = every[event.name]
                else:
                    state = every[event.name] = {{"before": None}}
                one(event, state)
        main(sys.argv)
        """,
    "an error that is taken": """
        def main():
            with contextlib.suppress(OSError):
                raise OSError()
            {loss}
        main()
        """,
    "a manager of the repository that takes errors": """
        class Quiet:
            def __enter__(self):
                return self
            def __exit__(self, kind, value, trace):
                return True
        def main():
            with Quiet():
                raise OSError()
            {loss}
        main()
        """,
    "one of two tuples": """
        def find(row):
            return row if row else (None, 0)
        found, count = find(sys.stdin.read())
        if not found:
            sys.exit(1)
        {loss}
        """,
    "the default of a row that may be there": """
        def main(row):
            size, count = row if row else (0, 0)
            if not count:
                return
            {loss}
        main(made())
        """,
    "a name that an inner function changes": """
        def main(text):
            replaced = False
            def replacer(match):
                nonlocal replaced
                replaced = True
                return "y"
            re.sub("x", replacer, text)
            if not replaced:
                sys.exit(1)
            {loss}
        main(sys.argv[1])
        """,
    "a dictionary that a function changes": """
        def count(found):
            found["rows"] += 1
        def main():
            found = {{"rows": 0}}
            count(found)
            if not found["rows"]:
                return
            {loss}
        main()
        """,
    "a dictionary of the module": """
        STATE = {{"rows": 0}}
        def main():
            if not STATE["rows"]:
                return
            {loss}
        main()
        """,
    "a dictionary of the module, asked with get": """
        STATE = {{"rows": 0}}
        def main():
            if not STATE.get("rows"):
                return
            {loss}
        main()
        """,
    "a member that another method stores": """
        class Job:
            ready = False
            def prepare(self):
                self.ready = True
            def run(self):
                if not self.ready:
                    return
                {loss}
        Job().run()
        """,
    "a text that another method stores": """
        class Job:
            def __init__(self):
                self.name = ""
            def run(self):
                if not self.name:
                    return
                {loss}
        Job().run()
        """,
    "not one of several": """
        def name(row):
            if row:
                return None
            return "orders"
        def main():
            if not name(sys.argv[1]):
                return
            {loss}
        main()
        """,
    "words that a loop gathered": """
        def main(rows):
            words = []
            for row in rows:
                words.append(row)
            if not " ".join(words):
                return
            {loss}
        main(sys.argv[1:])
        """,
    "a part of an answer is not its address": """
        import os.path, requests
        for one in requests.get("https://shop.example.org/a").json():
            stem, suffix = os.path.splitext(one["path"])
            if suffix == ".json":
                {loss}
        """,
    "an object is not its bucket": """
        import boto3
        for one in boto3.resource("s3").Bucket("reports").objects.all():
            if not str(one.key).endswith(".csv"):
                continue
            {loss}
        """,
    "a part of an answer is a key": """
        import requests
        def wipe():
            {loss}
        STEPS = {{"wipe": wipe, "show": print}}
        step = STEPS.get(f"{{requests.get('https://shop.example.org/a').json()['step']}}")
        if step:
            step()
        """,
    "a field that may be given": """
        from dataclasses import dataclass
        @dataclass
        class Found:
            small: bool = False
        def main(answer):
            found = Found(**answer)
            if not found.small:
                return
            {loss}
        main(made())
        """,
    "an entry of an earlier round": """
        def main(rows):
            seen = {{}}
            for row in rows:
                if seen.get("one", False):
                    {loss}
                seen["one"] = True
        main(made())
        """,
    "an entry that is not known by its name": """
        def main(key):
            steps = {{"version": 1}}
            steps[key] = {{"rows": 2}}
            for name, step in steps.items():
                if name == "version":
                    continue
                {loss}
        main(made())
        """,
    "a field of a model stands for what is in it": """
        from django.db import models
        class Day(models.DateField):
            pass
        class User(models.Model):
            gone = Day()
            def check(self):
                if self.gone is not None:
                    return
                {loss}
        User().check()
        """,
    "an answer that is given in some cases only": """
        def bad(row):
            if re.match(".*invalid", row.text):
                return True
            if row.text.endswith("missing"):
                return True
        if bad(sys.argv):
            sys.exit(1)
        {loss}
        """,
    "a word that is given in some cases only": """
        def mode(row):
            for one in row:
                if one.dry:
                    return "dry"
        if mode(sys.argv) == "dry":
            sys.exit(0)
        {loss}
        """,
    "a return without a word before an exit": """
        def check(row):
            if row.fine:
                return
            sys.exit(1)
        check(sys.argv)
        {loss}
        """,
    "a generator that takes the error": """
        @contextlib.contextmanager
        def quiet():
            try:
                yield
            except OSError:
                print("no")
        def main():
            with quiet():
                raise OSError()
            {loss}
        main()
        """,
    "a method that takes the error": """
        class Job:
            @contextlib.contextmanager
            def quiet(self):
                try:
                    yield self
                except Exception:
                    return
            def run(self):
                with self.quiet():
                    return open("x").read()
                {loss}
        Job().run()
        """,
    "an exit behind an or": """
        sys.argv[1:] or sys.exit(1)
        {loss}
        """,
    "an exit behind an and": """
        len(sys.argv) > 3 and sys.exit(1)
        {loss}
        """,
    "a value, or the end": """
        def fail():
            sys.exit(1)
        name = sys.argv[1] if len(sys.argv) > 1 else fail()
        {loss}
        """,
    "an exit for each of none": """
        [sys.exit(1) for one in sys.argv if one == "no"]
        {loss}
        """,
    "a generator that is not gone through": """
        def rows():
            yield 1
            sys.exit(1)
        rows()
        {loss}
        """,
    "a member under a computed name": """
        class Settings:
            dry = True
            def load(self, lines):
                for line in lines:
                    name, value = line.split("=")
                    setattr(self, name, value)
        settings = Settings()
        settings.load(open("/etc/job"))
        if settings.dry:
            sys.exit(0)
        {loss}
        """,
    "members out of a dictionary": """
        class Settings:
            dry = True
            def __init__(self, **given):
                self.__dict__.update(given)
        if Settings(**eval(sys.argv[1])).dry:
            sys.exit(0)
        {loss}
        """,
}
ENDS = {
    "a member beside one that is stored by name": """
        class Settings:
            dry = True
            def load(self, value):
                setattr(self, "loud", value)
        settings = Settings()
        settings.load(sys.argv[1])
        if settings.dry:
            sys.exit(0)
        {loss}
        """,
    "an end either way": """
        sys.exit(1) if sys.argv else sys.exit(2)
        {loss}
        """,
    "an end behind what holds": """
        True and sys.exit(1)
        {loss}
        """,
    "a generator that gives the error on": """
        @contextlib.contextmanager
        def loud():
            try:
                yield
            except OSError:
                print("no")
                raise
            finally:
                print("done")
        def main():
            with loud():
                raise OSError()
            {loss}
        main()
        """,
    "an answer that is the same in all cases": """
        def bad(row):
            if row.text:
                return True
            else:
                return True
        if bad(sys.argv):
            sys.exit(1)
        {loss}
        """,
    "an exit": "sys.exit(0)\n{loss}",
    "a loop without a break": """
        def main(rows):
            for row in rows:
                print(row)
            else:
                return
            {loss}
        main(sys.argv[1:])
        """,
    "an error that nobody takes": """
        def main():
            with open("x") as file:
                raise OSError()
            {loss}
        main()
        """,
    "a manager that takes no error": """
        class Loud:
            def __enter__(self):
                return self
            def __exit__(self, kind, value, trace):
                return False
        def main():
            with Loud():
                raise OSError()
            {loss}
        main()
        """,
    "a tuple that is known": """
        found, count = None, 0
        if not found:
            sys.exit(1)
        {loss}
        """,
    "a dictionary of its own": """
        def main():
            found = {{"rows": 0}}
            if not found["rows"]:
                return
            {loss}
        main()
        """,
    "a member that nobody stores": """
        class Job:
            ready = False
            def run(self):
                if not self.ready:
                    return
                {loss}
        Job().run()
        """,
    "a field that is not given": """
        from dataclasses import dataclass
        @dataclass
        class Found:
            small: bool = False
        def main():
            found = Found()
            if not found.small:
                return
            {loss}
        main()
        """,
    "the only entry": """
        def main():
            steps = {{"version": 1}}
            for name, step in steps.items():
                if name == "version":
                    continue
                {loss}
        main()
        """,
    "a path is what it says": """
        import os.path, pathlib
        stem, suffix = os.path.splitext(str(pathlib.Path("a.csv")))
        if suffix == ".json":
            {loss}
        """,
    "not one of none": """
        def name(row):
            if row:
                return None
            return ""
        def main():
            if not name(sys.argv[1]):
                return
            {loss}
        main()
        """,
}


def written(text: str) -> str:
    """The text with the loss at the place of ``{loss}``."""
    return dedent(text).lstrip("\n").format(loss=LOSS)


@pytest.mark.parametrize("case", FOLLOWS)
def test_the_loss_is_told(case: str, trace) -> None:
    assert lost(trace, written(FOLLOWS[case]))


@pytest.mark.parametrize("case", ENDS)
def test_the_loss_is_never_reached(case: str, trace) -> None:
    assert not lost(trace, written(ENDS[case]))


def test_a_setting_that_local_settings_may_replace(trace) -> None:
    settings = "MAIL = {}\nfrom .local import *\n"
    script = "import shutil\nfrom shop import settings\ndef main():\n    if not settings.MAIL.get('to'):\n        return\n" + indent(LOSS, "    ") + "\nmain()\n"
    assert any(effect.target == "/srv/data" for effect in trace(script, {"shop/__init__.py": "", "shop/settings.py": settings}).effects)


@pytest.mark.parametrize(("address", "targets"), [
    ("f'/orders/{sys.argv[1]}'", ["http://shop/orders/${1}"]),
    ("f'http://shop/{sys.argv[1]}'", ["http://shop/${1}"]),
    ("f'{sys.argv[1]}/orders'", ["${1}/orders", "http://shop${1}/orders"]),
    ("f'http:{sys.argv[1]}'", ["http:${1}", "http://shophttp:${1}"]),
])
def test_how_a_text_starts_is_decided_by_the_piece_that_is_known_of_it(trace, address: str, targets: list[str]) -> None:
    found = trace(f"""
        import requests, sys
        url = {address}
        if not url.startswith('http://'):
            url = 'http://shop' + url
        requests.delete(url)
        """)
    assert sorted(effect.target for effect in found.effects) == targets


@pytest.mark.parametrize(("body", "reached"), [
    ("for path in ('/a', '/b'):\n        if os.path.exists(path):\n            return path", True),
    ("if sys.argv[1:]:\n        return True", True),
    ("if not sys.argv[1:]:\n        return\n    return '/a'", True),
    ("try:\n        open('/a')\n        return True\n    except OSError:\n        print('no')", True),
    ("while True:\n        for path in sys.argv:\n            break\n        return True\n        if path:\n            break", True),
    ("if sys.argv[1:]:\n        return '/a'\n    return '/b'", False),
    ("if sys.argv[1:]:\n        return '/a'\n    raise ValueError", False),
    ("if sys.argv[1:]:\n        return True\n    sys.exit(1)", False),
    ("while True:\n        for path in sys.argv:\n            break\n        if path:\n            return True", False),
])
def test_the_way_past_all_returns_of_a_function_gives_nothing(trace, body: str, reached: bool) -> None:
    found = trace(f"import os, shutil, sys\ndef find():\n    {body}\nif not find():\n    shutil.rmtree('/srv/x')\n")
    assert [effect.target for effect in found.effects if effect.destructive] == ["/srv/x"] * reached


@pytest.mark.parametrize(("setting", "reached"), [
    ("class A:\n    wipe = False\na = A()\nsetattr(a, sys.argv[1], True)\nwipe = a.wipe", True),
    ("class A:\n    wipe = False\nsetattr(A, 'wi' + sys.argv[1], True)\nwipe = A.wipe", True),
    ("import conf\nsetattr(conf, sys.argv[1], True)\nwipe = conf.wipe", True),
    ("wipe = False\nexec(open('/etc/shop.conf').read())", True),
    ("class A:\n    wipe = False\na = A()\nsetattr(a, 'other', True)\nwipe = a.wipe", False),
    ("class A:\n    wipe = False\nclass B:\n    wipe = False\nb = B()\nsetattr(b, sys.argv[1], True)\nwipe = A().wipe", False),
    ("class A:\n    wipe = False\nsetattr(A, 'no' + sys.argv[1], True)\nwipe = A.wipe", False),
    ("wipe = False\nexec(open('/etc/shop.conf').read(), {})", False),
])
def test_a_member_that_is_set_by_a_computed_name_may_be_any(trace, setting: str, reached: bool) -> None:
    found = trace(f"import shutil, sys\n{setting}\nif wipe:\n    shutil.rmtree('/srv/x')\n", {"conf.py": "wipe = False\n"})
    assert [effect.target for effect in found.effects if effect.destructive] == ["/srv/x"] * reached
    assert [unknown.kind for unknown in found.unknowns] == ["dynamic-code"] * ("exec(" in setting)


@pytest.mark.parametrize(("value", "reached"), [
    ("next((name for name in ['a'] if name in sys.argv), None)", True), ("max((name for name in ['a'] if name in sys.argv), default=None)", True),
    ("next(name for name in ['a'] if name in sys.argv)", False), ("max(['a'])", False),
])
def test_what_is_given_where_there_is_no_member_counts(trace, value: str, reached: bool) -> None:
    found = trace(f"import shutil, sys\nif {value} is None:\n    shutil.rmtree('/srv/x')\n")
    assert [effect.target for effect in found.effects] == ["/srv/x"] * reached


@pytest.mark.parametrize(("heir", "reached"), [("dry = False", True), ("name = 'heir'", False)])
def test_an_object_that_an_annotation_promises_may_be_one_of_an_heir(trace, heir: str, reached: bool) -> None:
    classes = f"import shutil\nfrom elsewhere import make\nclass Base:\n    dry = True\nclass Heir(Base):\n    {heir}\n"
    found = trace(f"{classes}def go(it: Base):\n    if not it.dry:\n        shutil.rmtree('/srv/x')\ngo(make())\n")
    assert [effect.target for effect in found.effects] == ["/srv/x"] * reached
    assert trace(f"{classes}def go(it: Base):\n    if not it.dry:\n        shutil.rmtree('/srv/x')\ngo(Base())\n").effects == ()


@pytest.mark.parametrize("line", [
    "from guardian import managers\nmanagers.cleanup_rows()", "from constance import config\nconfig.clear_all()", "import allauth\nallauth.clean_orphans()"])
def test_a_member_of_a_harmless_package_that_sounds_like_clearing_up_is_not_known(trace, line: str) -> None:
    assert [unknown.kind for unknown in trace(line + "\n").unknowns] == ["unmodelled-package"]


@pytest.mark.parametrize("line", ["import bleach\nbleach.clean('a')", "import bleach\nbleach.clean_html('a')", "from guardian import managers\nmanagers.clear('a')"])
def test_cleaning_a_text_is_harmless(trace, line: str) -> None:
    assert not trace(line + "\n").unknowns


def test_what_is_not_understood_in_the_file_itself_comes_first(trace) -> None:
    files = {"a/__init__.py": "", "a/made.py": "import acme\nacme.start()\n"}
    walked = trace("import a.made\nimport acme\nacme.stop()\n", files)
    assert [unknown.at.path for unknown in walked.unknowns] == ["run.py", "a/made.py"]


def test_what_one_place_runs_in_many_forms_is_told_as_a_few(trace) -> None:
    code = "import os\nimport subprocess\nimport sys\nwords = [os.environ['TOOL']]\n" + "".join(
        f"if '{letter}' in sys.argv:\n    words.append('-{letter}')\n" for letter in "abcd") + "subprocess.call(words)\n"
    unknowns = trace(code).unknowns
    assert len(unknowns) == 3
    assert [one.detail.endswith(" more forms of it") for one in unknowns] == [False, False, True]


def test_what_different_places_run_is_told_for_each(trace) -> None:
    code = "import os\nimport subprocess\n" + "".join(f"subprocess.call([os.environ['TOOL{index}'], 'x'])\n" for index in range(5))
    assert len(trace(code).unknowns) == 5
