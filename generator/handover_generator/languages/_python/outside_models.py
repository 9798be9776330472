"""Models of other applications: each stands as a class of which only the name is known.

So its rows are called by their name, what points to it is found, and handlers that wait for it hear of it, as for a model of the repository.
"""

from __future__ import annotations

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.row_kinds import RowKinds
from handover_generator.languages._python.rows import MODEL_PATH
from handover_generator.languages._python.values import Api, Cls, Values, text_of
from handover_generator.model.text import Text
from handover_generator.records import replace
from handover_generator.regexes import regex

USER_MODEL = "AUTH_USER_MODEL"
_USER = "get_user_model"
GIVES_MODELS = frozenset({_USER, "get_model", "load_model"})
"""Functions of Django and of swapper that give the model of a name."""
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField", "GenericRelation", "ParentalKey")
"""Ends of the names of fields that lead to rows of another model."""
FIELDS = (*RELATIONS, "FileField", "ImageField")
"""Ends of the names of fields that other packages make from Django's."""
FIELDS_OF_ROWS = ("django.db.models.", "django.contrib.gis.db.models.")
THROUGH = "through"
"""The member of a relation that is the table between the two models."""
_STAND_FOR = {"ParentalKey": "ForeignKey"}
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
        """What ``get_user_model()`` and ``apps.get_model("shop", "Order")`` give; None for anything else, or another name than a literal one."""
        if not function.path.startswith(_REGISTRIES):
            return None
        if function.items[-1:] == (_USER,):
            name = self.engine.settings.text(USER_MODEL)
        else:
            parts = [text_of(values) for values in arguments.positional[:2]]
            parts += [text_of(arguments.keywords[key]) for key in ("app_label", "model_name") if key in arguments.keywords]
            name = Text.of(".".join(part.literal or "" for part in parts)) if parts and all(part.literal for part in parts) else None
        info = self.model_named(name) if name is not None else None
        if info is None:
            return None
        if not self.engine.kinds.is_outside(info):
            return (Cls(info),)
        return (replace(function, state=self.tools.api_step(function.state, "()"), path=f"{function.path}()", items=(), model=info),)

    def field_state(self, owner: ClassInfo, name: str, state: frozenset[int]) -> frozenset[int]:
        """What a field is in a model: where nobody modelled it, the field of Django that its name ends with."""
        if self.engine.kinds.precise(state) or not self.engine.instance_state & self.engine.kinds.instance_of(owner):
            return state
        kind = next(one for one in FIELDS if name.endswith(one))
        return self.engine.state("django", "db", "models", _STAND_FOR.get(kind, kind), "()") or state
