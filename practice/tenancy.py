"""FirmModel, the abstract base of every tenant table, and the foreign key that stays inside a firm.

A class that inherits FirmModel gets, without asking: the firm column stamped from the open scope, a manager that
refuses to work outside one, row-level security (with the walls of its matter), unique (firm, id), and for each
FirmForeignKey a composite foreign key and an index, unless the class has one that begins alike.
"""

import hashlib

from django.db import models
from django.db.models.base import ModelBase

from practice.constraints import FirmIsolation, SameFirm
from practice.scope import current_firm_id, in_scope


class _FirmsAgree:
    """The SQL condition that two joined tenant tables speak of one firm."""

    def __init__(self, one: str, other: str):
        self.one, self.other = one, other

    def as_sql(self, compiler, connection):
        quote = compiler.quote_name_unless_alias
        return f"{quote(self.one)}.firm_id = {quote(self.other)}.firm_id", []


class FirmForeignKey(models.ForeignKey):
    """A foreign key to another tenant table. PostgreSQL checks it together with the firm (SameFirm).

    Joins along it compare the firm too. It changes no answer; but the planner does not know that a pointer stays
    inside its firm, and otherwise takes each joined table for a firm's random share of it: with ten firms and three
    joins it expects a thousandth of the rows, and sorts a whole firm where an index has the order.
    """

    def get_extra_restriction(self, alias, related_alias):
        return _FirmsAgree(alias, related_alias) if alias and related_alias else None

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        if self.db_index is False:
            kwargs.pop("db_index", None)
        return name, path, args, kwargs


class FirmStamp(models.ForeignKey):
    """The firm column: a new row takes the firm in scope. Outside a scope it stays empty, which the table refuses."""

    def get_default(self):
        return current_firm_id() if in_scope() else None


class FirmQuerySet(models.QuerySet):
    """Base of every tenant queryset."""


def held_to_firm(rows: models.QuerySet) -> models.QuerySet:
    """Lock 1: `rows` of the firm in scope, and an error when there is none. For fresh querysets.

    It is `filter(firm=…)` without its parsing, which every query of the product would pay for.
    """
    firm = rows.model._meta.get_field("firm")
    same = firm.get_lookup("exact")(firm.get_col(rows.query.get_initial_alias()), current_firm_id())
    rows.query.where.add(same, "AND")
    return rows


class FirmManager(models.Manager.from_queryset(FirmQuerySet)):  # type: ignore[misc]
    """The rows of the firm in scope, and an error when there is none."""

    def get_queryset(self):
        return held_to_firm(super().get_queryset())


def firm_manager(queryset_class):
    """A manager class of `queryset_class` that is held to the firm in scope."""

    class Manager(models.Manager.from_queryset(queryset_class)):  # type: ignore[misc]
        def get_queryset(self):
            return held_to_firm(super().get_queryset())

    Manager.__name__ = Manager.__qualname__ = f"{queryset_class.__name__}Manager"
    return Manager


def _short(*parts: str) -> str:
    name = "_".join(parts)
    if len(name) <= 30:
        return name
    return f"{name[:22]}_{hashlib.sha256(name.encode()).hexdigest()[:7]}"


def _begins(index: models.Index, *names: str) -> bool:
    """Whether an index over all rows begins with these columns, so that one of them alone is not needed."""
    columns = [name.removeprefix("-") for name in index.fields]
    return index.condition is None and columns[: len(names)] == list(names)


class FirmModelBase(ModelBase):
    def __new__(mcs, name, bases, attrs, **kwargs):
        cls = super().__new__(mcs, name, bases, attrs, **kwargs)
        meta = cls._meta
        if meta.abstract or meta.proxy or attrs.get("__module__") == "__fake__":
            return cls
        table = meta.db_table
        own = list(meta.constraints)
        names = {c.name for c in own}
        columns = {f.name: f for f in meta.local_fields}
        matter = "matter_id" if "matter" in columns else ""
        if table == "matters_matter":
            matter = "id"
        found = [
            FirmIsolation(matter=matter, own=attrs.get("SHOWN_TO", ""), name=_short(table, "firm")),
            models.UniqueConstraint(fields=["firm", "id"], name=_short(table, "key")),
        ]
        indexes = list(meta.indexes)
        for f in meta.local_fields:
            if isinstance(f, FirmForeignKey):
                found.append(SameFirm(field=f.name, name=_short(table, f.name, "fk")))
                if not any(_begins(index, "firm", f.name) for index in meta.indexes):
                    indexes.append(models.Index(fields=["firm", f.name], name=_short(table, f.name, "ix")))
        meta.constraints = [*[c for c in found if c.name not in names], *own]
        meta.indexes = indexes
        meta.original_attrs["constraints"] = meta.constraints
        meta.original_attrs["indexes"] = meta.indexes
        return cls


class FirmModel(models.Model, metaclass=FirmModelBase):
    """Abstract base of every tenant table."""

    firm = FirmStamp("practice.Firm", models.PROTECT, related_name="+", db_index=False, editable=False)

    objects = FirmManager()

    class Meta:
        abstract = True
