"""Query sets and managers that a repository wrote: their own methods, on whatever the library makes of them; and when a query runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handover_generator.analysis.walk import Walked

_MODELS = """
    import othermodels
    from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
    from django.db import models

    class Rows(models.QuerySet):
        def roots(self):
            return self.filter(parent=None)

        def wipe(self):
            self.all().delete()

    class Plain(models.Model):
        objects = models.QuerySet.as_manager()

    class Made(models.Model):
        objects = Rows.as_manager()

    class Foreign(models.Model):
        objects = othermodels.SomeManager()

    class Keeper(models.Manager):
        def get_queryset(self):
            return Rows(self.model)

    class Kept(models.Model):
        objects = Keeper()

    class Built(models.Model):
        objects = models.Manager.from_queryset(Rows)()

    class Hiding(models.Manager):
        def get_queryset(self):
            return super().get_queryset().filter(hidden=False)

        def with_hidden(self):
            return super().get_queryset()

    HidingRows = Hiding.from_queryset(Rows)

    class Hidden(models.Model):
        objects = HidingRows()

        def drop(self):
            self.delete()

    class People(BaseUserManager):
        pass

    class Person(AbstractBaseUser):
        objects = People()

        def drop(self):
            self.delete()

    class Author(models.Model):
        def wipe(self):
            self.delete()

    class Book(models.Model):
        author = models.ForeignKey("shop.Author", on_delete=models.CASCADE)
"""


@pytest.mark.parametrize(("line", "target"), [
    ("Plain.objects.filter(a=1).delete()", "Plain"),
    ("Made.objects.filter(a=1).roots().delete()", "Made"),
    ("Made.objects.wipe()", "Made"),
    ("Made.objects.filter(a=1).order_by('b').wipe()", "Made"),
    ("Foreign.objects.filter(a=1).delete()", "Foreign"),
    ("Kept.objects.all().wipe()", "Kept"),
    ("Built.objects.filter(a=1).wipe()", "Built"),
    ("for row in Foreign.objects.all():\n    row.delete()", "Foreign"),
    ("Book.objects.get(a=1).author.wipe()", "Author"),
    ("Hidden.objects.with_hidden().filter(a=1).delete()", "Hidden"),
    ("Hidden.objects.filter(a=1).wipe()", "Hidden"),
    ("for row in Hidden.objects.with_hidden():\n    row.drop()", "Hidden"),
    ("for row in Person.objects.filter(a=1):\n    row.drop()", "Person"),
    ("Made._default_manager.wipe()", "Made"),
    ("type(Kept())._default_manager.all().wipe()", "Kept"),
    ("Plain._default_manager.filter(a=1).delete()", "Plain"),
    ("Author._default_manager.filter(a=1).delete()", "Author"),
])
def test_a_method_of_the_repository_is_found_on_the_query_it_belongs_to(trace, line: str, target: str) -> None:
    deleted = [effect for effect in trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _MODELS}).effects if effect.destructive]
    assert [(effect.resource, effect.action.value, effect.target) for effect in deleted] == [("database", "delete", target)]


@pytest.mark.parametrize("line", [
    "Made.objects.get(a=1).wipe()",          # a row is no query: the method is not there
    "Kept.objects.with_hidden().delete()",   # another manager has it
    "Plain.objects.filter(a=1).wipe()",      # another model's query has it, this one has not
    "Made.objects.filter(a=1).values_list('wipe')",
    "Made._base_manager.wipe()",             # Django's own
])
def test_a_method_of_a_query_is_not_found_on_something_else(trace, line: str) -> None:
    assert not [effect for effect in trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _MODELS}).effects if effect.destructive]


def test_what_narrowed_a_query_still_narrows_it_inside_its_own_method(trace) -> None:
    some, every = (next(effect for effect in trace(f"from shop.models import *\nMade.objects.{how}.wipe()\n", {"shop/models.py": _MODELS}).effects
                        if effect.destructive) for how in ("filter(a=1)", "all()"))
    assert (some.everything, every.everything) == (False, True)


@pytest.mark.parametrize(("line", "read"), [
    ("for row in rows:\n    pass", True),
    ("names = [row.a for row in rows]", True),
    ("known = list(rows)", True),
    ("known = sorted(rows)", True),
    ("first = rows[0]", True),
    ("if rows:\n    pass", True),
    ("some = rows[:5]", False),
    ("more = rows.exclude(b=2)", False),
])
def test_a_query_runs_when_its_rows_are_wanted(trace, line: str, read: bool) -> None:
    found = trace(f"from shop.models import Plain\nrows = Plain.objects.filter(a=1)\n{line}\n", {"shop/models.py": _MODELS}).effects
    assert [effect.action.value for effect in found] == (["read"] if read else [])


def test_a_long_table_of_commands_is_followed_to_its_end(trace) -> None:
    functions = "\n".join(f"def act{number}():\n    shutil.rmtree('/srv/{number}')" for number in range(20))
    table = ", ".join(f"'act{number}': act{number}" for number in range(20))
    found = trace(f"import shutil, sys\n{functions}\nTABLE = {{{table}}}\nTABLE[sys.argv[1]]()\n").effects
    assert len({effect.target for effect in found}) == 20


_BACK = """
    from django.db import models

    class Node(models.Model):
        @property
        def pointers(self):
            return self.links.all()

    class Link(models.Model):
        parent = models.ForeignKey("Node", on_delete=models.CASCADE, related_name="links")

    class Profile(models.Model):
        node = models.OneToOneField("Node", on_delete=models.CASCADE, related_name="profile")
        def wipe(self):
            self.delete()
