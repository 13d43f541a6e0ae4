"""The firm's settings."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.services.firms import SETTINGS, check_format
from accounts.time_zones import ZONES
from practice.exceptions import DomainError
from practice.models import Firm

INCREMENTS = [
    (60, "1 minute"),
    (300, "5 minutes"),
    (360, "6 minutes, a tenth of an hour"),
    (600, "10 minutes"),
    (900, "15 minutes"),
]


class FirmSettingsForm(forms.ModelForm):
    """What the firm's administrator sets; the service checks and records it."""

    time_zone = forms.ChoiceField(choices=ZONES, help_text="Decides what “today” is on every page and bill.")
    rounding_seconds = forms.TypedChoiceField(label="Billing increment", choices=INCREMENTS, coerce=int)
    payment_terms_days = forms.IntegerField(
        label="Payment terms",
        min_value=0,
        max_value=365,
        help_text="Days from the invoice’s date until it is due.",
    )
    reminder_days = forms.CharField(
        label="Reminders",
        required=False,
        help_text="Days after the due date, with commas: 7, 21. Empty: no reminders.",
    )

    class Meta:
        model = Firm
        fields = SETTINGS
        labels = {
            "email": "E-mail",
            "matter_number_format": "Matter numbers",
            "invoice_number_format": "Invoice numbers",
            "attach_invoice_pdf": "Attach the PDF to invoice mail",
            "acceptance_check": "Demand a cleared conflict check before acceptance",
            "all_matters_visible": "Staff see all matters",
        }
        help_texts = {
            "address": "As it stands on letters and invoices.",
            "matter_number_format": "{year} and {number}; {number:04d} fills with zeros.",
            "invoice_number_format": "{year} and {number}; {number:04d} fills with zeros.",
            "payment_instructions": "Printed on each invoice: bank, check payee, card link.",
            "attach_invoice_pdf": "Off: the mail carries the private link alone.",
            "all_matters_visible": "Walls and restricted matters hold in either case. Off: people see only the matters they are on.",
        }
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "payment_instructions": forms.Textarea(attrs={"rows": 3}),
            "paper": forms.RadioSelect,
        }

    def __init__(self, *args, instance: Firm, **kwargs):
        initial = {"reminder_days": ", ".join(str(day) for day in instance.reminder_days)}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        if instance.rounding_seconds not in dict(INCREMENTS):
            self.fields["rounding_seconds"].choices = [
                *INCREMENTS,
                (instance.rounding_seconds, f"{instance.rounding_seconds} seconds"),
            ]

    def clean_reminder_days(self):
        days = set()
        for part in self.cleaned_data["reminder_days"].replace(";", ",").split(","):
            if part.strip():
                if not part.strip().isdecimal() or not 1 <= int(part) <= 365:
                    raise ValidationError(f"“{part.strip()[:20]}” is no number of days from 1 to 365.")
                days.add(int(part))
        if len(days) > 6:
            raise ValidationError("At most six reminders.")
        return sorted(days)

    def clean_matter_number_format(self):
        return self._format("matter_number_format")

    def clean_invoice_number_format(self):
        return self._format("invoice_number_format")

    def _format(self, name):
        try:
            check_format(self.cleaned_data[name])
        except DomainError as error:
            raise ValidationError(error.message) from None
        return self.cleaned_data[name]

    def _post_clean(self):
        """The model instance is the request's own firm: it stays untouched until the service has changed the row."""


class OfficeForm(forms.Form):
    """An office of the firm."""

    name = forms.CharField(max_length=100)
    address = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    time_zone = forms.ChoiceField(
        required=False,
        help_text="The calendars, reminders and working hours of those who sit here go by it.",
    )

    def __init__(self, *args, firm: Firm, **kwargs):
        super().__init__(*args, **kwargs)
        place = firm.time_zone.rpartition("/")[2].replace("_", " ")
        self.fields["time_zone"].choices = [("", f"With the firm ({place})"), *ZONES]
