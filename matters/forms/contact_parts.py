"""The lists on the contact form: a row each for names, phones, e-mail addresses and postal addresses."""

from django import forms
from django.forms.utils import ErrorDict

from matters.models import Address, Contact, ContactName, Email, Phone, digits_of
from matters.services.contact_parts import MOST, PARTS


class PartForm(forms.Form):
    """One row. A row without its value is no row; one with `DELETE` goes."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NameForm(PartForm):
    kind = forms.ChoiceField(choices=ContactName.Kind, required=False, label="Kind of name")
    name = forms.CharField(max_length=200, required=False, label="Name")


class PhoneForm(PartForm):
    label = forms.ChoiceField(choices=Phone.Label, required=False, label="Kind of number")
    number = forms.CharField(
        max_length=40, required=False, label="Phone number", widget=forms.TextInput(attrs={"type": "tel"})
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number and len(digits_of(number)) < 3:
            raise forms.ValidationError("Type the number with its digits.")
        return number


class EmailForm(PartForm):
    label = forms.ChoiceField(choices=Email.Label, required=False, label="Kind of address")
    address = forms.EmailField(required=False, label="E-mail address")


class AddressForm(PartForm):
    label = forms.ChoiceField(choices=Address.Label, required=False, label="Kind of address")
    street = forms.CharField(
        max_length=500, required=False, label="Street", widget=forms.Textarea(attrs={"rows": 2})
    )
    city = forms.CharField(max_length=100, required=False, label="City")
    region = forms.CharField(max_length=60, required=False, label="State")
    postcode = forms.CharField(max_length=20, required=False, label="ZIP code")
    country = forms.CharField(max_length=60, required=False, label="Country")


class PartSet(forms.BaseFormSet):
    """The rows of one list, and which of them is the main one."""

    @property
    def main(self) -> str:
        """The index of the row marked as main, as the page has it."""
        if self.is_bound:
            return self.data.get(f"{self.prefix}-main", "0")
        rows = self.initial or []
        return str(next((i for i, row in enumerate(rows) if row.get("is_main")), 0))

    def rows(self) -> list[dict]:
        """The rows as services.contact_parts.write_parts takes them."""
        return [
            form.cleaned_data | {"is_main": str(index) == self.main}
            for index, form in enumerate(self.forms)
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def unjudged(self) -> None:
        """Show the rows as they were typed, without faults: another row was asked for, nothing was sent."""
        for form in self.forms:
            form._errors = ErrorDict()


def _set_of(form: type[PartForm]) -> type[PartSet]:
    made = forms.formset_factory(
        form, formset=PartSet, extra=0, min_num=1, max_num=MOST, absolute_max=MOST, can_delete=True
    )
    assert issubclass(made, PartSet)  # the factory makes a subclass of `formset`
    return made


SETS = {
    name: _set_of(form)
    for name, form in zip(PARTS, (NameForm, PhoneForm, EmailForm, AddressForm), strict=True)
}


def part_sets(
    data, contact: Contact | None, *, add: str = "", prefill: dict | None = None
) -> dict[str, PartSet]:
    """The four lists of the form, bound to `data` when it has them; `add` names the list that gets another row."""
    found = {}
    for name, (model, fields, _, _) in PARTS.items():
        if data is not None and f"{name}-TOTAL_FORMS" in data:
            if name == add:
                data = data.copy()
                total = data.get(f"{name}-TOTAL_FORMS", "0")
                data[f"{name}-TOTAL_FORMS"] = str(min(int(total), MOST - 1) + 1) if total.isdecimal() else "1"
            found[name] = SETS[name](data, prefix=name)
            continue
        rows = list(model.objects.filter(contact=contact)) if contact else []
        initial = [
            {"id": row.pk, "is_main": getattr(row, "is_main", False)} | {f: getattr(row, f) for f in fields}
            for row in rows
        ] or list((prefill or {}).get(name, ()))
        found[name] = SETS[name](initial=initial, prefix=name)
    return found
