"""Models of other applications: what their rows are called, what hangs on them, and who hears that they were written."""

from __future__ import annotations

import pytest

_MODELS = """
    from django.apps import apps
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import User
    from django.db import models
    from django.shortcuts import get_object_or_404
    from othershop.fields import SortedManyToManyField, SmartForeignKey

    class Topic(models.Model):
        pass

    class Run(models.Model):
        topics = models.ManyToManyField(Topic, related_name="runs")
        sorted = SortedManyToManyField(Topic)
        topic = SmartForeignKey(Topic, on_delete=models.CASCADE)

    class Feed(models.Model):
        reader = models.ForeignKey(User, on_delete=models.CASCADE)

    class Item(models.Model):
        owner = models.ForeignKey(User, on_delete=models.CASCADE)
        group = models.ForeignKey("auth.Group", on_delete=models.CASCADE)
        boss = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
        chief = models.ForeignKey(to=get_user_model(), on_delete=models.CASCADE)
        any = models.ForeignKey(settings.SOME_MODEL, on_delete=models.CASCADE)

        def delete(self, *args, **kwargs):
            Run.objects.filter(a=1).delete()
            return super().delete(*args, **kwargs)
"""


def _changes(trace, code: str, models: str = _MODELS, **files: str) -> list[str]:
    found = trace(f"from shop.models import *\n{code}\n", {"shop/models.py": models, **files}).effects
    return sorted(f"{effect.action.value} {effect.target}{'!' if effect.destructive else ''}" for effect in found if effect.action.value != "read")


@pytest.mark.parametrize(("code", "changed"), [
    ("Item.objects.get(a=1).owner.delete()", ["delete User!"]),
    ("Item.objects.get(a=1).group.delete()", ["delete Group!"]),
    ("Item.objects.get(a=1).boss.save()", ["write User"]),
    ("Item.objects.get(a=1).chief.save()", ["write User"]),
    ("Item.objects.get(a=1).any.delete()", ["delete Item.any!"]),
    ("Item.objects.get(a=1).delete()", ["delete Item!", "delete Run!"]),
    ("Run.objects.get(a=1).topic.delete()", ["delete Topic!"]),
    ("user = User.objects.get(a=1)\nuser.groups.all().delete()", ["delete User.groups!"]),
    ("user = User.objects.get(a=1)\nuser.groups.clear()\nuser.user_permissions.remove(1)", ["write User.groups", "write User.user_permissions"]),
    ("for user in get_user_model().objects.all():\n    user.one.all().delete()\n    user.two.filter(a=1).delete()",
     ["delete User.one!", "delete User.two!"]),
    ("get_user_model().objects.filter(a=1).delete()", ["delete User!"]),
    ("get_object_or_404(User, a=1).delete()", ["delete User!"]),
    ("apps.get_model('shop', 'Topic').objects.filter(a=1).delete()", ["delete Topic!"]),
    ("apps.get_model('shop.Topic').objects.filter(a=1).delete()", ["delete Topic!"]),
    ("apps.get_model('othershop', 'Order').objects.filter(a=1).delete()", ["delete Order!"]),
    ("for name in ['Topic', 'Past']:\n    apps.get_model('shop', name).objects.filter(a=1).delete()", ["delete Past!", "delete Topic!"]),
    ("for name in ['shop.Topic', 'shop.Past']:\n    apps.get_model(name).objects.filter(a=1).delete()", ["delete Past!", "delete Topic!"]),
    ("apps.get_model('shop', model_name='Topic').objects.filter(a=1).delete()", ["delete Topic!"]),
    ("import sys\napps.get_model('shop', sys.argv[1]).objects.filter(a=1).delete()", ["delete None!"]),
    ("import sys\nfrom django.db import connection\nconnection.cursor().execute(f\"DROP TABLE {apps.get_model('shop', sys.argv[1])._meta.db_table}\")",
     ["delete ${1}!"]),
    ("from django.db import connection\nfor name in ['Topic', 'Past']:\n"
     "    connection.cursor().execute(f\"DROP TABLE {apps.get_model('shop', name)._meta.db_table}\")", ["delete ${Past}!", "delete shop_topic!"]),
    ("User.objects.get(a=1).feed_set.all().delete()", ["delete Feed!"]),
    ("User.objects.get(a=1).note_set.all().delete()", ["delete User.note_set!"]),
    ("for note in User.objects.get(a=1).note_set.all():\n    note.delete()", ["delete User.note_set!"]),
])
def test_rows_are_called_by_their_own_model(trace, code: str, changed: list[str]) -> None:
    assert _changes(trace, code) == changed


