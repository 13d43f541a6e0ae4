"""What is owed to freelancers: the firm's list, paid in bulk, and the freelancer's own."""

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Perm
from billing.filters.payables import PayableFilter
from billing.models import Payable
from billing.services.payables import pay, unpay
from practice.fields import DayField
from practice.lists import BulkAction, Column, Empty, ListPage, View

STATES = {"owed": "tag warn", "paid": "ok", "void": "ring"}


class PayForm(forms.Form):
    """When and how it was paid."""

    paid_on = DayField(label="Paid on", initial=timezone.localdate)
    reference = forms.CharField(max_length=60, required=False, label="Check or transfer number")


class PayableList(ListPage):
    """Approved time of freelancers at the cost rate of their engagement: owed, paid, void."""

    name = "payables"
    title, noun, plural = "Freelancer payables", "payable", "payables"
    model, filterset = Payable, PayableFilter
    perm = Perm.REIMBURSE_PAY
    columns = (
        Column(
            "member",
            "Freelancer",
            kind="two",
            value="member.name",
            second=lambda p: f"{p.matter.number} {p.matter.name}",
            href=True,
            always=True,
            sort="member__name",
            select=("member", "matter"),
            exports=[("Freelancer", "member.name"), ("Matter", "matter.number"), ("Caption", "matter.name")],
        ),
        Column(
            "week",
            "Week of",
            kind="date",
            value="sheet.week_start",
            select=("sheet",),
            sort="sheet__week_start",
        ),
        Column("hours", "Hours", kind="hours", value="seconds", sort="seconds", total="seconds"),
        Column("rate", "Cost an hour", kind="money", value="cost_rate", sort="cost_rate"),
        Column("amount", "Amount", kind="money", sort="amount", total=True, phone="num"),
        Column("approved", "Approved by", value="approved_by.name", select=("approved_by",)),
        Column(
            "state", "Status", kind="state", sort="state", states=STATES, labels=dict(Payable.State.choices)
        ),
        Column("paid", "Paid", kind="date", value="paid_on", sort="paid_on"),
        Column("reference", "Reference", sort="reference", default=False),
    )
    default_sort = "-week"
    search = ("member__name", "matter__number", "matter__name", "reference")
    default_views = [View("To pay", "state=owed"), View("Paid", "state=paid"), View("All", "")]
    lands_on_first_view = True
    bulk = [
        BulkAction(
            "pay",
            "Record payment",
            Perm.REIMBURSE_PAY,
            pay,
            form=PayForm,
            allowed=lambda member, p: p.state == Payable.State.OWED or "It is not owed.",
            undo="unpay",
            done="{count} {noun} paid",
        ),
        BulkAction(
            "unpay",
            "Not paid after all",
            Perm.REIMBURSE_PAY,
            unpay,
            hidden=True,
            done="{count} {noun} owed again",
        ),
    ]
    export_name = "payables"
    empty = Empty(
        "cash-banknote",
        "Nothing is owed",
        "A freelancer’s time becomes payable when an attorney approves their time sheet.",
        "Guests",
        "guests",
    )

    def row_url(self, obj):
        return reverse("time_sheet", args=[obj.sheet_id])


class OwnPayables(PayableList):
    """A freelancer's own: what was approved, what is paid."""

    name = "own_payables"
    title = "My pay"
    perm = Perm.TIME_RECORD
    bulk = []
    default_views = [View("All", "")]
    export_name = ""
    empty = Empty(
        "cash-banknote",
        "Nothing approved yet",
        "Submit your week on the Time page. What an attorney approves is listed here.",
        "Time",
        "time_list",
    )

    def queryset(self, request):
        return Payable.objects.filter(member=request.member).exclude(state=Payable.State.VOID)


payable_list = PayableList.as_view()
own_payables = OwnPayables.as_view()