"""


@pytest.mark.parametrize(("line", "target"), [
    ("Node.objects.get(a=1).links.all().delete()", "Link"),
    ("node = Node.objects.get(a=1)\nnode.links.get(b=2).delete()", "Link"),
    ("for link in Node.objects.get(a=1).pointers:\n    link.delete()", "Link"),
    ("Node.objects.get(a=1).profile.wipe()", "Profile"),
])
def test_a_relation_is_followed_back_by_its_name(trace, line: str, target: str) -> None:
    found = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _BACK}).effects
    assert [(effect.target, effect.everything) for effect in found if effect.destructive] == [(target, False)]


def test_a_name_that_no_relation_gives_is_not_followed(trace) -> None:
    found = trace("from shop.models import *\nNode.objects.get(a=1).others.wipe()\n", {"shop/models.py": _BACK}).effects
    assert not [effect for effect in found if effect.destructive]


def test_a_model_of_another_application_is_a_model(trace) -> None:
    found = trace("from othershop.models import Order\nOrder.objects.filter(a=1).delete()\n").effects
    assert [(effect.resource, effect.action.value, effect.target) for effect in found] == [("database", "delete", "Order")]
    assert not trace("from othershop.shapes import Order\nOrder.objects.filter(a=1).delete()\n").effects


_FLASK = """
    from flask_sqlalchemy import SQLAlchemy
    from flask_sqlalchemy.model import Model
    from flask_sqlalchemy.query import Query

    class Rows(Query):
        def wipe(self):
            return self.delete()

    class Base(Model):
        query: Rows
        def drop(self):
            db.session.delete(self)

    class Database(SQLAlchemy):
        Model: type[Base]

    db = Database()

    class User(db.Model):
        pass
"""


@pytest.mark.parametrize("line", ["User.query.filter(User.a == 1).wipe()", "User.query.get(1).drop()", "for user in User.query.all():\n    user.drop()",
                                  "def clean(kind: type[User]):\n    kind.query.filter_by(b=2).delete()\nimport json\nclean(json.loads(''))"])
def test_classes_that_extend_those_of_flask_sqlalchemy(trace, line: str) -> None:
    found = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _FLASK}).effects
    assert [(effect.resource, effect.action.value, effect.target) for effect in found if effect.destructive] == [("database", "delete", "User")]


def test_a_row_is_no_query(trace) -> None:
    found = trace("from shop.models import *\nUser.query.get(1).wipe()\n", {"shop/models.py": _FLASK}).effects
    assert not [effect for effect in found if effect.destructive]


_ROWS = """
    from flask_sqlalchemy import SQLAlchemy
    from flask_sqlalchemy.model import DefaultMeta
    from sqlalchemy import Column

    class Database(SQLAlchemy):
        def settle(self):
            pass

    db = Database()
    Base: DefaultMeta = db.Model

    class User(Base):
        name = Column()
