"""Options whose type makes a path or an object of what is typed; and methods of a text that no text has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_ARGPARSE = "import argparse\nimport pathlib\nfrom pathlib import Path\nparser = argparse.ArgumentParser()\n{declared}\nargs = parser.parse_args()\n{used}\n"
_CLICK = "import click\nfrom pathlib import Path\n\n\n@click.command()\n@click.argument('f', {typed})\ndef main(f):\n    {used}\n\n\nmain()\n"
_TYPER = ("from pathlib import Path\nfrom typing import Annotated, List, Optional\nimport typer\napp = typer.Typer()\n\n\n@app.command()\n"
          "def one({parameter}):\n    {used}\n\n\napp()\n")


@pytest.mark.parametrize(("script", "told"), [
    (_ARGPARSE.format(declared="parser.add_argument('f', type=Path)", used="args.f.unlink()"), "filesystem delete ${f}"),
    (_ARGPARSE.format(declared="parser.add_argument('f', type=Path)", used="args.f.write_text('x')"), "filesystem write ${f}"),
    (_ARGPARSE.format(declared="parser.add_argument('f', type=Path)", used="vars(args)\nargs.f.read_bytes()"), "filesystem read ${f}"),
    (_ARGPARSE.format(declared="parser.add_argument('f', type=Path)", used="(args.f / 'sub').unlink()"), "filesystem delete ${f}/sub"),
    (_ARGPARSE.format(declared="parser.add_argument('f', type=Path)", used="for q in args.f.glob('*.tmp'):\n    q.unlink()"),
     "filesystem delete ${f}/*.tmp"),
    (_ARGPARSE.format(declared="parser.add_argument('--out', type=pathlib.Path, default=pathlib.Path('x'))", used="args.out.unlink()"),
     "filesystem delete ${--out}"),
    (_ARGPARSE.format(declared="parser.add_argument('files', type=Path, nargs='+')", used="for one in args.files:\n    one.unlink()"),
     "filesystem delete ${files}"),
    (_ARGPARSE.format(declared="def there(text):\n    return Path(text)\n\n\nparser.add_argument('--old', type=there)", used="args.old.unlink()"),
     "filesystem delete ${--old}"),
    (_CLICK.format(typed="type=click.Path(path_type=Path)", used="f.unlink()"), "filesystem delete ${f}"),
    (_CLICK.format(typed="type=Path", used="f.unlink()"), "filesystem delete ${f}"),
    (_CLICK.format(typed="type=click.Path(path_type=Path), nargs=-1", used="for one in f:\n        one.unlink()"), "filesystem delete ${f}"),
    (_TYPER.format(parameter="f: Path", used="f.unlink()"), "filesystem delete ${f}"),
    (_TYPER.format(parameter="f: Annotated[Path, typer.Argument()]", used="f.unlink()"), "filesystem delete ${f}"),
    (_TYPER.format(parameter="f: Optional[Path] = None", used="f.unlink()"), "filesystem delete ${--f}"),
    (_TYPER.format(parameter="f: List[Path] = typer.Option(...)", used="for one in f:\n        one.unlink()"), "filesystem delete ${--f}"),
])
def test_a_path_that_was_typed_is_a_path(script: str, told: str, trace: Callable[..., Walked]) -> None:
    found = trace(script)
    assert told in [f"{effect.resource} {effect.action.value} {effect.target}" for effect in found.effects]
    assert not found.unknowns


def test_a_management_command_takes_paths_too(trace: Callable[..., Walked]) -> None:
    script = ("from pathlib import Path\nfrom django.core.management.base import BaseCommand\n\n\nclass Command(BaseCommand):\n"
              "    def add_arguments(self, parser):\n        parser.add_argument('dump', type=Path)\n\n"
              "    def handle(self, *args, **options):\n        options['dump'].unlink()\n")
    found = trace(script, path="shop/management/commands/tidy.py")
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("delete", "${dump}")]


@pytest.mark.parametrize("used", ["args.thing.wipe()", "args.thing()", "args.thing.unlink()"])
def test_what_no_text_can_do_is_unknown(used: str, trace: Callable[..., Walked]) -> None:
    assert trace(_ARGPARSE.format(declared="parser.add_argument('thing')", used=used)).unknowns


@pytest.mark.parametrize("used", ["args.thing.strip().split(',')", "print(args.thing.upper())", "args.thing.startswith('x')"])
def test_what_a_text_can_do_is_not(used: str, trace: Callable[..., Walked]) -> None:
    found = trace(_ARGPARSE.format(declared="parser.add_argument('thing')", used=used))
    assert not found.unknowns
    assert not found.effects


def test_an_opened_file_is_opened_once(trace: Callable[..., Walked]) -> None:
    found = trace(_ARGPARSE.format(declared="parser.add_argument('--log', type=argparse.FileType('a'))", used="args.log.write('x')"))
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("write", "${--log}")]
    assert not found.unknowns


_SHOP = {"shop/__init__.py": "", "shop/models.py": "from django.db import models\n\n\nclass Account(models.Model):\n    name = models.CharField()\n"}
_GETTER = ("from shop.models import Account\n\n\ndef getter(name):\n    try:\n        return Account.objects.get(name=name)\n"
           "    except Account.DoesNotExist:\n        raise argparse.ArgumentTypeError('none')\n\n\n")
_PATTERN = ("from shop.models import Account\n\n\nclass Accounts(list):\n    def __init__(self, pattern):\n        super().__init__()\n"
            "        self.extend(Account.objects.filter(name=pattern))\n\n\n")
_CHOICE = "from enum import Enum\n\n\nclass Kind(Enum):\n    OLD = 'old'\n    NEW = 'new'\n\n    def __init__(self, word):\n        self.word = word\n\n\n"


def _typed(before: str, declared: str, used: str) -> str:
    return _ARGPARSE.format(declared=declared, used=used).replace("parser =", before + "parser =", 1)


@pytest.mark.parametrize(("script", "told"), [
    (_typed(_GETTER, "parser.add_argument('who', type=getter)", "args.who.delete()"), ["database delete Account", "database read Account"]),
    (_typed(_GETTER, "parser.add_argument('who', type=getter)", "args.who.name = 'x'\nargs.who.save()"),
     ["database read Account", "database write Account"]),
    (_typed(_GETTER, "parser.add_argument('who', type=getter, nargs='+')", "for one in args.who:\n    one.delete()"),
     ["database delete Account", "database read Account"]),
    (_typed(_PATTERN, "parser.add_argument('who', type=Accounts)", "print(len(args.who))"), ["database read Account"]),
    (_typed(_PATTERN, "parser.add_argument('who', type=Accounts)", "for one in args.who:\n    one.delete()"),
     ["database delete Account", "database read Account"]),
    (_typed("class Kind(str):\n    def __init__(self, word):\n        self.word = word\n\n\n", "parser.add_argument('k', type=Kind)",
            "Path('/srv/' + args.k).unlink()"), ["filesystem delete /srv/${--k}"]),
    (_typed(_CHOICE, "parser.add_argument('k', type=Kind)", "print(args.k)"), []),
])
def test_what_is_looked_up_by_a_type_is_what_was_found(script: str, told: list[str], trace: Callable[..., Walked]) -> None:
    found = trace(script, _SHOP)
    assert sorted(f"{effect.resource} {effect.action.value} {effect.target}" for effect in found.effects) == told
    assert not found.unknowns


_ACTIONS = ("import argparse, os\n\n\ndef wipe(args):\n    os.remove('/srv/a')\n\n\ndef make(args):\n    os.mkdir('/srv/b')\n\n\n"
            "ACTIONS = {'wipe': wipe, 'make': make}\n\n\ndef valid(word):\n    if word.lower() not in ACTIONS:\n"
            "        raise argparse.ArgumentTypeError('no')\n    return ACTIONS[word]\n\n\n")


@pytest.mark.parametrize("typed", ["valid", "ACTIONS.get", "lambda word: ACTIONS[word.lower()]", "ACTIONS.__getitem__"])
def test_a_word_may_stand_for_a_function(typed: str, trace: Callable[..., Walked]) -> None:
    found = trace(_ACTIONS + f"p = argparse.ArgumentParser()\np.add_argument('--do', type={typed})\nargs = p.parse_args()\nargs.do(args)\n")
    assert sorted(str(effect.target) for effect in found.effects) == ["/srv/a", "/srv/b"]
    assert not found.unknowns


def test_a_management_command_that_does_what_a_word_stands_for(trace: Callable[..., Walked]) -> None:
    script = ("import argparse, os\nfrom django.core.management.base import BaseCommand\n\n\ndef wipe(options):\n    os.remove('/srv/a')\n\n\n"
              "class Command(BaseCommand):\n    def valid(self, word):\n        return self.ACTIONS[word]\n\n"
              "    def add_arguments(self, parser):\n        parser.add_argument('--do', type=self.valid)\n\n"
              "    def handle(self, *args, **options):\n        options['do'](options)\n\n    ACTIONS = {'wipe': wipe}\n")
    found = trace(script, path="shop/management/commands/tidy.py")
    assert [(effect.action.value, effect.target) for effect in found.effects] == [("delete", "/srv/a")]


def test_what_else_a_word_may_stand_for_is_unknown(trace: Callable[..., Walked]) -> None:
    found = trace(_ACTIONS + "def either(word):\n    return ACTIONS[word] if word in ACTIONS else load(word)\n\n\n"
                  "p = argparse.ArgumentParser()\np.add_argument('--do', type=either)\nargs = p.parse_args()\nargs.do(args)\n")
    assert sorted(str(effect.target) for effect in found.effects) == ["/srv/a", "/srv/b"]
    assert any("args.do" in unknown.detail or "do(" in unknown.detail for unknown in found.unknowns)