@pytest.mark.parametrize(("code", "changed"), [
    ("Run.objects.get(a=1).topics.clear()", ["write Run.topics"]),
    ("Run.objects.get(a=1).topics.set([])", ["write Run.topics"]),
    ("Run.objects.get(a=1).sorted.set([])", ["write Run.sorted"]),
    ("Topic.objects.get(a=1).runs.remove(1)", ["write Run.topics"]),
    ("Run.topics.through.objects.filter(a=1).delete()", ["delete Run.topics!"]),
    ("Run.objects.get(a=1).topics.create(a=1)", ["write Topic"]),
    ("for topic in Run.objects.get(a=1).sorted.all():\n    topic.delete()", ["delete Topic!"]),
])
def test_the_links_of_a_relation_are_not_the_rows_behind_it(trace, code: str, changed: list[str]) -> None:
    assert _changes(trace, code) == changed


@pytest.mark.parametrize("named", ["people.Person", "people.person"])
def test_the_model_of_users_is_the_one_that_the_settings_name(trace, named: str) -> None:
    people = "from django.db import models\nclass Person(models.Model):\n    def delete(self):\n        super().delete()\n"
    files = {"manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
             "site/settings.py": f'AUTH_USER_MODEL = "{named}"\n', "people/models.py": people}
    code = "Item.objects.get(a=1).boss.delete()\nget_user_model().objects.filter(a=1).update(b=2)"
    assert _changes(trace, code, **files) == ["delete Person!", "write Person"]


def test_a_class_of_the_repository_is_not_the_user_of_django(trace) -> None:
    assert _changes(trace, "Item.objects.get(a=1).group.delete()", **{"shop/shapes.py": "class Group:\n    def delete(self):\n        pass\n"}) == [
        "delete Group!"]


@pytest.mark.parametrize(("sender", "code", "hears"), [
    ("sender=User", "User.objects.get(a=1).save()", True),
    ("sender=settings.AUTH_USER_MODEL", "get_user_model().objects.create(a=1)", True),
    ("sender='auth.Group'", "Item.objects.get(a=1).group.save()", True),
    ("sender=User", "Item.objects.get(a=1).owner.save()", True),
    ("", "User.objects.get(a=1).save()", True),
    ("sender=User", "Item.objects.get(a=1).group.save()", False),
    ("sender=User", "Feed.objects.get(a=1).save()", False),
    ("sender=User", "User.objects.filter(a=1).update(b=1)", False),
    ("sender=User", "User.objects.get(a=1)", False),
])
def test_handlers_hear_of_rows_of_other_applications(trace, sender: str, code: str, hears: bool) -> None:
    handler = f"\ndef drop(sender, **kwargs):\n    Topic.objects.filter(a=1).delete()\n\npost_save.connect(drop, {sender})\n"
    models = "\n".join(line[4:] for line in _MODELS.split("\n")) + "\nfrom django.db.models.signals import post_save\n" + handler
    assert ("delete Topic!" in _changes(trace, code, models)) is hears


def test_a_handler_of_each_of_all_models_hears_of_any(trace) -> None:
    config = """
        from django.apps import AppConfig, apps
        from django.db.models.signals import post_save
        def drop(sender, **kwargs):
            kwargs["instance"].notes.all().delete()
        class Shop(AppConfig):
            def ready(self):
                for model in apps.get_models():
                    post_save.connect(drop, sender=model)
    """
    assert _changes(trace, "Feed.objects.get(a=1).save()", **{"shop/apps.py": config}) == ["delete Feed.notes!", "write Feed"]


