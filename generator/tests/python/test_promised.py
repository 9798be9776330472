"""Methods that a class only promises, and commands that a decorator of the repository wraps."""

from __future__ import annotations

import pytest

from handover_generator.analysis.walk import Walked

BASE = "from abc import ABC, abstractmethod\nclass Store(ABC):\n    @abstractmethod\n    def wipe(self):\n        '''Remove all.'''\n"
DISK = "import shutil\nfrom shop.base import Store\nclass Disk(Store):\n    def wipe(self):\n        shutil.rmtree('/srv/data')\n"
RUN = "from shop.base import Store\ndef go(store: Store):\n    store.wipe()\nif __name__ == '__main__':\n    import plugins\n    go(plugins.load())\n"
WRAP = ("import functools\nfrom shop.disk import Disk\ndef with_store(name=None):\n    def decorate(f):\n        def inner(*args, **kwargs):\n"
        "            return f(Disk(), *args, **kwargs)\n        return functools.update_wrapper(inner, f)\n    return decorate\n")
COMMAND = ("import click\nfrom shop.cli import cli\nfrom shop.wrap import with_store\n@cli.command('drop')\n@click.option('--all')\n@with_store()\n"
           "def drop(store, all):\n    store.wipe()\n@cli.command('show')\n@with_store()\ndef show(store):\n    print(store)\n")
GROUP = "import click\n@click.group()\ndef cli():\n    pass\n"


def removed(walked: Walked) -> list[str | None]:
    return [e.target for e in walked.effects if e.action.value == "delete"]


def shop(**files: str) -> dict[str, str]:
    return {"shop/__init__.py": "", "shop/base.py": BASE, "shop/disk.py": DISK} | {f"shop/{name}.py": text for name, text in files.items()}


def test_an_abstract_method_is_that_of_a_subclass_that_nothing_here_imports(trace) -> None:
    walked = trace(RUN, shop())
    assert removed(walked) == ["/srv/data"]
    assert not [u for u in walked.unknowns if "wipe" in u.detail]


@pytest.mark.parametrize("files", [{"disk": DISK.replace("Store)", "Shelf)").replace("import Store", "import Shelf"), "base": BASE + "class Shelf:\n    pass\n"},
                                   {"disk": ""}], ids=["another class", "none"])
def test_without_a_subclass_it_is_not_known(trace, files: dict[str, str]) -> None:
    walked = trace(RUN, shop(**files))
    assert removed(walked) == []
    assert [u.detail for u in walked.unknowns if "wipe" in u.detail] == ["Store.wipe(): no class here says what it does"]


def test_subclasses_of_tests_are_not_meant(trace) -> None:
    files = shop(disk="") | {"tests/test_store.py": DISK}
    assert removed(trace(RUN, files)) == []


def test_a_protocol_without_a_class_of_it_is_not_known(trace) -> None:
    files = shop(base="from typing import Protocol\nclass Store(Protocol):\n    def wipe(self) -> None:\n        '''Remove all.'''\n", disk="")
    assert [u.detail for u in trace(RUN, files).unknowns if "wipe" in u.detail] == ["Store.wipe(): no class here says what it does"]


def test_a_subclass_keeps_what_its_own_init_puts_on_it(trace) -> None:
    disk = ("import shutil\nfrom shop.base import Store\nclass Tree:\n    def cut(self):\n        shutil.rmtree('/srv/data')\nclass Disk(Store):\n"
            "    def __init__(self, tree: Tree):\n        self.tree = tree\n    def wipe(self):\n        self.tree.cut()\n")
    assert removed(trace(RUN, shop(disk=disk))) == ["/srv/data"]
    assert removed(trace(RUN, shop(disk=disk.replace("tree: Tree", "tree")))) == []


def test_a_command_gets_what_its_decorator_gives_it(trace) -> None:
    walked = trace(COMMAND, shop(cli=GROUP, wrap=WRAP), path="shop/store.py")
    assert removed(walked) == ["/srv/data"]
    assert [(step.path, step.line) for e in walked.effects if e.action.value == "delete" for step in e.via] == [
        ("shop/store.py", 7), ("shop/wrap.py", 6), ("shop/store.py", 8)]


def test_each_command_is_the_one_that_is_named(trace) -> None:
    files = shop(cli=GROUP, wrap=WRAP, store=COMMAND) | {"shop/__main__.py": "from shop.store import cli\nif __name__ == '__main__':\n    cli()\n"}
    assert removed(trace("#!/bin/sh\npython -m shop drop\n", files, path="run.sh")) == ["/srv/data"]
    assert removed(trace("#!/bin/sh\npython -m shop show\n", files, path="run.sh")) == []


def test_a_command_behind_a_decorator_that_nobody_can_follow_is_still_read(trace) -> None:
    command = COMMAND.replace("store.wipe()", "__import__('shutil').rmtree('/srv/data')").replace("def drop(store, all):\n    ", "def drop(store, all):\n    import shutil\n    ")
    walked = trace(command.replace("__import__('shutil')", "shutil"), shop(cli=GROUP, wrap="def with_store():\n    return lambda f: queue(f)\n"), path="shop/store.py")
    assert removed(walked) == ["/srv/data"]


