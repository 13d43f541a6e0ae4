"""Forms about bar licences."""

from django import forms

from accounts.jurisdictions import CHOICES, FEDERAL, OTHER, is_listed
from accounts.models import BarLicence
from practice.fields import DayField


class LicenceForm(forms.Form):
    """A new bar licence."""

    jurisdiction = forms.ChoiceField(choices=CHOICES)
    place = forms.CharField(
        label="Which one",
        required=False,
        max_length=50,
        help_text="For a federal court or agency, and for other places: “N.D. Cal.”, “Ontario”.",
    )
    number = forms.CharField(label="Bar number", max_length=40)
    admitted_on = DayField(label="Admitted on", required=False)
    expires_on = DayField(label="Valid until", required=False, help_text="The last day on which it holds.")

    def clean(self):
        """Jurisdiction and place as one text, as the licence keeps it."""
        data = super().clean()
        chosen, place = data.get("jurisdiction"), " ".join(data.pop("place", "").split())
        if chosen == OTHER and not place:
            self.add_error("place", "Name the place that gave the licence.")
        elif chosen == OTHER:
            data["jurisdiction"] = place
        elif chosen == FEDERAL and place:
            data["jurisdiction"] = f"{FEDERAL}: {place}"
        return data


class LicenceChangeForm(LicenceForm):
    """A licence's status, last day and particulars."""

    status = forms.ChoiceField(choices=BarLicence.Status.choices)
    status_since = DayField(label="Since", required=False, help_text="Of a new status. Empty: today.")
    field_order = (
        "status",
        "status_since",
        "expires_on",
        "jurisdiction",
        "place",
        "number",
        "admitted_on",
    )

    def __init__(self, *args, licence: BarLicence, **kwargs):
        chosen, _, place = licence.jurisdiction.partition(f"{FEDERAL}: ")
        if place:
            chosen = FEDERAL
        elif not is_listed(licence.jurisdiction):
            chosen, place = OTHER, licence.jurisdiction
        kwargs.setdefault(
            "initial",
            {
                "status": licence.status,
                "status_since": licence.status_since,
                "expires_on": licence.expires_on,
                "jurisdiction": chosen,
                "place": place,
                "number": licence.number,
                "admitted_on": licence.admitted_on,
            },
        )
        super().__init__(*args, **kwargs)
        self.fields[
            "expires_on"
        ].help_text = "The last day on which it holds. A later day must be verified again."

    def clean(self):
        """The old day of the status does not go along with a new status."""
        data = super().clean()
        same_day = data.get("status_since") == self.initial["status_since"]
        if data.get("status") != self.initial["status"] and same_day:
            data["status_since"] = None
        return data