@pytest.mark.parametrize(("code", "changed"), [
    ("Run.objects.get(a=1).topics.add(1)", "Run"), ("Topic.objects.get(a=1).runs.clear()", "Topic"), ("Run.objects.get(a=1).sorted.add(1)", None),
])
def test_handlers_of_the_table_between_two_models(trace, code: str, changed: str | None) -> None:
    handlers = """
        from django.db.models.signals import m2m_changed
        from django.dispatch import receiver
        from shop.models import Feed, Run
        @receiver(m2m_changed, sender=Run.topics.through)
        def drop(sender, instance, **kwargs):
            Feed.objects.filter(a=1).delete()
            instance.save()
    """
    told = _changes(trace, code, **{"shop/handlers.py": handlers})
    assert [line for line in told if line in ("write Run", "write Topic")] == ([f"write {changed}"] if changed else [])
    assert ("delete Feed!" in told) is (changed is not None)


@pytest.mark.parametrize(("code", "done"), [
    ("Run.objects.get(a=1).topics.add(1)", ["/srv/topic"]), ("Topic.objects.get(a=1).runs.remove(1)", ["/srv/run"]),
    ("Run.objects.get(a=1).topics.clear()", ["/srv/cleared"]), ("Run.objects.get(a=1).topics.set([1])", ["/srv/topic"]),
])
def test_handlers_of_the_table_between_two_models_are_told_what_changes(trace, code: str, done: list[str]) -> None:
    handlers = """
        import shutil
        from django.db.models.signals import m2m_changed
        from django.dispatch import receiver
        from shop.models import Run, Topic
        @receiver(m2m_changed, sender=Run.topics.through)
        def drop(sender, instance=None, model=None, action=None, **kwargs):
            if action in ("post_add", "post_remove"):
                if model is Run:
                    shutil.rmtree("/srv/run")
                if model == Topic:
                    shutil.rmtree("/srv/topic")
            if action == "post_clear":
                shutil.rmtree("/srv/cleared")
    """
    walked = trace(f"from shop.models import *\n{code}\n", {"shop/models.py": _MODELS, "shop/handlers.py": handlers})
    assert [effect.target for effect in walked.effects if effect.resource == "filesystem"] == done


_SAVED = """
    from django.db import models

    class Part(models.Model):
        pass

    class Run(models.Model):
        pass

    class Piece(models.Model):
        run = models.ForeignKey(Run, related_name="pieces", on_delete=models.CASCADE)

        def save(self, *args, **kwargs):
            super().save(*args, **kwargs)
            Part.objects.filter(a=1).delete()

        def delete(self):
            Run.objects.filter(a=1).delete()
"""


@pytest.mark.parametrize(("code", "runs"), [
    ("Piece.objects.create(a=1)", True), ("Piece.objects.get_or_create(a=1)", True), ("Run.objects.get(a=1).pieces.update_or_create(a=1)", True),
    ("import asyncio\nasync def f():\n    await Piece.objects.acreate(a=1)\nasyncio.run(f())", True),
    ("import asyncio\nasync def f(piece):\n    await piece.asave()\nasyncio.run(f(Piece()))", True),
    ("Piece.objects.bulk_create([])", False), ("Piece.objects.filter(a=1).update(a=2)", False), ("Run.objects.create(a=1)", False),
])
def test_a_query_that_makes_a_row_saves_it(trace, code: str, runs: bool) -> None:
    assert ("delete Part!" in _changes(trace, code, _SAVED)) is runs


def test_a_query_that_deletes_rows_calls_none_of_their_methods(trace) -> None:
    assert _changes(trace, "Piece.objects.filter(a=1).delete()", _SAVED) == ["delete Piece!"]
    assert _changes(trace, "for piece in Piece.objects.all():\n    piece.delete()", _SAVED) == ["delete Run!"]


_ABSTRACT = """
    from django.db import models

    class Draft(models.Model):
        draft = models.OneToOneField("self", models.SET_NULL, null=True, related_name="_official")

        class Meta:
            abstract = True

        @property
        def official(self):
            return self._official

    class Order(Draft):
        pass
"""


@pytest.mark.parametrize("member", ["official", "_official", "draft"])
def test_a_relation_of_an_abstract_model_to_itself_is_of_its_heir(trace, member: str) -> None:
    assert _changes(trace, f"Order.objects.get(a=1).{member}.delete()", _ABSTRACT) == ["delete Order!"]


