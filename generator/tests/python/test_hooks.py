"""What a base class from outside may call of a class that fills it out."""

from __future__ import annotations

import pytest

HEAD = "import shutil\nfrom rq import Worker\nfrom elsewhere import Listener\n"
BODY = "    def on_event(self, event):\n        self.drop()\n    def drop(self):\n        shutil.rmtree('/srv/a')\n"


def removed(walked) -> list[tuple[str | None, str]]:
    return [(effect.target, effect.confidence.value) for effect in walked.effects if effect.action == "delete"]


@pytest.mark.parametrize(("base", "start"), [("Worker", "work()"), ("Listener", "run()"), ("Listener", "serve_forever(1)")])
def test_the_base_calls_what_the_class_adds(base: str, start: str, trace) -> None:
    assert removed(trace(f"{HEAD}class Mine({base}):\n{BODY}Mine(queues=[]).{start}\n")) == [("/srv/a", "inferred")]


@pytest.mark.parametrize("text", [
    f"class Mine(Listener):\n{BODY}Mine().name()\n",
    f"class Mine(Listener):\n{BODY}    def run(self):\n        pass\nMine().run()\n",
    "class Mine(Listener):\n    def _drop(self):\n        shutil.rmtree('/srv/a')\nMine().run()\n",
    "class Mine(Listener):\n    @classmethod\n    def drop(cls):\n        shutil.rmtree('/srv/a')\nMine().run()\n",
    f"class Mine:\n{BODY}Mine().run()\n",
    f"import threading\nclass Mine(threading.Thread):\n{BODY}Mine().start()\n",
    f"class Mine(Listener):\n{BODY}    def go(self):\n        self.db.run()\nMine().go()\n",
])
def test_nothing_else_is_called(text: str, trace) -> None:
    assert removed(trace(HEAD + text)) == []


COMMAND = "shop/management/commands/go.py"
BASE = "from otherlib.management.commands.purge import Command as Base\nimport shutil\nclass Command(Base):\n"
OWN = "    def handle(self, *args, **options):\n        super().handle(**options)\n"
FILLED = "    def _delete(self):\n        shutil.rmtree('/srv/a')\n"


@pytest.mark.parametrize("body", [OWN + FILLED, FILLED, OWN + FILLED.replace("_delete", "delete_rows")])
def test_a_base_of_which_nothing_is_known_is_left_to_call_what_nobody_asks_for(body: str, trace) -> None:
    walked = trace(BASE + body, path=COMMAND)
    assert removed(walked) == [("/srv/a", "inferred")]
    assert [one.kind for one in walked.unknowns] in (["unmodelled-package"], ["unmodelled-command"])


@pytest.mark.parametrize("body", [
    OWN + FILLED.replace("_delete", "__delete"),
    "    def handle(self, *args, **options):\n        pass\n" + FILLED,
    OWN + "    @staticmethod\n    def delete():\n        shutil.rmtree('/srv/a')\n",
])
def test_what_it_cannot_know_of_it_does_not_call(body: str, trace) -> None:
    assert removed(trace(BASE + body, path=COMMAND)) == []


def test_a_spider_runs_its_requests_and_is_called_for_each_answer(trace) -> None:
    script = ("import os\nimport scrapy\nfrom scrapy.crawler import CrawlerProcess\n\n\nclass Pages(scrapy.Spider):\n"
              "    def parse(self, response):\n        os.remove('/srv/old.html')\n\n\nprocess = CrawlerProcess({})\nprocess.crawl(Pages)\nprocess.start()\n")
    found = trace(script)
    assert sorted((effect.resource, effect.action.value) for effect in found.effects) == [("filesystem", "delete"), ("http", "read")]
    assert not trace(script.replace("process.crawl(Pages)\n", "")).effects


@pytest.mark.parametrize("base", ["Form", "ModelForm"])
def test_a_form_that_is_asked_whether_it_is_valid_cleans_what_it_holds(trace, base: str) -> None:
    form = f"import os\nfrom django import forms\nclass Own(forms.{base}):\n    def clean(self):\n        os.remove('/srv/x')\n" \
           "    def publish(self):\n        os.remove('/srv/y')\n"
    assert [effect.target for effect in trace(form + "Own({}).is_valid()\n").effects] == ["/srv/x"]
    assert not trace(form + "Own({})\n").effects


