"""Models of other applications: each stands as a class of which only the name is known.

So its rows are called by their name, what points to it is found, and handlers that wait for it hear of it, as for a model of the repository.
"""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.roles import MODEL_PATH
from handover_generator.languages._python.row_kinds import RowKinds
from handover_generator.languages._python.some_model import works_with_django
from handover_generator.languages._python.value_texts import literal, text_of, texts_of
from handover_generator.languages._python.values import NONE, Api, Cls, Str, Values, join
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

USER_MODEL = "AUTH_USER_MODEL"
_USER = "get_user_model"
_GET_MODEL = "get_model"
_OF_DJANGO = f"django.apps.apps.{_GET_MODEL}"
GIVES_MODELS = frozenset({_USER, _GET_MODEL, "load_model"})
"""Functions of Django and of swapper that give the model of a name."""
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField", "GenericRelation", "ParentalKey")
"""Ends of the names of fields that lead to rows of another model."""
FIELDS = (*RELATIONS, "FileField", "ImageField", "Field")
"""Ends of the names of fields that other packages make from Django's."""
FIELDS_OF_ROWS = ("django.db.models.", "django.contrib.gis.db.models.")
THROUGH = "through"
"""The member of a relation that is the table between the two models."""
_STAND_FOR = {"ParentalKey": "ForeignKey", "Field": "TextField"}
_REGISTRIES = ("django.", "swapper.")
_LABEL = regex(r"(?:\w+\.)*\w+")


class OutsideModels(RowKinds):
    """Models by their names, wherever they are defined."""

    def model_of(self, value: Api) -> ClassInfo | None:
        """The model whose rows a value from outside is about; None if it is about none, or it is not known which."""
        if value.model is not None or value.relation or ".models." not in value.path:
            return value.model
        found = MODEL_PATH.search(value.path)
        return self.engine.kinds.outside(found.group(1)) if found is not None else None

    def model_named(self, text: Text) -> ClassInfo | None:
        """The model of a name ("shop.Order", "Order"); None if the name is not known."""
        name = text.literal or text.with_defaults().literal
        if name is None or not _LABEL.fullmatch(name):
            return None
        return self.engine.kinds.class_named(name) or self.engine.kinds.outside(name.rpartition(".")[2])

    def model_asked_for(self, function: Api, arguments: Arguments) -> Values | None:
        """What ``get_user_model()`` and ``apps.get_model("shop", "Order")`` give: each model that is meant, where all names are literal; something
        called by the name that is computed, not by the application. None for anything else.
        """
        if not function.path.startswith(_REGISTRIES):
            if not self._asks_for_a_model(function, arguments):
                return None
            function = replace(function, state=self.engine.state(*_OF_DJANGO.split(".")), path=_OF_DJANGO)
        made = replace(function, state=self.tools.api_step(function.state, "()"), path=f"{function.path}()", items=())
        if function.items[-1:] == (_USER,):
            user = self.engine.settings.text(USER_MODEL)
            names = [user] if user is not None else []
        else:
            labels, models = arguments.get(0, "app_label") or (), arguments.get(1, "model_name")
            if models == NONE:
                models = None
            asked = labels if models is None else models
            names = [Text.of(text_of(labels), ".", text) if models is not None else text for text in texts_of(asked)]
            if len(names) < len(asked) or not all(name.literal for name in names):
                computed = models is not None and len(labels) == 1 and isinstance(labels[0], Str)
                return (replace(made, made_with=text_of(asked)),) if computed else None
        infos = [self.model_named(name) for name in names]
        if not infos or None in infos:
            return None
        return join(*((replace(made, model=info),) if self.engine.kinds.is_outside(info) else (Cls(info),) for info in infos if info is not None))

    def _asks_for_a_model(self, function: Api, arguments: Arguments) -> bool:
        """Whether another package is asked for a model as Django is: by the names of an application and of a class (``get_model("shop", "Order")``),
        in a file that works with Django. What packages extend Django by have such a function, which gives the model that a project put there.
        """
        named = tuple(literal(values) or "" for values in arguments.positional)
        return (function.items[-1:] == (_GET_MODEL,) and len(named) == 2 and not arguments.keywords and all(name.isidentifier() for name in named)
                and named[1][:1].isupper() and works_with_django(self.module))

    def _has_fields(self) -> bool:
        """Whether the class that is being read has fields of Django: then it is a model, whatever its bases are."""
        return any(isinstance(value, Api) and value.path.startswith(FIELDS_OF_ROWS) for values in self.cell.names.values() for value in values)

    def field_state(self, owner: ClassInfo, name: str, state: frozenset[int]) -> frozenset[int]:
        """What a field is in a model: where nobody modelled it, the field of Django that its name ends with."""
        if self.engine.kinds.precise(state) or not (self.engine.instance_state & self.engine.kinds.instance_of(owner) or self._has_fields()):
            return state
        kind = next(one for one in FIELDS if name.endswith(one))
        return self.engine.state("django", "db", "models", _STAND_FOR.get(kind, kind), "()") or state