_FILES = """
    from django.db import models
    from othershop.fields import StdImageField

    class Book(models.Model):
        sheet = models.FileField()
        image = StdImageField(upload_to="x")
"""


@pytest.mark.parametrize(("code", "found"), [
    ("for line in book.sheet:\n    print(line)", "read ${sheet}"),
    ("import csv\nfor row in csv.DictReader(book.sheet):\n    print(row)", "read ${sheet}"),
    ("import csv\nfor row in csv.reader(book.image):\n    print(row)", "read ${image}"), ("book.image.save('a.png', b'')", "write a.png"),
    ("print(book.sheet.name)", None), ("if book.sheet:\n    print('x')", None), ("import csv\ncsv.reader([])", None),
])
def test_stored_files_are_read_by_going_through_them(trace, code: str, found: str | None) -> None:
    effects = trace(f"from shop.models import *\nbook = Book.objects.get(a=1)\n{code}\n", {"shop/models.py": _FILES}).effects
    assert [f"{effect.action.value} {effect.target}" for effect in effects if effect.resource == "filesystem"] == ([found] if found else [])


@pytest.mark.parametrize(("code", "saved"), [
    ("book.sheet.save('a.png', b'')", True), ("book.sheet.save('a.png', b'', save=True)", True), ("book.image.delete()", True),
    ("book.sheet.save('a.png', b'', save=False)", False), ("book.sheet.save('a.png', b'', False)", False), ("book.sheet.delete(False)", False),
    ("book.sheet.open()", False),
])
def test_storing_a_file_of_a_row_saves_the_row(trace, code: str, saved: bool) -> None:
    effects = trace(f"from shop.models import *\nbook = Book.objects.get(a=1)\n{code}\n", {"shop/models.py": _FILES}).effects
    assert [effect.target for effect in effects if effect.resource == "database" and effect.action.value == "write"] == (["Book"] if saved else [])


_SETTINGS = """
    from django.db import models

    class Settings(models.Model):
        hook = models.URLField("Where to tell", max_length=9)
        folder = models.CharField(max_length=9)
        owner = models.ForeignKey("Owner", models.CASCADE)

    class Owner(models.Model):
        pass
"""


@pytest.mark.parametrize(("code", "found"), [
    ("requests.post(Settings.objects.get(a=1).hook)", "http write ${hook}"),
    ("for one in Settings.objects.all():\n    requests.post(one.hook)", "http write ${hook}"),
    ("requests.post(f'https://h/{Settings.objects.get(a=1).folder}/x')", "http write https://h/${folder}/x"),
    ("os.remove(Settings.objects.get(a=1).folder)", "filesystem delete ${folder}"),
    ("def tell(settings: Settings):\n    requests.post(settings.hook)\ntell(x)", "http write ${hook}"),
    ("Settings.objects.get(a=1).owner.delete()", "database delete Owner"),
    ("one = Settings.objects.get(a=1)\none.hook = 'a'\none.save()", "database write Settings"),
])
def test_what_a_row_holds_is_called_by_the_field(trace, code: str, found: str) -> None:
    effects = trace(f"import os, requests\nfrom shop.models import *\n{code}\n", {"shop/models.py": _SETTINGS}).effects
    assert [f"{effect.resource} {effect.action.value} {effect.target}" for effect in effects if effect.action.value != "read"] == [found]


@pytest.mark.parametrize(("code", "found"), [
    ("book.sheet.storage.delete(book.sheet.name)", {"filesystem delete ${sheet}!"}),
    ("book.sheet.delete()", {"filesystem delete ${sheet}!", "database write Book"}),
    ("book.sheet.delete(save=False)", {"filesystem delete ${sheet}!"}),
])
def test_the_storage_of_a_file_saves_no_row(trace, code: str, found: set[str]) -> None:
    effects = trace(f"from shop.models import *\nbook = Book.objects.get(a=1)\n{code}\n", {"shop/models.py": _FILES}).effects
    assert {f"{effect.resource} {effect.action.value} {effect.target}{'!' * effect.destructive}" for effect in effects
            if effect.action.value != "read"} == found


