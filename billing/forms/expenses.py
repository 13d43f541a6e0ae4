"""Forms of expenses."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from billing.forms.time import matter_field
from billing.models import Expense
from billing.utbms import EXPENSES
from practice.exceptions import DomainError
from practice.fields import DayField


class FineAmountField(forms.DecimalField):
    """A figure as people type it, with up to four decimals: 0.1050, $1,250.50."""

    widget = forms.TextInput

    def __init__(self, *, what: str, **kwargs):
        super().__init__(max_digits=12, decimal_places=4, **kwargs)
        self.what = what
        self.error_messages |= {
            "max_decimal_places": "At most four decimals.",
            "max_digits": f"That {what} is too large.",
            "max_whole_digits": f"That {what} is too large.",
        }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = str(value).strip().replace(",", "").replace("$", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(f"“{str(value)[:20]}” is no {self.what}. Type a number such as 12.50.")
        return number

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        plain = value.normalize()
        return f"{value:.2f}" if -plain.as_tuple().exponent <= 2 else f"{plain:f}"

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class QuantityField(FineAmountField):
    """As FineAmountField, without forced cents."""

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class ExpenseForm(forms.Form):
    """An expense, new or present."""

    use_required_attribute = False  # the server says what is missing, at its field

    date = DayField(label="Date", widget=forms.DateInput(format="%b %-d, %Y"))
    expense_code = forms.ChoiceField(
        label="Category",
        choices=[
            ("", "Choose a category"),
            *((code, f"{found.name} ({code})") for code, found in EXPENSES.items()),
        ],
        required=False,
    )
    vendor = forms.CharField(label="Vendor", max_length=120, required=False)
    description = forms.CharField(
        label="Description", max_length=2_000, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "true"})
    )
    quantity = QuantityField(label="Quantity", what="quantity", initial=Decimal(1))
    unit_cost = FineAmountField(label="Unit cost", what="unit cost")
    kind = forms.ChoiceField(
        label="How it was paid",
        choices=[("", "As usual for the category"), *Expense.Kind.choices],
        required=False,
        help_text="In-house costs are copies, postage, faxes and the like.",
    )
    billable = forms.BooleanField(label="Billable to the client", required=False, initial=True)

    field_order = ["member", "matter", "date", "expense_code", "vendor", "description"]

    def __init__(self, data=None, *, by: Member, expense: Expense | None = None, initial=None):
        start: dict = {"date": timezone.localdate(), "member": by.pk}
        if expense is not None:
            names = (
                "date",
                "expense_code",
                "vendor",
                "description",
                "quantity",
                "unit_cost",
                "kind",
                "billable",
            )
            start = {name: getattr(expense, name) for name in names}
            start |= {"matter": expense.matter_id, "member": expense.member_id}
        super().__init__(data, initial=start | (initial or {}))
        self.expense = expense
        self.fields["matter"] = matter_field(by)
        if expense is not None and not expense.expense_code:
            self.fields["expense_code"].choices = [
                ("", expense.category),
                *self.fields["expense_code"].choices[1:],
            ]
        elif expense is not None and expense.expense_code not in EXPENSES:
            self.fields["expense_code"].choices = [
                (expense.expense_code, f"{expense.category} ({expense.expense_code})"),
                *self.fields["expense_code"].choices[1:],
            ]
        if by.can(Perm.TIME_RECORD_FOR_OTHERS):
            self.fields["member"] = forms.ModelChoiceField(
                Member.objects.timekeepers(), label="Incurred by", empty_label=None
            )
        self.order_fields(self.field_order)

    def blame(self, error: DomainError) -> None:
        """Show a rule's refusal at its field."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class CostEchoForm(forms.Form):
    """The figures of a half-typed expense."""

    quantity = QuantityField(what="quantity", required=False)
    unit_cost = FineAmountField(what="unit cost", required=False)