"""


@pytest.mark.parametrize("line", ["user = User.query.get(1)\nuser.name = 'a'\ndb.session.commit()", "for user in User.query.all():\n    setattr(user, 'name', 'a')",
                                  "def rename(user):\n    user.name = 'a'\nfor user in db.session.query(User):\n    rename(user)",
                                  "import sys\nfor user in User.query.all():\n    setattr(user, sys.argv[1], 'a')",
                                  "import sys\nuser = User.query.get(1)\nfor key in sys.argv:\n    setattr(user, key, getattr(user, key).strip())"])
def test_setting_a_column_of_a_row_changes_the_row(trace, line: str) -> None:
    found = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _ROWS}).effects
    assert {(effect.action.value, effect.target) for effect in found if effect.resource == "database"} == {("read", "User"), ("write", "User")}


@pytest.mark.parametrize("line", ["user = User.query.get(1)\nuser.shown = 'a'", "user = User.query.get(1)\nprint(user.name)", "user = User()\nuser.name = 'a'",
                                  "import sys\nuser = User()\nsetattr(user, sys.argv[1], 'a')"])
def test_what_is_no_column_of_a_stored_row_changes_nothing(trace, line: str) -> None:
    found = trace(f"from shop.models import *\n{line}\n", {"shop/models.py": _ROWS}).effects
    assert not [effect for effect in found if effect.action.value != "read"]


def test_models_of_maps_are_models(trace) -> None:
    models = _MODELS.replace("from django.db import models", "from django.contrib.gis.db import models")
    made = {"shop/models.py": models}
    deleted = [effect.target for effect in trace("from shop.models import *\nMade.objects.all().wipe()\nPlain.objects.filter(a=1).delete()\n", made).effects
               if effect.destructive]
    assert deleted == ["Made", "Plain"]


@pytest.mark.parametrize("line", [
    "rows: models.QuerySet = Author.objects.filter(a=1)\nrows.delete()",
    "def wipe(rows: models.QuerySet):\n    rows.delete()\nwipe(Author.objects.filter(a=1))",
    "def found() -> models.QuerySet:\n    return Author.objects.filter(a=1)\nfound().delete()",
])
def test_an_annotation_does_not_make_known_rows_any_rows(trace, line: str) -> None:
    deleted = [effect for effect in trace(f"from django.db import models\nfrom shop.models import *\n{line}\n", {"shop/models.py": _MODELS}).effects
               if effect.destructive]
    assert [effect.target for effect in deleted] == ["Author"]


def test_a_query_set_that_is_called_by_its_whole_name_makes_a_manager(trace) -> None:
    code = "from django.db import models\nclass Q(models.query.QuerySet):\n    def filter(self, **given):\n        return self._clone()\n" \
           "class M(models.Model):\n    objects = Q.as_manager()\nM.objects.get(a=1)\nM.objects.filter(a=1).delete()\n"
    assert [(effect.action.value, effect.target) for effect in trace(code).effects] == [("delete", "M"), ("read", "M")]


def test_an_annotation_tells_of_what_is_known_in_part(trace) -> None:
    code = ("import json\nfrom shop.models import Author, Book\ndef wipe(author: Author):\n    author.wipe()\n"
            "given = Book.objects.get(a=1).author if json.loads('x') else other().author\nwipe(given)\n")
    walked = trace(code, {"shop/models.py": _MODELS})
    assert [(effect.action.value, effect.target) for effect in walked.effects if effect.destructive] == [("delete", "Author")]
    assert [unknown.at.line for unknown in walked.unknowns if unknown.at.path == "run.py"] == [5]


def test_what_is_done_with_a_message_to_a_worker_is_no_call_that_nobody_knows(trace) -> None:
    code = ("import celery, shutil\napp = celery.Celery()\n@app.task\ndef wipe(path):\n    shutil.rmtree(path)\n"
            "wipe.si('/srv/a').set(queue='slow').apply_async()\nwipe.delay('/srv/b').get()\nother().set(queue='slow')\n")
    walked = trace(code)
    assert [effect.target for effect in walked.effects if effect.destructive] == ["/srv/a", "/srv/b"]
    assert [(effect.resource, effect.target) for effect in walked.effects if effect.action == "send"] == [("queue", "wipe")]
    assert [unknown.detail.split(":")[0] for unknown in walked.unknowns] == ["other()", "set()"]


_QUERIES = """
    from django.db import models


    class Shelves(models.QuerySet):
        def old(self):
            return self.filter(old=True)

        def update(self, touch=True, **values):
            return super().update(**values)


    class Shelf(models.Model):
        name = models.CharField(max_length=10)
        owner = models.ForeignKey("Owner", on_delete=models.CASCADE)
        objects = {made}

        def kin(self):
            return self._meta.model.objects.old()

        def by_manager(self, wanted):
            for manager in self._meta.managers:
                if manager.name == wanted:
                    return manager
            raise ValueError(wanted)


    class Owner(models.Model):
        def tidy(self):
            self.shelf_set.update(name="x")