@pytest.mark.parametrize(("line", "told"), [
    ("site = Site.objects.get_current()\nsite.domain = 'a'\nsite.save()", {("write", "Site")}),
    ("Site.objects.get_current().delete()", {("delete", "Site")}),
    ("print(Site.objects.get_current().domain)", set()),
])
def test_the_current_site_is_a_row(trace, line: str, told: set[tuple[str, str]]) -> None:
    found = trace(f"from django.contrib.sites.models import Site\n{line}\n")
    assert {(str(effect.action), effect.target) for effect in found.effects} == told
    assert not found.unknowns


_ELSEWHERE = """
    from django.contrib.auth.models import AbstractUser, UserManager
    from django.db import models
    from encrypted_fields import fields
    from markupfield.fields import MarkupField
    from ordered_model.models import OrderedModel, OrderedModelManager
    from polymorphic.models import PolymorphicModel
    from polymorphic.query import PolymorphicQuerySet
    class Kinds(PolymorphicQuerySet):
        def old(self):
            return self.filter(a=1)
    class Asset(PolymorphicModel):
        text = MarkupField()
        note = fields.EncryptedTextField()
        objects = Kinds.as_manager()
    class Old(models.QuerySet):
        def old(self):
            return self.filter(a=1)
    class Benefit(OrderedModel):
        objects = OrderedModelManager.from_queryset(Old)()
    class Person(AbstractUser):
        objects = UserManager.from_queryset(Old)()
"""


@pytest.mark.parametrize("model", ["Asset", "Benefit", "Person"])
@pytest.mark.parametrize("way", ["{}.objects.old().delete()", "for row in {}.objects.filter(b=1): row.delete()"])
def test_queries_of_packages_that_build_on_those_of_django(trace, model: str, way: str) -> None:
    walked = trace(f"from shop.models import *\n{way.format(model)}\n", {"shop/models.py": _ELSEWHERE})
    assert [effect.target for effect in walked.effects if effect.destructive] == [model]
    assert not walked.unknowns


def test_a_field_of_a_package_outside_a_model_is_not_known(trace) -> None:
    assert trace("from markupfield.fields import MarkupField\nfield = MarkupField()\n").unknowns


def test_a_document_of_a_search_index_that_is_saved_sends_no_signal_of_rows(trace) -> None:
    handlers = "import shutil\nfrom django.db.models.signals import post_save\nfrom django.dispatch import receiver\n@receiver(post_save)\n" \
               "def drop(sender, **kwargs):\n    shutil.rmtree('/srv/a')\n"
    code = "from opensearch_dsl import Document\nclass Page(Document):\n    pass\nPage(a=1).save()\n"
    walked = trace(code, {"shop/__init__.py": "", "shop/handlers.py": handlers, "shop/apps.py": "import shop.handlers\n"})
    assert [(effect.resource, effect.action.value) for effect in walked.effects] == [("search", "write")]


def test_a_model_of_an_unknown_base_is_called_by_its_own_name(trace) -> None:
    models = "from django.db import models\nfrom elsewhere.models import Mixed\nfrom markupfield.fields import MarkupField\nclass Language(Mixed):\n" \
             "    name = models.CharField(max_length=3)\n    text = MarkupField()\n"
    walked = trace("from shop.models import Language\nLanguage.objects.get_or_create(a=1)\n", {"shop/__init__.py": "", "shop/models.py": models})
    assert [(effect.resource, effect.target) for effect in walked.effects] == [("database", "Language")]
    assert not any("MarkupField" in unknown.detail for unknown in walked.unknowns)


_LAND = """
    from django.db import models
    from tenants.models import DomainMixin, TenantMixin
    from elsewhere.models import Other

    class Land(TenantMixin):
        name = models.CharField(max_length=9)

    class Town(TenantMixin):
        tall = True

    class Lake(DomainMixin, Other):
        name = models.CharField(max_length=9)
"""


@pytest.mark.parametrize(("code", "changed"), [
    ("Land.objects.filter(a=1).delete()", ["delete Land!"]),
    ("Land.objects.create(name=1)", ["write Land"]),
    ("Lake.objects.create(name=1)", ["write Lake"]),
    ("Town.objects.create(name=1)", []),
])
def test_a_mixin_of_another_package_is_a_model_where_its_heir_has_fields(trace, code: str, changed: list[str]) -> None:
    assert _changes(trace, code, _LAND) == changed
