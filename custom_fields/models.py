"""The firm's own fields: sets of them, the fields, and an index of what they hold.

A value lives in the `custom` column of its matter, contact, lead or task, under the field's id. `Value` repeats it in typed
columns with indexes, for filters: operators on JSON are not leakproof, so PostgreSQL uses no index of a JSON column under
row-level security. A trigger on each host keeps the two alike, whoever writes (custom_fields.constraints.Valued).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from custom_fields import kinds
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager

HOSTS = (("matter", "Matter"), ("contact", "Contact"), ("lead", "Lead"), ("task", "Task"))

# What stands in the records was written as this type; another type would read it wrongly or not at all.
KEEP_TYPE = """
    IF EXISTS (SELECT 1 FROM custom_fields_value v WHERE v.firm_id = OLD.firm_id AND v.field_id = OLD.id) THEN
        RAISE EXCEPTION 'custom_fields_field % has values: its type and its place stay', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


class FieldSet(FirmModel):
    """Fields that belong together, on one kind of record: everywhere, or in the practice areas that have the set."""

    host = models.CharField(max_length=8, choices=HOSTS)
    name = models.CharField(max_length=80)
    note = models.CharField(
        max_length=300, blank=True, help_text="Shown below the heading, for who fills it in."
    )
    everywhere = models.BooleanField(default=True, help_text="On every record, whatever its practice area.")
    kinds = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Kinds of contact; empty means all.",
    )
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    class Meta:
        ordering = ["host", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "host", "name"], name="field_set_once"),
            models.CheckConstraint(
                condition=models.Q(host__in=[key for key, _ in HOSTS]), name="field_set_host"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("field_set_detail", args=[self.pk])


class FieldQuerySet(FirmQuerySet):
    def current(self):
        """Fields in use: neither they, nor their group, nor their set is retired."""
        return self.filter(retired_at=None, field_set__retired_at=None).filter(
            models.Q(parent=None) | models.Q(parent__retired_at=None)
        )


class Field(FirmModel):
    """One field of a set; with a `parent`, one column of a repeating group."""

    class Type(models.TextChoices):
        TEXT = "text", "Text"
        LONG_TEXT = "long_text", "Long text"
        CHECKBOX = "checkbox", "Checkbox"
        TRISTATE = "tristate", "Yes, no, unknown"
        PICKLIST = "picklist", "Picklist"
        MULTI = "multi", "Multi-select"
        DATE = "date", "Date"
        TIME = "time", "Time"
        NUMERIC = "numeric", "Number"
        CURRENCY = "currency", "Amount of money"
        EMAIL = "email", "E-mail"
        URL = "url", "Web address"
        CONTACT = "contact", "Contact"
        MATTER = "matter", "Matter"
        USER = "user", "Person of the firm"
        FILE = "file", "File"
        FORMULA = "formula", "Formula"
        GROUP = "group", "Repeating group"

    field_set = FirmForeignKey(FieldSet, related_name="fields")
    host = models.CharField(max_length=8, choices=HOSTS)
    parent = FirmForeignKey("self", null=True, blank=True, related_name="members")
    key = models.SlugField(
        max_length=40, db_index=False, help_text="Its name in formulas, texts, files and the API."
    )
    label = models.CharField(max_length=80)
    hint = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=10, choices=Type)
    required = models.BooleanField(default=False)
    required_at = ArrayField(
        models.CharField(max_length=24),
        default=list,
        blank=True,
        help_text="Steps that ask for it: ids of stages, or states.",
    )
    choices = models.JSONField(
        default=list, blank=True, help_text='[{"key", "label", "retired"}] of picklists.'
    )
    settings = models.JSONField(
        default=dict, blank=True, help_text="Bounds, decimals, the result of a formula."
    )
    formula = models.CharField(max_length=500, blank=True)
    visible_if = models.JSONField(
        default=dict, blank=True, help_text='{"join": "all", "rules": [{"field", "op", "value"}]}'
    )
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = firm_manager(FieldQuerySet)()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "host", "key"], condition=models.Q(parent=None), name="field_key_once"
            ),
            models.UniqueConstraint(
                fields=["firm", "parent", "key"],
                condition=models.Q(parent__isnull=False),
                name="field_member_key_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(type="group") | models.Q(parent=None), name="field_group_holds_no_group"
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="field_key_is_a_name"
            ),
            Trigger(
                name="custom_fields_type_kept",
                when="BEFORE UPDATE OF type, host, parent_id",
                body=f"""
    IF (OLD.type, OLD.host) IS NOT DISTINCT FROM (NEW.type, NEW.host) AND OLD.parent_id IS NOT DISTINCT FROM NEW.parent_id THEN
        RETURN NEW;
    END IF;{KEEP_TYPE}""",
            ),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("field_detail", args=[self.pk])

    @property
    def id_text(self) -> str:
        """Its key in the `custom` column."""
        return str(self.pk)

    @property
    def is_money(self) -> bool:
        """Whether it is typed as an amount."""
        return self.type == self.Type.CURRENCY

    @property
    def is_reference(self) -> bool:
        """Whether it points to another record."""
        return self.type in kinds.REFERENCES

    @property
    def icon(self) -> str:
        """The icon of its type."""
        return kinds.ICONS[self.type]

    @property
    def shown_as(self) -> str:
        """The type of its values: its own, or that of a formula's result."""
        return self.settings.get("result", "text") if self.type == self.Type.FORMULA else self.type


class Value(FirmModel):
    """One value of one record, for filters. Written by the triggers of the hosts alone."""

    host = models.CharField(max_length=8, choices=HOSTS)
    object_id = models.BigIntegerField()
    field = FirmForeignKey(Field, related_name="values")
    matter = FirmForeignKey("matters.Matter", null=True, related_name="+")
    word = models.CharField(max_length=500, help_text="The value as text, in lower case, cut off.")
    units = models.BigIntegerField(null=True, help_text="A number or an amount, times 10,000.")
    day = models.DateField(null=True)
    ref = models.BigIntegerField(null=True, help_text="The id of a contact, matter, member or document.")

    class Meta:
        indexes = [
            models.Index(fields=["firm", "field", "word", "object_id"], name="custom_value_word"),
            models.Index(
                fields=["firm", "field", "units", "object_id"],
                name="custom_value_units",
                condition=models.Q(units__isnull=False),
            ),
            models.Index(
                fields=["firm", "field", "day", "object_id"],
                name="custom_value_day",
                condition=models.Q(day__isnull=False),
            ),
            models.Index(
                fields=["firm", "ref", "field"],
                name="custom_value_ref",
                condition=models.Q(ref__isnull=False),
            ),
            models.Index(fields=["firm", "host", "object_id"], name="custom_value_of"),
        ]

    def __str__(self):
        return f"{self.field_id} of {self.host} {self.object_id}"