"""


@pytest.mark.parametrize("made", ["Shelves.as_manager()", "Shelves().as_manager()"])
@pytest.mark.parametrize(("call", "told", "everything"), [
    ("Shelf.objects.create(name='x')", "write", False),
    ("Shelf.objects.all().delete()", "delete", True),
    ("Shelf.objects.old().delete()", "delete", False),
    ("Shelf.objects.update(name='x')", "write", True),
    ("Shelf.objects.old().update(name='x')", "write", False),
    ("Shelf.objects.exclude(name='y').filter(name='z').update(name='x')", "write", False),
    ("Owner.objects.get(a=1).tidy()", "write", False),
    ("Shelf.objects.get(a=1).kin().delete()", "delete", False),
    ("Owner.objects.get(a=1).shelf_set.all().delete()", "delete", False),
    ("Shelf.objects.get(a=1).by_manager('objects').filter(name='x').delete()", "delete", False),
    ("Shelf._meta.default_manager.all().delete()", "delete", True),
    ("Shelf.objects.get(a=1).__class__.objects.filter(a=2).update(name='x')", "write", False),
])
def test_rows_behind_a_manager_however_it_is_made(made: str, call: str, told: str, everything: bool, trace: Callable[..., Walked]) -> None:
    found = trace(f"from shop.models import Owner, Shelf\n{call}\n", {"shop/__init__.py": "", "shop/models.py": _QUERIES.format(made=made)})
    changed = [effect for effect in found.effects if effect.action.value != "read"]
    assert [(effect.action.value, effect.target, effect.everything) for effect in changed] == [(told, "Shelf", everything)]
    assert not found.unknowns


@pytest.mark.parametrize(("call", "unseen"), [
    ("Shelf.things.other.filter(a=1).update(b=2)", True), ("Shelf.things.other.create(a=1)", True), ("Shelf.things.other.bulk_fill(a=1)", True),
    ("Shelf.things.settings.update(b=2)", False), ("Shelf.things.other.render(a=1)", False),
])
def test_a_member_that_nobody_looked_at_is_unknown_where_it_sounds_like_a_change(call: str, unseen: bool, trace: Callable[..., Walked]) -> None:
    script = f"from django.db import connections as things\n\n\nclass Shelf:\n    pass\n\n\nShelf.things = things.settings_of()\n{call}\n"
    assert bool(trace(script).unknowns) is unseen


@pytest.mark.parametrize("call", ["owner.shelf_set.update(name='x')", "owner.shelf_set.all().delete()", "owner.friends.all().delete()"])
def test_rows_related_to_one_row_are_not_everything(call: str, trace: Callable[..., Walked]) -> None:
    models = ("from django.db import models\n\n\nclass Owner(models.Model):\n    friends = models.ManyToManyField('self')\n\n\n"
              "class Shelf(models.Model):\n    owner = models.ForeignKey(Owner)\n    shelves = models.Manager()\n\n\n"
              "class Other(models.Model):\n    kept = models.ForeignKey(Owner, related_name='shelf_set')\n")
    found = trace(f"from shop.models import Owner\nowner = Owner.objects.get(a=1)\n{call}\n", {"shop/__init__.py": "", "shop/models.py": models})
    assert [effect.everything for effect in found.effects if effect.action.value != "read"] == [False]


_MADE_ANEW = """
from django.db import models

