"""Form fields that go with templates/ui: dates and amounts as typed, and a choice from a searched list."""

import datetime
from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse

from practice.dates import NotADate, parse_day
from practice.filters import read_amount

# Fields for days that are over, or that nobody's work falls on: they show no workload beside them.
LOOK_BACK = frozenset(
    "birthday signed_on tax_form_on issued_on taken_on received_on paid_on bought_on warranty_until admitted_on status_since "
    "effective_from from_on until_on returned_on applied_on happened_on bought starts_after date opened_on closed_on "
    "expires_on".split()
)


class DayField(forms.DateField):
    """A date typed as 11/30, fri, +10 or picked. `ui/field.html` adds the echo and the picker."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            return parse_day(str(value))
        except NotADate as error:
            raise ValidationError(str(error), code="invalid") from None

    def prepare_value(self, value):
        return f"{value:%b} {value.day}, {value.year}" if isinstance(value, datetime.date) else value


class AmountField(forms.DecimalField):
    """An amount of money as people type it: 1,250.50, $80, (12.00). At most two decimals."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def to_python(self, value):
        return read_amount(str(value)) if value not in self.empty_values else None

    def prepare_value(self, value):
        return f"{value:.2f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class PickWidget(forms.Widget):
    """A combobox whose options come from `url_name` (see `practice.htmx.render_options`)."""

    def __init__(self, url_name: str, placeholder: str = "", attrs=None, url_args: tuple = ()):
        super().__init__(attrs)
        self.url_name, self.url_args = url_name, url_args
        self.placeholder = placeholder
        self.label_of: Callable[[object], str] = str
        self.label = ""

    def value_from_datadict(self, data, files, name):
        """The picked key; or, when nothing was picked (no script, or typing only), the text as typed."""
        return data.get(name) or Typed(data.get(f"{name}_text", "").strip())

    def id_for_label(self, id_):
        return id_

    def render(self, name, value, attrs=None, renderer=None):
        attrs = self.build_attrs(self.attrs, attrs)
        key, text = (
            (value, self.label_of(value))
            if value and not isinstance(value, Typed)
            else ("", str(value or ""))
        )
        given = {
            k: v for k, v in attrs.items() if k not in ("id", "class", "required") and v not in (None, False)
        }
        context = {
            "name": name,
            "value": key,
            "text": text,
            "id": attrs.get("id", f"id_{name}"),
            "url": reverse(self.url_name, args=self.url_args),
            "placeholder": self.placeholder,
            "label": self.label or name.replace("_", " "),
            "invalid": attrs.get("aria-invalid") == "true",
            "attrs": given,
        }
        return render_to_string("ui/combobox_widget.html", context)


class Typed(str):
    """Text that stands in a combobox without a choice behind it."""

    __slots__ = ()


class PickField(forms.ModelChoiceField):
    """One row of `queryset` (already narrowed to what the member may see), picked from a searched list.

    `find(queryset, text)` narrows the rows by typed text; when nothing was picked and one row matches,
    that row is taken. `label_from` gives the text of a row in the field.
    """

    def __init__(
        self,
        queryset,
        *,
        url_name: str,
        find=None,
        label_from=str,
        placeholder: str = "",
        url_args: tuple = (),
        **kwargs,
    ):
        kwargs["widget"] = PickWidget(url_name, placeholder, url_args=url_args)
        super().__init__(queryset, **kwargs)
        self.find = find
        self.label_from = label_from
        self._bind()

    def __deepcopy__(self, memo):
        result = super().__deepcopy__(memo)
        result._bind()
        return result

    def _bind(self) -> None:
        self.widget.label_of = self._label_of_key
        self.widget.label = str(self.label or "")

    def label_from_instance(self, obj) -> str:
        return self.label_from(obj)

    def _label_of_key(self, key) -> str:
        row = key if hasattr(key, "pk") else self._row(key)
        return self.label_from(row) if row is not None else ""

    def _row(self, key):
        try:
            return self.queryset.filter(pk=int(str(key))).first()
        except ValueError:
            return None

    def to_python(self, value):
        if isinstance(value, Typed):
            if not value:
                return None
            found = list(self.find(self.queryset, str(value))[:2]) if self.find else []
            if len(found) == 1:
                return found[0]
            raise ValidationError(
                f"Choose one from the list. “{value}” matches {'several' if found else 'nothing'}."
            )
        if value in self.empty_values:
            return None
        row = self._row(value)
        if row is None:
            raise ValidationError("Choose one from the list.", code="invalid_choice")
        return row

    def has_changed(self, initial, data):
        return str(initial or "") != str(data or "")
