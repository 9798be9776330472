"""Each script is read as if it were the only one: what reading another left behind never shows, whatever the order."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.analysis.toolbox import Toolbox
from handover_generator.analysis.walk import Walked, walk
from handover_generator.catalogue.load import Catalogue, load_catalogue
from handover_generator.languages._python import engine
from handover_generator.languages._python.layers import Layer, components
from handover_generator.languages._python.program import ModuleInfo
from handover_generator.model.source import SourceFile
from handover_generator.model.tracing import Language
from handover_generator.registry import members

Follow = Callable[..., dict[str, Walked]]
MAIN = 'if __name__ == "__main__":\n    main()\n'


def toolbox_of(texts: dict[str, str], catalogue: Catalogue) -> Toolbox:
    sources = {path: SourceFile(path=path, blob="", size=len(text), text=textwrap.dedent(text).lstrip("\n")) for path, text in texts.items()}
    languages = members("handover_generator.languages", "LANGUAGE", Language)
    modules = {path: language.read(file) for path, file in sources.items() for language in languages if language.claims(file)}
    return Toolbox(files=sources, modules=modules, languages=languages, catalogue=catalogue)


def followed(toolbox: Toolbox, scripts: Sequence[str]) -> dict[str, Walked]:
    found = {}
    for path in scripts:
        toolbox.begin()
        found[path] = walk(toolbox.entries(path), toolbox.routine, path)
    return found


@pytest.fixture
def follow(catalogue: Catalogue) -> Follow:
    return lambda texts, *scripts: followed(toolbox_of(texts, catalogue), scripts)


def targets(walked: Walked) -> set[str | None]:
    return {effect.target for effect in walked.effects}


def test_the_hundredth_script_is_read_as_well_as_the_first(follow: Follow) -> None:
    files = {"lib.py": "import shutil\ndef drop(path):\n    shutil.rmtree(path)\n"}
    names = [f"s{number}.py" for number in range(100)]
    for number, name in enumerate(names):
        files[name] = f"import lib\ndef main():\n    lib.drop('/srv/{number}')\n{MAIN}"
    found = follow(files, *names)
    assert [targets(found[name]) for name in names] == [{f"/srv/{number}"} for number in range(100)]


def test_what_a_script_sets_is_set_for_itself_alone(follow: Follow) -> None:
    files = {
        "lib.py": """
            import os
            place = None
            class Store:
                root = None
            def choose(path):
                global place
                place = path
            def drop():
                os.remove(place)
                os.remove(Store.root)
            """,
        "a.py": f"import lib\ndef main():\n    lib.choose('/srv/a')\n    lib.Store.root = '/srv/ra'\n    lib.drop()\n{MAIN}",
        "b.py": f"import lib\ndef main():\n    lib.choose('/srv/b')\n    lib.Store.root = '/srv/rb'\n    lib.drop()\n{MAIN}",
        "c.py": f"import lib\ndef main():\n    lib.drop()\n{MAIN}",
    }
    found = follow(files, "a.py", "b.py", "c.py")
    assert {"/srv/a", "/srv/ra"} <= targets(found["a.py"])
    assert {"/srv/b", "/srv/rb"} <= targets(found["b.py"])
    assert not {"/srv/a", "/srv/ra"} & targets(found["b.py"])
    assert not any((target or "").startswith("/srv/") for target in targets(found["c.py"]))


REGISTRY = {
    "core.py": "HANDLERS = {}\ndef run(name):\n    HANDLERS[name]()\n",
    "one.py": "import shutil\nfrom core import HANDLERS\ndef one():\n    shutil.rmtree('/srv/one')\nHANDLERS['one'] = one\n",
    "two.py": "import shutil\nfrom core import HANDLERS\ndef two():\n    shutil.rmtree('/srv/two')\nHANDLERS['two'] = two\n",
    "both.py": f"import sys\nimport core\nimport one\nimport two\ndef main():\n    core.run(sys.argv[1])\n{MAIN}",
    "only.py": f"import sys\nimport core\nimport one\ndef main():\n    core.run(sys.argv[1])\n{MAIN}",
}


def test_a_registry_holds_what_the_script_imports(follow: Follow) -> None:
    files = {name: text.replace("from core import HANDLERS\n", "import core\n").replace("HANDLERS['", "core.HANDLERS['")
             if name in ("one.py", "two.py") else text for name, text in REGISTRY.items()}
    # A script loads a module when it uses it; these plug-ins are used for what their import does.
    for name in ("both.py", "only.py"):
        files[name] = files[name].replace("def main():\n", "def main():\n    one.one\n" + ("    two.two\n" if name == "both.py" else ""))
    found = follow(files, "both.py", "only.py")
    assert {"/srv/one", "/srv/two"} <= targets(found["both.py"])
    assert "/srv/one" in targets(found["only.py"])
    assert "/srv/two" not in targets(found["only.py"])


def test_subclasses_count_where_they_are_imported(follow: Follow) -> None:
    files = {
        "base.py": "class Job:\n    def go(self):\n        raise NotImplementedError\ndef start(job: Job):\n    job.go()\n",
        "hard.py": "import shutil\nfrom base import Job\nclass Hard(Job):\n    def go(self):\n        shutil.rmtree('/srv/hard')\n",
        "a.py": f"import base, hard\ndef main(job: base.Job):\n    hard.Hard\n    base.start(job)\n{MAIN.replace('main()', 'main(get())')}",
        "b.py": f"import base\ndef main(job: base.Job):\n    base.start(job)\n{MAIN.replace('main()', 'main(get())')}",
    }
    found = follow(files, "a.py", "b.py")
    assert "/srv/hard" in targets(found["a.py"])
    assert "/srv/hard" not in targets(found["b.py"])


def test_a_name_of_a_package_comes_before_a_file_of_that_name(follow: Follow) -> None:
    files = {
        "pkg/__init__.py": "from .cache import keep\ndef cache():\n    import os\n    os.remove('/srv/cache')\n",
        "pkg/cache.py": "def keep():\n    pass\n",
        "run.py": f"from pkg import cache\ndef main():\n    cache()\n{MAIN}",
    }
    for scripts in (("run.py",), ("run.py", "run.py")):
        assert targets(follow(files, *scripts)["run.py"]) == {"/srv/cache"}


def test_programs_that_start_each_other(follow: Follow) -> None:
    files = {
        "a.py": f"import os, subprocess\ndef main():\n    os.remove('/srv/a')\n    subprocess.run(['python', 'b.py'])\n{MAIN}",
        "b.py": f"import os, subprocess\ndef main():\n    os.remove('/srv/b')\n    subprocess.run(['python', 'a.py'])\n{MAIN}",
    }
    for order in (("a.py", "b.py"), ("b.py", "a.py")):
        found = follow(files, *order)
        assert targets(found["a.py"]) == targets(found["b.py"]) == {"/srv/a", "/srv/b"}


def test_a_started_program_knows_nothing_of_its_starter(follow: Follow) -> None:
    files = {
        "lib.py": "import os\nplace = '/srv/lib'\ndef drop():\n    os.remove(place)\n",
        "child.py": f"import lib\ndef main():\n    lib.drop()\n{MAIN}",
        "parent.py": f"import lib, subprocess\ndef main():\n    lib.place = '/srv/parent'\n    subprocess.run(['python', 'child.py'])\n{MAIN}",
    }
    assert "/srv/parent" not in targets(follow(files, "parent.py", "child.py")["parent.py"])


def test_it_says_what_a_script_was_read_from(catalogue: Catalogue) -> None:
    toolbox = toolbox_of({
        "lib.py": "class Store:\n    def drop_everything(self):\n        import os\n        os.remove('/srv/x')\n",
        "other.py": "X = 1\n",
        "deep.py": "import lib\n",
        "run.py": f"import deep\ndef main(store):\n    store.drop_everything()\n    deep.lib\n{MAIN.replace('main()', 'main(get())')}",
        "idle.py": f"def main():\n    pass\n{MAIN}",
    }, catalogue)
    for _ in range(2):                      # the second time all is known, and still it was read from the same files
        found = followed(toolbox, ["run.py"])
        assert targets(found["run.py"]) == {"/srv/x"}
        assert "run.py" in toolbox.reads.files
        assert {"deep.py", "lib.py"} <= toolbox.reads.outlines
        assert ("lib.py", 1) in toolbox.reads.bodies
        assert "other.py" not in toolbox.reads.files | toolbox.reads.outlines
        assert "announces drop_everything" in toolbox.reads.asked
        followed(toolbox, ["idle.py"])
        assert (toolbox.reads.files, toolbox.reads.asked) == ({"idle.py"}, set())


@settings(deadline=None, max_examples=25)
@given(order=st.permutations(["a.py", "b.py", "c.py", "d.py", "e.sh"]))
def test_order_does_not_matter(order: list[str]) -> None:
    files = {
        "pkg/__init__.py": "from pkg.x import *\nfrom pkg import y\n",
        "pkg/x.py": "from pkg import y\nNAME = 'x'\ndef drop(path='/srv/x'):\n    import shutil\n    shutil.rmtree(path)\n",
        "pkg/y.py": "import pkg\nHOOKS = []\ndef hook(f):\n    HOOKS.append(f)\n    return f\ndef fire():\n    for one in HOOKS:\n        one()\n",
        "a.py": f"from pkg import y, drop\n@y.hook\ndef mine():\n    drop('/srv/a')\ndef main():\n    y.fire()\n{MAIN}",
        "b.py": f"from pkg import y, x\ndef main():\n    x.NAME = 'b'\n    y.HOOKS.append(x.drop)\n    y.fire()\n{MAIN}",
        "c.py": f"import subprocess\nfrom pkg import y\ndef main():\n    y.fire()\n    subprocess.run(['python', 'a.py'])\n{MAIN}",
        "d.py": f"from pkg.x import NAME, drop\ndef main():\n    drop('/srv/' + NAME)\n{MAIN}",
        "e.sh": "python d.py\npython b.py\nrm -r /srv/e\n",
    }
    alone = {path: followed(toolbox_of(files, _catalogue()), [path])[path] for path in order}
    assert followed(toolbox_of(files, _catalogue()), order) == alone


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def test_changes_are_taken_back_and_made_again() -> None:
    names: dict[str, tuple[str, ...]] = {"kept": ("a",)}
    numbers: list[int] = [1]
    layer = Layer("run")
    layer.put(None, names, "kept", ("b",))
    layer.put(None, names, "new", ("c",))
    layer.add(None, numbers, 2)
    layer.suspend()
    assert (names, numbers) == ({"kept": ("a",)}, [1])
    layer.resume()
    assert (names, numbers) == ({"kept": ("b",), "new": ("c",)}, [1, 2])
    layer.suspend()
    assert (names, numbers) == ({"kept": ("a",)}, [1])


def test_components_come_after_what_they_need() -> None:
    edges = {"a": "b", "b": "cd", "c": "b", "d": "e", "e": "d", "f": ""}
    modules = {name: ModuleInfo(name, name, None, None, False) for name in edges}  # type: ignore[arg-type]
    found = []
    for members_ in components(modules["a"], lambda module: [modules[name] for name in edges[module.path]]):
        for member in members_:
            member.component = object()  # type: ignore[assignment]
        found.append("".join(member.path for member in members_))
    assert found == ["de", "bc", "a"]


def test_too_many_readings_lose_arguments_and_no_effect(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_READINGS", 3)
    body = "".join(f"    one({number})\n" for number in range(9))
    files = {"run.py": f"import os\ndef one(number):\n    os.remove(f'/srv/{{number}}')\ndef last():\n    os.rmdir('/srv/last')\n"
                       f"def main():\n{body}    last()\n{MAIN}"}
    found = targets(follow(files, "run.py")["run.py"])
    assert "/srv/last" in found
    assert {"/srv/0", "/srv/1"} <= found
    assert "/srv/8" not in found


@pytest.mark.parametrize(("switch", "deleted"), [("dry_run=True", False), ("dry_run=False", True), ("dry_run=unknown()", True)])
def test_too_many_readings_do_not_forget_that_nothing_is_to_be_done(switch: str, deleted: bool, follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MAX_READINGS", 3)
    body = "".join(f"    one({number})\n" for number in range(9))
    files = {"run.py": f"import os\ndef one(number):\n    print(number)\ndef last(name, dry_run):\n    if dry_run:\n        return\n    os.remove(name)\n"
                       f"def main():\n{body}    last('/srv/x', {switch})\n{MAIN}"}
    assert bool(targets(follow(files, "run.py")["run.py"])) is deleted


def test_one_of_very_many_objects_still_has_what_its_class_puts_into_it(trace) -> None:
    classes = ("import os\nclass Setup:\n    def wipe(self):\n        os.remove('/srv/x')\n"
               "class Shop:\n    def __init__(self, path):\n        self.path = path\n        self.setup = Setup()\n")
    many = "".join(f"Shop('/srv/{number}')\n" for number in range(60))
    found = trace(f"{classes}{many}last = Shop('/srv/last')\nlast.setup.wipe()\n")
    assert [effect.target for effect in found.effects] == ["/srv/x"]
    assert found.unknowns == ()
    found = trace(f"{classes}{many}last = Shop('/srv/last')\nlast.other.wipe()\n")
    assert found.effects == ()
    assert len(found.unknowns) == 1