class Rows(models.QuerySet):
    def in_order(self):
        return super().order_by("id")

class Hidden(models.Manager):
    of = Rows

    def get_queryset(self):
        return self.of(self.model, using=self._db).in_order()

class Base(models.Model):
    objects = Hidden()

    class Meta:
        abstract = True

class Log(models.Model):
    pass

class Shelf(Base):
    def save(self, *args, **kwargs):
        Log.objects.create(a=1)
        super().save(*args, **kwargs)
"""


@pytest.mark.parametrize(("call", "told"), [
    ("Shelf.objects.filter(a=1).update(b=1)", {"write Shelf"}),
    ("Shelf.objects.get(a=1).delete()", {"delete Shelf"}),
    ("for one in Shelf.objects.filter(a=1):\n    one.save()", {"write Shelf", "write Log"}),
    ("Log.objects.filter(a=1).delete()", {"delete Log"}),
])
def test_what_a_manager_makes_of_its_class_of_queries_is_of_the_model(call: str, told: set[str], trace: Callable[..., Walked]) -> None:
    found = trace(f"from shop.models import Log, Shelf\n{call}\n", {"shop/__init__.py": "", "shop/models.py": _MADE_ANEW})
    assert {f"{effect.action.value} {effect.target}" for effect in found.effects if effect.action.value != "read"} == told
    assert not found.unknowns


_ANNOTATED = """
from __future__ import annotations
from typing import TYPE_CHECKING
from django.db import models
from shop.door import Door

if TYPE_CHECKING:
    from shop.lines import LineRows

class Cart(models.Model):
    lines: LineRows
    notes: "models.QuerySet[Note]"
    door: Door
    name: str = models.TextField()

class Note(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="notes")
"""
_LINES = """
from django.db import models

class LineRows(models.QuerySet["Line"]):
    def wipe(self):
        self.delete()

class Line(models.Model):
    cart = models.ForeignKey("shop.Cart", models.CASCADE, related_name="lines")
    objects = LineRows.as_manager()
"""
_DOOR = "import os\n\nclass Door:\n    def shut(self):\n        os.remove('/srv/door')\n"


@pytest.mark.parametrize("made", ["cart = Cart.objects.get(a=1)", "cart = Cart(a=1)"])
@pytest.mark.parametrize(("call", "told"), [
    ("cart.lines.filter(b=1).wipe()", {"delete Line"}),
    ("cart.lines.all().delete()", {"delete Line"}),
    ("cart.notes.all().delete()", {"delete Note"}),
    ("cart.door.shut()", {"delete /srv/door"}),
    ("cart.name.delete()", set()),
])
def test_a_way_back_that_a_model_only_annotates(made: str, call: str, told: set[str], trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": _ANNOTATED, "shop/lines.py": _LINES, "shop/door.py": _DOOR}
    found = trace(f"from shop.models import Cart\n{made}\n{call}\n", files)
    changed = {f"{effect.action.value} {effect.target}": effect.everything for effect in found.effects if effect.action.value not in ("read", "write")}
    assert set(changed) == told
    assert not any(changed.values())


@pytest.mark.parametrize(("body", "everything", "lost"), [
    ("def empty(rows: QuerySet[Order]):\n    rows.update(text='')\nempty(given())\n", False, False),
    ("def empty(rows: QuerySet[Order]):\n    rows.all().delete()\nempty(given())\n", False, True),
    ("def empty(rows: QuerySet[Order]):\n    rows.update(text='')\nempty(Order.objects.all())\n", True, True),
    ("Order.objects.update(text='')\n", True, True),
])
def test_which_rows_a_query_holds_that_is_given_is_not_known(trace, body: str, everything: bool, lost: bool) -> None:
    code = "from django.db import models\nfrom django.db.models import QuerySet\nfrom other import given\nclass Order(models.Model):\n    pass\n"
    found = [effect for effect in trace(code + body).effects if effect.resource == "database"]
    assert [(effect.everything, effect.destructive) for effect in found] == [(everything, lost)]


@pytest.mark.parametrize(("code", "deed"), [
    ("from othershop.models import Order\nOrder.query.filter_by(a=1).delete()\n", ("delete", "Order", "resolved")),
    ("from othershop.models import Order\nOrder.query.all()\n", ("read", "Order", "resolved")),
    ("from othershop import db\ndb.session.delete(order)\n", ("delete", "${order}", "name-only")),
    ("from othershop.ext import db\ndb.session.execute('DROP TABLE a')\n", ("delete", "a", "name-only")),
])
def test_rows_and_session_of_another_application_of_flask(trace, code: str, deed: tuple[str, str | None, str]) -> None:
    found = trace(code).effects
    assert [(effect.action.value, effect.target, effect.confidence.value) for effect in found] == [deed]


@pytest.mark.parametrize("code", [
    "from othershop.shapes import Order\nOrder.query.all()\n", "from othershop import site\nsite.session.delete(1)\n", "import othershop\nothershop.db().session.delete(1)\n",
])
def test_what_is_only_called_so_is_not_known(trace, code: str) -> None:
    assert not trace(code).effects


_OWN_MODEL = """
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import UserManager
from django.db import models

