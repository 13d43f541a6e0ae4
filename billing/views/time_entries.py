"""The list of time entries."""

from django.urls import reverse

from accounts.permissions import Level, Perm
from billing.durations import hours_text
from billing.filters.time import NOT_GUEST, TimeFilter
from billing.forms.time import MoveForm
from billing.models import TimeEntry
from billing.queries.time import amount_seen_by, may_change, rate_seen_by, sees_own_rate
from billing.services import time as services
from billing.services.consents import propose_billable
from billing.views.time_sheet import modes
from matters.columns import MATTER
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

SEES_MONEY = "sees.money"
PROPOSES = "proposes.billable"


def _changeable(member, entry) -> bool | str:
    """Whether a bulk act may touch the entry, or why not; the services check the same again."""
    if may_change(member, entry):
        return True
    if entry.state != TimeEntry.State.OPEN:
        return "It is no longer unbilled."
    return f"It is {entry.member.name}’s entry."


def _narrative(entry: TimeEntry) -> str:
    return entry.narrative if len(entry.narrative) <= 160 else f"{entry.narrative[:159]}…"


def _codes(entry: TimeEntry) -> str:
    marks = [entry.task_code, entry.activity_code]
    if entry.no_charge:
        marks.append("no charge")
    if entry.on_hold:
        marks.append("on hold")
    return " · ".join(mark for mark in marks if mark)


def _state(entry: TimeEntry) -> str:
    if entry.state == TimeEntry.State.OPEN and not entry.billable:
        return "not_billable"
    return "held" if entry.state == TimeEntry.State.OPEN and entry.on_hold else entry.state


class TimeEntryList(ListPage):
    """Time entries of the firm that the reader may see."""

    name, title, noun, plural = "time", "Time", "entry", "entries"
    model, filterset, perm = TimeEntry, TimeFilter, Perm.TIME_RECORD
    template = "billing/time_entries.html"
    columns = [
        Column("date", "Date", kind="date", sort="date", phone="date"),
        Column(
            "person",
            "Person",
            kind="two",
            value="member.name",
            second=lambda e: f"by {e.entered_by.name}" if e.entered_by_id not in (None, e.member_id) else "",
            sort="member__name",
            select=("member__role", "entered_by"),
            perm=NOT_GUEST,
            exports=[("Person", "member.name"), ("Entered by", "entered_by.name")],
        ),
        MATTER,
        Column(
            "narrative",
            "Narrative",
            kind="two",
            value=_narrative,
            second=_codes,
            template="billing/time_narrative_cell.html",
            exports=[
                ("Narrative", "narrative"),
                ("Task", "task_code"),
                ("Activity", "activity_code"),
                ("Nature", "get_nature_display"),
            ],
        ),
        Column("worked", "Worked", kind="hours", value="seconds", sort="seconds", total=True, default=False),
        Column(
            "billed",
            "Billed",
            kind="hours",
            value="billed_seconds",
            sort="billed_seconds",
            total=True,
            phone="num",
        ),
        Column(
            "rate",
            "Rate",
            value="shown_rate",
            template="billing/time_rate_cell.html",
            same=lambda e: (e.shown_rate, e.billable, e.rate_reason),
            annotate=lambda request: {"shown_rate": rate_seen_by(request.member)},
            perm=SEES_MONEY,
            css="num c-rate",
            exports=[
                ("Rate", "shown_rate"),
                ("Why", lambda e: e.rate_reason if e.shown_rate is not None else ""),
            ],
        ),
        Column(
            "amount",
            "Amount",
            kind="money",
            value="shown_amount",
            sort="shown_amount",
            annotate=lambda request: {"shown_amount": amount_seen_by(request.member)},
            total="shown_amount",
            perm=SEES_MONEY,
        ),
        Column(
            "state",
            "State",
            kind="state",
            value=_state,
            sort="state",
            states={
                "open": "accent",
                "on_invoice": "warn",
                "billed": "ok",
                "held": "warn",
                "not_billable": "ring",
            },
            labels={
                "open": "Unbilled",
                "on_invoice": "On a draft",
                "billed": "Billed",
                "written_off": "Written off",
                "held": "On hold",
                "not_billable": "Not billable",
            },
        ),
        Column("nature", "Nature", value="get_nature_display", sort="nature", default=False),
        Column("source", "Source", value="get_source_display", sort="source", default=False),
    ]
    default_sort = ("-date", "-pk")
    search = ("narrative", "matter__name", "matter__number", "matter__client__name", "member__name")
    search_label = "Find in time"
    default_views = [
        View("Mine", "person=me", perm=NOT_GUEST),
        View("Unbilled", "state=open&billable=yes"),
        View("No rate", "unrated=yes&state=open", perm=Perm.FEE_SET),
        View("All", ""),
    ]
    bulk = [
        BulkAction(
            "propose_billable",
            "Propose to bill",
            PROPOSES,
            propose_billable,
            reason=True,
            icon="send",
            done="{count} {noun} sent to the attorney",
        ),
        BulkAction(
            "no_charge",
            "No charge",
            Perm.TIME_RECORD,
            services.mark_no_charge,
            allowed=_changeable,
            undo="charge",
            done="{count} {noun} at no charge",
        ),
        BulkAction(
            "charge",
            "Charge again",
            Perm.TIME_RECORD,
            services.charge_again,
            allowed=_changeable,
            undo="no_charge",
            hidden=True,
            done="{count} {noun} charged again",
        ),
        BulkAction(
            "hold",
            "Hold",
            Perm.TIME_RECORD,
            services.hold_time,
            allowed=_changeable,
            undo="release",
            done="{count} {noun} on hold",
        ),
        BulkAction(
            "release",
            "Release",
            Perm.TIME_RECORD,
            services.release_time,
            allowed=_changeable,
            undo="hold",
            done="{count} {noun} released",
        ),
        BulkAction(
            "move",
            "Move…",
            Perm.TIME_RECORD,
            services.move_time,
            allowed=_changeable,
            form=MoveForm,
            confirm="Each entry takes the rate that holds on the other matter.",
            done="{count} {noun} moved",
        ),
    ]
    actions = [Action("Add time", "time_create", Perm.TIME_RECORD, key="E")]
    export_name = "time"
    empty = Empty(
        "clock", "No time yet", "What you record here is what the firm bills.", "Add time", "time_create"
    )

    def queryset(self, request):
        # bulk services lock and check each row themselves; these joins are for labels
        return TimeEntry.objects.visible_to(request.member).select_related("matter", "member__role")

    def may(self, perm) -> bool:
        member = self.request.member
        if perm == NOT_GUEST:
            return not member.sees_named_matters_only
        if perm == SEES_MONEY:  # all of it, or at least one's own
            return sees_own_rate(member)
        if perm == PROPOSES:
            return member.powers.level(Perm.TIME_MARK_BILLABLE) is Level.PREPARE
        return super().may(perm)

    def row_url(self, obj) -> str:
        return reverse("time_detail", args=[obj.pk])

    def row_label(self, obj) -> str:
        return f"{hours_text(obj.billed_seconds)} on {obj.matter.name}, {obj.date:%b} {obj.date.day}"

    def extra_context(self, request) -> dict:
        return {"modes": modes("list")}


time_entries = TimeEntryList.as_view()