_PARTS = """
    import shutil
    from elsewhere import Client
    class Own:
        def wipe(self):
            shutil.rmtree("/srv/a")
    class Mine(Client):
        def __init__(self):
            self._first()
            self._second()
        def _first(self):
            super().__init__("a")
        def _second(self):
            self.parts = Own()
        def clean(self):
            self.{}.wipe()
    Mine().clean()
"""


@pytest.mark.parametrize(("part", "done"), [("parts", ["/srv/a"]), ("others", [])])
def test_what_the_class_stores_itself_is_nothing_of_its_base(trace, part: str, done: list[str]) -> None:
    walked = trace(_PARTS.format(part))
    assert [effect.target for effect in walked.effects] == done
    assert any(f"Client().{part}" in unknown.detail for unknown in walked.unknowns) is not bool(done)


def test_a_client_that_nobody_knows_is_no_table(trace) -> None:
    code = "from elsewhere import Client\nclass Mine(Client):\n    def make(self):\n        self.users.get_or_create(a=1)\nMine().make()\n"
    assert [(effect.resource, effect.target) for effect in trace(code).effects] == [("database", None)]


@pytest.mark.parametrize(("name", "called"), [("wipe", False), ("clear_user", False), ("_wipe", True), ("run", True), ("on_start", True)])
def test_a_base_calls_what_is_meant_for_it_while_something_is_made(trace, name: str, called: bool) -> None:
    code = f"import shutil\nfrom elsewhere import Client\nclass Mine(Client):\n    def __init__(self):\n        super().__init__('a')\n" \
           f"    def {name}(self):\n        shutil.rmtree('/srv/a')\nMine()\n"
    walked = trace(code)
    assert [effect.target for effect in walked.effects] == (["/srv/a"] if called else [])
    assert walked.unknowns


def test_rows_that_are_imported_are_those_of_the_model_and_the_steps_of_the_import_are_followed(trace) -> None:
    models = "from django.db import models\nclass Country(models.Model):\n    pass\nclass Other(models.Model):\n    pass\n"
    code = """
        from import_export import resources
        from shop.models import Country, Other
        class Countries(resources.ModelResource):
            class Meta:
                model = Country
            def before_import(self, dataset, **kwargs):
                Other.objects.all().delete()
                return super().before_import(dataset, **kwargs)
            def unused(self):
                Country.objects.all().delete()
        Countries().import_data([])
    """
    walked = trace(code, {"shop/__init__.py": "", "shop/models.py": models})
    assert sorted((effect.action.value, effect.target) for effect in walked.effects) == [("delete", "Other"), ("write", "Country")]


MODEL = ("from django.db import models\nfrom otherlib import PictureMixin\nimport shutil\n"
         "class Base(models.Model):\n    def save(self, *args, **kwargs):\n        super().save(*args, **kwargs)\n    def {name}(self):\n        super().{name}()\n"
         "class Person({bases}):\n    def forget(self):\n        shutil.rmtree('/srv/a')\nPerson(name='a').{name}()\n")


@pytest.mark.parametrize(("bases", "name", "called"), [
    ("Base, PictureMixin", "save", []), ("PictureMixin, Base", "delete", []), ("Base, PictureMixin", "publish", [("/srv/a", "inferred")]),
    ("PictureMixin", "publish", []), ("Base", "save", []),
])
def test_a_mixin_adds_to_what_the_model_does_and_calls_nothing_else_of_it(bases: str, name: str, called: list[object], trace) -> None:
    walked = trace(MODEL.format(bases=bases, name=name))
    assert [one for one in removed(walked) if one[0] == "/srv/a"] == called
    assert bool([one for one in walked.unknowns if "PictureMixin" in (one.detail or "")]) == ("PictureMixin" in bases)


_BOTH = """
    from django.db import models
    from elsewhere.storage import Files


    class Store(models.Model, Files):
        def save(self, *args, **kwargs):
            self.CALLED
            super().save(*args, **kwargs)

        def drop_all(self):
            Other.objects.filter(a=1).delete()


    class Other(models.Model):
        pass
"""


@pytest.mark.parametrize(("called", "lost"), [("full_clean(exclude=['a'])", False), ("validate_unique()", False), ("sweep()", True)])
def test_what_one_base_is_known_for_the_other_is_not_left_to_do(trace, called: str, lost: bool) -> None:
    models = {"shop/models.py": _BOTH.replace("CALLED", called), "shop/__init__.py": ""}
    effects = trace("from shop.models import Store\nStore.objects.get(a=1).save()\n", models).effects
    assert ("Other" in [effect.target for effect in effects if effect.destructive]) is lost
