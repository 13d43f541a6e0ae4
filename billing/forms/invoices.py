"""Forms of bill runs, drafts, invoices and payments. They check what was typed; the services keep the rules."""

import datetime
import uuid
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Member
from accounts.queries import licensed_attorneys
from billing.durations import NotADuration, parse_duration
from billing.models import Invoice, InvoiceLine, Payment
from billing.services.lines import REASONS
from practice.fields import DayField
from practice.money import ZERO


class MoneyField(forms.DecimalField):
    """An amount as people type it: 1,250.50, $80."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = str(value).strip().replace(",", "").replace("$", "")
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount != round(amount, 2):
            raise ValidationError(f"“{str(value)[:20]}” is not an amount. Type 1250.50.")
        return amount

    def prepare_value(self, value):
        return f"{value:.2f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class HoursField(forms.CharField):
    """Hours as people type them, also none at all. Cleans to seconds."""

    def to_python(self, value):
        text = str(value or "").strip()
        if not text:
            return None
        if text.strip("0.:hm ") == "":
            return 0
        try:
            return parse_duration(text)
        except NotADuration as error:
            raise ValidationError(str(error)) from None


class BillRunFilter(forms.Form):
    """Which unbilled work to look at."""

    until = DayField(label="Work through")
    attorney = forms.ChoiceField(required=False, label="Attorney")
    area = forms.ChoiceField(required=False, label="Practice area")
    client = forms.ChoiceField(required=False, label="Client")

    def __init__(self, data, *, today: datetime.date, rows: list):
        given = {"until": f"{today:%b} {today.day}, {today.year}", **{k: v for k, v in data.items() if v}}
        super().__init__(given)
        for name, label, people in (
            ("attorney", "Any attorney", {r.matter.responsible_id: r.matter.responsible for r in rows}),
            ("area", "Any practice area", {r.matter.practice_area_id: r.matter.practice_area for r in rows}),
            ("client", "Any client", {r.matter.client_id: r.matter.client for r in rows}),
        ):
            found = sorted(((str(pk), str(row)) for pk, row in people.items()), key=lambda pair: pair[1])
            self.fields[name].choices = [("", label), *found]

    def chosen(self, name: str) -> int | None:
        """The id chosen in one of the menus."""
        value = self.cleaned_data.get(name)
        return int(value) if value else None


class LineForm(forms.Form):
    """One line in review."""

    CHANGES = (("bill", "Bill"), ("no_charge", "No charge"), ("hold", "Hold"), ("remove", "Remove"))

    change = forms.ChoiceField(choices=CHANGES, widget=forms.RadioSelect, label="Change")
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 2, "class": "ta"}), label="Narrative")
    hours = HoursField(required=False, label="Hours")
    amount = MoneyField(required=False, label="Amount")
    reason = forms.ChoiceField(required=False, label="Reason")

    def __init__(self, data=None, *, line: InvoiceLine):
        super().__init__(
            data,
            prefix=f"l{line.pk}",
            initial={
                "change": "no_charge" if line.no_charge else "bill",
                "description": line.description,
                "hours": _hours(line.seconds if not line.no_charge else line.worked_seconds),
                "amount": line.amount if not line.no_charge else line.drafted_amount,
                "reason": line.write_down_reason,
            },
        )
        self.line = line
        reasons = list(REASONS)
        if line.write_down_reason and line.write_down_reason not in reasons:
            reasons.insert(0, line.write_down_reason)
        self.fields["reason"].choices = [("", "Choose a reason"), *((r, r) for r in reasons)]
        if line.time_entry_id is None:
            del self.fields["hours"]


def _hours(seconds: int) -> str:
    return f"{(Decimal(seconds) / 3600).quantize(Decimal('0.01')).normalize():f}"


class SubmitForm(forms.Form):
    """Which attorney reviews."""

    to = forms.ChoiceField(label="Attorney")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What to look at, or what has changed.",
    )

    def __init__(self, data=None, *, initial_member: Member | None = None):
        super().__init__(data, initial={"to": initial_member.pk if initial_member else None})
        self.members = {str(member.pk): member for member in licensed_attorneys()}
        self.fields["to"].choices = [(pk, member.name) for pk, member in self.members.items()]

    def clean_to(self) -> Member:
        """The chosen attorney."""
        return self.members[self.cleaned_data["to"]]


class BulkSubmitForm(SubmitForm):
    """The same for many drafts at once; nobody chosen means each matter's own attorney."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data)
        self.fields["to"].required = False
        self.fields["to"].choices = [("", "Each matter's own attorney"), *self.fields["to"].choices]

    def clean_to(self) -> Member | None:  # type: ignore[override]
        """The chosen attorney, or None for each matter's own."""
        return self.members.get(self.cleaned_data["to"])


class SendForm(forms.Form):
    """A mail to the client."""

    note = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Your words",
        help_text="Stands above the standard text.",
    )
    attach_pdf = forms.BooleanField(
        required=False,
        label="Attach the PDF",
        help_text="Without it the mail carries the private link alone, which can be revoked.",
    )


class PaymentForm(forms.Form):
    """Money received from a client, shared out over the client's open invoices."""

    amount = MoneyField(label="Amount")
    received_on = DayField(label="Received on")
    method = forms.ChoiceField(choices=Payment.Method.choices, label="Method")
    reference = forms.CharField(required=False, max_length=80, label="Check or reference number")
    note = forms.CharField(required=False, max_length=200, label="Note")
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, invoice: Invoice, payable: list[Invoice], today: datetime.date):
        super().__init__(
            data,
            initial={
                "amount": invoice.balance,
                "received_on": today,
                "method": Payment.Method.CHECK,
                "key": uuid.uuid4().hex,
            },
        )
        self.invoice, self.payable = invoice, payable
        for other in payable:
            self.fields[f"part_{other.pk}"] = MoneyField(
                required=False,
                label=f"Part for {other.number}",
                initial=invoice.balance if other.pk == invoice.pk else None,
            )

    def rows(self) -> list[tuple[Invoice, forms.BoundField]]:
        """Each invoice that can be paid, with the field for its part."""
        return [(invoice, self[f"part_{invoice.pk}"]) for invoice in self.payable]

    def parts(self) -> dict[int, Decimal]:
        """{invoice id: part} as typed. With none typed the whole amount goes to the invoice itself."""
        typed = {i.pk: self.cleaned_data.get(f"part_{i.pk}") or ZERO for i in self.payable}
        if not any(typed.values()):
            return {self.invoice.pk: self.cleaned_data["amount"]}
        return {pk: part for pk, part in typed.items() if part}
