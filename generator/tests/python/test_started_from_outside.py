"""A function that a person starts as a command may be given what its parameters are not by default."""

from __future__ import annotations

import pytest

BODY = "    if force:\n        shutil.rmtree('/srv/a')\n    if wipe:\n        shutil.rmtree('/srv/b')\n"
PLAIN = "def main(path, force=False, wipe=None):\n" + BODY
STARTS = {
    "typer.run": "import typer\ndef main(path: str, force: bool = False, wipe: bool = typer.Option(False)):\n" + BODY + "typer.run(main)\n",
    "typer": "import typer\napp = typer.Typer()\n@app.command()\ndef main(path: str, force: bool = False, wipe: bool = typer.Option(False)):\n" + BODY
             + "app()\n",
    "a group of typer": "import typer\napp = typer.Typer()\n@app.command()\ndef show():\n    pass\n@app.command()\n" + PLAIN + "app()\n",
    "fire": "import fire\n" + PLAIN + "fire.Fire(main)\n",
    "fire with a class": "import fire\nclass Tool:\n" + "".join(f"    {line}\n" for line in PLAIN.replace("main(", "main(self, ").splitlines())
                         + "fire.Fire(Tool)\n",
    "invoke": "from invoke import task\n@task\n" + PLAIN.replace("main(", "main(c, "),
    "invoke with options": "from invoke import task\n@task(help={'path': 'which'})\n" + PLAIN.replace("main(", "main(c, "),
    "fabric": "from fabric.api import task\n@task\n" + PLAIN,
    "a file of functions": PLAIN,
}


def removed(walked) -> set[str]:
    return {effect.target for effect in walked.effects if effect.action == "delete"}


@pytest.mark.parametrize("case", STARTS)
def test_what_is_not_given_by_default_may_be_given(case: str, trace) -> None:
    assert removed(trace("import shutil\n" + STARTS[case])) == {"/srv/a", "/srv/b"}


@pytest.mark.parametrize("end", ["main('x')\n", "if __name__ == '__main__':\n    main('x')\n"])
def test_a_call_that_gives_nothing_gives_nothing(end: str, trace) -> None:
    assert removed(trace("import shutil\n" + PLAIN + end)) == set()


def test_a_default_is_told_with_the_option(trace) -> None:
    walked = trace("import shutil, fire\ndef main(where='/srv/a'):\n    shutil.rmtree(where)\nfire.Fire(main)\n")
    assert removed(walked) == {"${--where}"}


def test_a_function_given_by_default_is_followed(trace) -> None:
    assert removed(trace("import shutil, fire\ndef wipe():\n    shutil.rmtree('/srv/a')\ndef main(do=wipe):\n    do()\nfire.Fire(main)\n")) == {"/srv/a"}


PATHS = {
    "typer, as the default": ("--where", "import typer\napp = typer.Typer()\n@app.command()\ndef main(where: Path | None = typer.Option(None)):\n{}\napp()\n"),
    "typer, an argument": ("where", "import typer\napp = typer.Typer()\n@app.command()\ndef main(where: Path = typer.Argument(...)):\n{}\napp()\n"),
    "typer, in the annotation": ("--where", "import typer\nfrom typing import Annotated\napp = typer.Typer()\n@app.command()\n"
                                            "def main(where: Annotated[Path | None, typer.Option()] = None):\n{}\napp()\n"),
    "click": ("--where", "import click\n@click.command()\n@click.option('--where', type=click.Path(path_type=Path))\ndef main(where: Path):\n{}\nmain()\n"),
}


@pytest.mark.parametrize("case", PATHS)
def test_what_is_typed_is_what_the_annotation_makes_of_it(case: str, trace) -> None:
    name, text = PATHS[case]
    walked = trace("from pathlib import Path\n" + text.format("    if where is not None:\n        where.unlink()\n    else:\n        Path('/srv/b').unlink()"))
    assert removed(walked) == {f"${{{name}}}", "/srv/b"}
    assert not walked.unknowns


def test_a_member_of_an_enumeration_can_be_asked(trace) -> None:
    walked = trace("import enum, shutil, typer\napp = typer.Typer()\nclass Kind(enum.StrEnum):\n    a = 'a'\n    def go(self):\n        shutil.rmtree('/srv/a')\n"
                   "@app.command()\ndef main(kind: Kind = typer.Option(Kind.a)):\n    kind.go()\napp()\n")
    assert removed(walked) == {"/srv/a"}


@pytest.mark.parametrize("annotation", ["", ": str"])
def test_an_option_without_a_path_is_the_text_that_is_typed(annotation: str, trace) -> None:
    walked = trace(f"import os, typer\napp = typer.Typer()\n@app.command()\ndef main(where{annotation} = typer.Option(None)):\n    os.remove(where)\napp()\n")
    assert removed(walked) == {"${--where}"}