KINDS = range(12)
TABLE = ("import argparse, os\nclass Args:\n    command: object\n"
         + "".join(f"class C{i}:\n    def run(self, args):\n        os.remove('/srv/{i}')\n" for i in KINDS)
         + "class Parser:\n    def __init__(self):\n        self.parser = argparse.ArgumentParser()\n        self.subs = self.parser.add_subparsers()\n"
           "    def add_subcommand(self, name, command):\n        one = self.subs.add_parser(name)\n        one.set_defaults(command=command)\n"
           "    def run(self):\n        args = Args()\n        self.parser.parse_args(namespace=args)\n        return args.command.run(args)\n"
           "def start():\n    parser = Parser()\n" + "".join(f"    parser.add_subcommand('c{i}', C{i}())\n" for i in KINDS) + "    parser.run()\n")


def test_sub_commands_that_are_objects_are_found_on_the_object_that_is_filled(trace) -> None:
    main = TABLE + "if __name__ == '__main__':\n    start()\n"
    walked = trace(main)
    assert set(removed(walked)) == {f"/srv/{i}" for i in KINDS}
    assert walked.unknowns == ()


@pytest.mark.parametrize("launcher", ["from tool.cli import start\nstart()\n", "from tool import cli\nexit(cli.start())\n"])
def test_a_launcher_passes_on_the_word_that_it_is_started_with(trace, launcher: str) -> None:
    files = {"tool/__init__.py": "", "tool/cli.py": TABLE, "go.py": "#!/usr/bin/env python3\n" + launcher}
    assert removed(trace("#!/bin/sh\npython go.py c11 --fast\n", files, path="run.sh")) == ["/srv/11"]
    assert len(removed(trace("#!/bin/sh\npython go.py $WHAT\n", files, path="run.sh"))) == len(KINDS)


GATHERED = ("import click, os\nfrom shop.pass_on import pass_on\n@click.group()\n@click.pass_context\n@pass_on\ndef cli(ctx):\n    pass\n"
            + "".join(f"@click.command()\n@click.argument('name')\n@click.pass_context\n@pass_on\ndef c{i}(ctx, name):\n    os.remove('/srv/{i}/' + name)\n"
                      for i in range(20))
            + "".join(f"cli.add_command(c{i})\n" for i in range(20)) + "@cli.command()\n@pass_on\ndef late():\n    os.remove('/srv/late')\n"
            "if __name__ == '__main__':\n    cli()\n")


@pytest.mark.parametrize("made", ["from functools import wraps\ndef pass_on(f):\n    @wraps(f)\n    def inner(*args, **kwargs):\n        return f(*args, **kwargs)\n"
                                  "    return inner\n",
                                  "from functools import update_wrapper\ndef pass_on(f):\n    def inner(*args, **kwargs):\n        return f(*args, **kwargs)\n"
                                  "    return update_wrapper(inner, f)\n"], ids=["wraps", "update_wrapper"])
def test_each_of_many_commands_behind_one_decorator_is_its_own(trace, made: str) -> None:
    files = {"shop/__init__.py": "", "shop/pass_on.py": made}
    assert set(removed(trace(GATHERED, files, path="shop/tool.py"))) == {f"/srv/{i}/${{name}}" for i in range(20)} | {"/srv/late"}


@pytest.mark.parametrize("base", ["botocore.client.BaseClient", "Optional[BaseClient]", "object"])
def test_an_annotation_that_names_a_base_takes_nothing_from_what_is_known(trace, base: str) -> None:
    walked = trace("from typing import Optional\nimport boto3, botocore.client\nfrom botocore.client import BaseClient\n"
                   f"def client() -> {base}:\n    return boto3.client('s3')\n"
                   f"def wipe(s3: {base} = None):\n    s3 = s3 or client()\n    s3.delete_object(Bucket='a', Key='b')\nwipe(s3=client())\n")
    assert [(e.resource, e.action.value) for e in walked.effects] == [("object-storage", "delete")]


def test_an_annotation_tells_of_what_is_not_known(trace) -> None:
    walked = trace("import redis, plugins\ndef client() -> redis.Redis:\n    return plugins.load()\nclient().flushall()\n")
    assert [(e.resource, e.action.value) for e in walked.effects] == [("cache", "delete")]


@pytest.mark.parametrize("kind", ["pymongo.collection.Collection", "'pymongo.collection.Collection'", "Any", "Collection"])
def test_what_is_given_by_its_name_is_more_than_any_of_its_kind(trace, kind: str) -> None:
    told = trace(f"""
        import pymongo, pymongo.collection
        from pymongo.collection import Collection
        from typing import Any
        def prune(orders: {kind}):
            orders.delete_many({{"a": 1}})
        prune(pymongo.MongoClient()["shop"].orders)
    """)
    assert [effect.target for effect in told.effects] == ["shop.orders"]


def test_of_what_is_not_known_the_kind_is(trace) -> None:
    told = trace("from pymongo.collection import Collection\ndef prune(orders: Collection):\n    orders.delete_many({'a': 1})\nprune(given())\n")
    assert [(effect.action.value, effect.target) for effect in told.effects] == [("delete", None)]
