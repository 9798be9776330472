"""Factories of factory_boy: what they make is written to the database as rows of their model, unless it is only built."""

from __future__ import annotations

import pytest

_FILES = {"shop/models.py": """
    from django.db import models
    from sqlalchemy.orm import DeclarativeBase, Mapped

    class Base(DeclarativeBase):
        pass

    class User(Base):
        name: Mapped[str]

    class Author(models.Model):
        pass

    class Log(models.Model):
        pass

    class Book(models.Model):
        author = models.ForeignKey(Author, on_delete=models.CASCADE)

        def save(self, *args, **kwargs):
            Log.objects.all().delete()
            super().save(*args, **kwargs)
""", "shop/factories.py": """
    import factory
    from factory.alchemy import SQLAlchemyModelFactory
    from shop.models import Author, Book, User

    class BaseFactory(SQLAlchemyModelFactory):
        class Meta:
            abstract = True

    class UserFactory(BaseFactory):
        class Meta:
            model = User
        name = factory.Faker("user_name")

    class AdminFactory(UserFactory):
        admin = True

    class AuthorFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = Author

    class LogFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = "shop.Log"

    class BookFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = Book
        author = factory.SubFactory(AuthorFactory)
"""}


@pytest.mark.parametrize(("line", "told"), [
    ("UserFactory.create(name='a')", [("write", "User")]),
    ("UserFactory(name='a')", [("write", "User")]),
    ("UserFactory.create_batch(3)", [("write", "User")]),
    ("AdminFactory.create()", [("write", "User")]),
    ("AuthorFactory()", [("write", "Author")]),
    ("LogFactory()", [("write", "Log")]),
    ("BookFactory.create()", [("delete", "Log"), ("write", "Author"), ("write", "Book")]),
    ("UserFactory.build(name='a')", []),
    ("UserFactory.build_batch(3)", []),
    ("BookFactory.build()", []),
])
def test_a_factory_writes_rows_of_its_model(trace, line: str, told: list[tuple[str, str]]) -> None:
    found = trace(f"from shop.factories import *\n{line}\n", _FILES)
    assert sorted((effect.action.value, effect.target) for effect in found.effects) == told
    assert not found.unknowns


_MADE = {"shop/factories.py": """
    import factory
    from django.contrib.auth.models import User
    from shop.models import Book

    class BookFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = Book

        @classmethod
        def create(cls, *args, **kwargs):
            made = super().create(*args, **kwargs)
            made.save()
            return made

    class OldBookFactory(BookFactory):
        pass

    class UserFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = User
""", "shop/models.py": "from django.db import models\n\n\nclass Book(models.Model):\n    pass\n", "shop/__init__.py": ""}


@pytest.mark.parametrize(("line", "told"), [
    ("BookFactory.create(a=1)", [("write", "Book")]),
    ("OldBookFactory.create(a=1).delete()", [("delete", "Book"), ("write", "Book")]),
    ("UserFactory()", [("write", "User")]),
    ("UserFactory.create_batch(2)[0].delete()", [("delete", "User"), ("write", "User")]),
])
def test_what_a_factory_makes_is_a_row_of_its_model(trace, line: str, told: list[tuple[str, str]]) -> None:
    walked = trace(f"from shop.factories import *\n{line}\n", _MADE)
    assert ([(effect.action.value, effect.target) for effect in walked.effects], walked.unknowns) == (told, ())
