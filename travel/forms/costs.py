"""The form of a cost."""

from django import forms

from accounts.models import Member
from practice.fields import AmountField, DayField
from travel.forms.common import RowChoice, text
from travel.models import Trip, TripCost
from travel.queries.access import shares_of


class CostForm(forms.Form):
    """A cost, thought or paid."""

    use_required_attribute = False

    kind = forms.ChoiceField(choices=TripCost.Kind.choices, label="What")
    description = text(200, "Description", required=True)
    vendor = text(120, "Paid to")
    date = DayField(label="Day")
    estimate = AmountField(required=False, label="Estimate")
    actual = AmountField(required=False, label="Paid, in dollars")
    currency = forms.CharField(
        max_length=3,
        required=False,
        label="Paid in another currency",
        help_text="Its three letters. The dollars follow from the rate.",
    )
    foreign_amount = AmountField(required=False, label="Amount in it")
    exchange_rate = forms.DecimalField(
        required=False,
        max_digits=14,
        decimal_places=6,
        min_value=0,
        label="Dollars for one unit",
        help_text="The rate of the card or bank.",
    )
    billable = forms.BooleanField(required=False, initial=True, label="Charged to the client")

    def __init__(self, *args, trip: Trip, member: Member, cost: TripCost | None = None, **kwargs):
        names = (
            "kind", "description", "vendor", "date", "estimate", "actual", "currency", "foreign_amount", "billable",
        )  # fmt: skip
        initial = {name: getattr(cost, name) for name in names} if cost else {"date": trip.starts_on}
        if cost and cost.exchange_rate is not None:
            # Its dollars follow from the rate.
            initial |= {"actual": None, "exchange_rate": f"{cost.exchange_rate.normalize():f}"}
        if cost:
            initial |= {"paid_by": cost.paid_by_id, "matter": None if cost.shared else cost.matter_id}
        super().__init__(*args, initial=initial, **kwargs)
        crew = {row.member_id: row.member for row in trip.travellers.select_related("member")}
        for one in (trip.arranged_by, member, *([cost.paid_by] if cost else [])):
            crew.setdefault(one.pk, one)
        self.fields["paid_by"] = RowChoice(crew.values(), none="", label="Paid by", label_of=lambda m: m.name)
        self.fields["paid_by"].initial = self.initial.get("paid_by", member.pk)
        shares = shares_of(trip)
        if len(shares) > 1 and not (cost and (cost.leg_id or cost.stay_id)):
            self.fields["matter"] = RowChoice(
                [row.matter for row in shares],
                none="All, by their shares",
                required=False,
                label="Charged to",
            )
        if not shares:
            del self.fields["billable"]
