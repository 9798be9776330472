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