class People(BASE):
    def join(self):
        person = self.model()
        person.name = "a"
        person.save()
        return person
    def wipe(self):
        self.model.objects.all().delete()
    def shout(self):
        self.model.say()
    def name(self):
        return self.model.__name__

class Person(models.Model):
    objects = People()
    name = models.TextField()
    def save(self, *args, **kwargs):
        import os
        os.remove("/srv/cached")
        super().save(*args, **kwargs)
    @classmethod
    def say(cls):
        cls.objects.filter(a=1).update(a=2)

class Other(models.Model):
    pass
"""


@pytest.mark.parametrize("base", ["BaseUserManager", "UserManager", "models.Manager", "models.Manager.from_queryset(models.QuerySet)"])
@pytest.mark.parametrize(("call", "told"), [
    ("join", {"database write Person", "filesystem delete /srv/cached"}), ("wipe", {"database delete Person"}), ("shout", {"database write Person"}),
    ("name", set()),
])
def test_the_model_of_a_manager_is_the_class_that_holds_it(base: str, call: str, told: set[str], trace: Callable[..., Walked]) -> None:
    files = {"shop/__init__.py": "", "shop/models.py": _OWN_MODEL.replace("BASE", base)}
    found = trace(f"from shop.models import Person\nPerson.objects.{call}()\n", files)
    assert {f"{one.resource} {one.action.value} {one.target}" for one in found.effects if one.action.value != "read"} == told
    assert not found.unknowns


@pytest.mark.parametrize(("rows", "everything"), [
    ("Made.objects.exclude(a=1)", False), ("Made.objects.none()", False), ("Made.objects.all()", True), ("rows_of(1)", False)])
def test_rows_left_out_and_no_rows_are_not_all_of_them(rows: str, everything: bool, trace) -> None:
    code = f"{_MODELS}\n    def rows_of(a):\n        return Made.objects.filter(a=a) if a else Made.objects.none()\n    {rows}.delete()\n"
    assert [effect.everything for effect in trace(code).effects if effect.destructive] == [everything]


_FOR_A_MODEL = """
    from django.db import models

    class Rows(models.QuerySet):
        pass

    class Keeper(models.Manager):
        def get_queryset(self):
            return Rows(self.model, using=self._db)

        def old(self):
            return self.get_queryset().filter(old=True)

        def new(self):
            return Rows(model=self.model).filter(old=False)

    class Person(models.Model):
        pass

    class Base(models.Model):
        objects = Keeper()
        boss = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notes")

        class Meta:
            abstract = True

    class Note(Base):
        pass
"""


@pytest.mark.parametrize("code", ["Note.objects.old().delete()", "for note in Note.objects.new():\n    note.delete()",
                                  "Person.objects.get(a=1).notes.old().delete()", "Person.objects.get(a=1).notes.filter(a=1).delete()"])
def test_rows_of_a_query_set_made_for_a_model_are_called_by_it(trace: Callable[..., Walked], code: str) -> None:
    walked = trace(f"from shop.models import *\n{code}\n", {"shop/models.py": _FOR_A_MODEL})
    assert [effect.target for effect in walked.effects if effect.destructive] == ["Note"]
