"""The lists of leads: table and board read the same filters."""

from itertools import islice

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from accounts.permissions import Perm
from custom_fields.lists import CustomColumns
from intake.filters import LeadFilter
from intake.forms.leads import screeners
from intake.models import Lead
from intake.queries.conflicts import checks_of
from matters.forms.matters import members_field
from practice.fields import DayField
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

STATES = {
    "new": "accent", "contacted": "", "screening": "", "conflict": "", "consultation": "", "engagement": "",
    "decision": "warn", "accepted": "ok", "signed": "ok", "converted": "ok", "declined": "", "referred": "", "lost": "",
}  # fmt: skip


CHUNK = 500


def with_checks(queryset):
    """`queryset` whose rows come with `check` (their newest conflict check or None) and `conflict_said`, in chunks."""

    clone = queryset.all()

    class Rows(clone._iterable_class):
        def __iter__(self):
            rows = super().__iter__()
            while chunk := list(islice(rows, CHUNK)):
                checks = checks_of(chunk)
                for lead in chunk:
                    lead.check_found = checks.get(lead.pk)
                    lead.conflict_said = lead.check_found.get_state_display() if lead.check_found else ""
                yield from chunk

    clone._iterable_class = Rows
    return clone


class OwnerForm(forms.Form):
    """Who works on the chosen leads from now on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"] = members_field(screeners(), label="Owner")


class NextForm(forms.Form):
    """What is done next about the chosen leads."""

    next_action = forms.CharField(max_length=200, label="Next action")
    next_action_on = DayField(required=False, label="On", widget=forms.DateInput)


class LeadList(CustomColumns, ListPage):
    """All leads: who asks, how they came, where they stand, what is next."""

    name = "leads"
    title, noun, plural = "Leads", "lead", "leads"
    model, filterset, perm = Lead, LeadFilter, Perm.LEAD_SCREEN
    columns = (
        Column(
            "name",
            "Lead",
            kind="two",
            second=lambda x: " · ".join(p for p in (x.phone, x.email) if p) or x.get_channel_display(),
            href=True,
            always=True,
            sort="name",
            phone="main",
            exports=[("Name", "name"), ("Phone", "phone"), ("E-mail", "email")],
        ),
        Column(
            "clock",
            "Answer",
            value="answered_at",
            template="intake/cell_clock.html",
            sort="answer_due_at",
            css="c-clock",
            phone="date",
            exports=[("Answered", "answered_at"), ("Answered after, business seconds", "answer_seconds")],
        ),
        Column("state", "Status", kind="state", sort="state", states=STATES),
        Column(
            "source",
            "Source",
            value=lambda x: str(x.source) if x.source_id else x.get_channel_display(),
            sort="source__name",
            select=("source",),
            css="c-src",
        ),
        Column(
            "practice",
            "Practice area",
            value=lambda x: str(x.practice_area) if x.practice_area_id else "",
            sort="practice_area__name",
            select=("practice_area",),
            css="c-area",
        ),
        Column(
            "conflict",
            "Conflicts",
            value="conflict_said",
            template="intake/cell_conflict.html",
            css="c-conf",
            exports=[("Conflict check", "conflict_said")],
        ),
        Column(
            "limitation",
            "Limitation",
            kind="date",
            value="limitation_on",
            sort="limitation_on",
            descending=False,
            template="intake/cell_limitation.html",
        ),
        Column("score", "Score", kind="number", sort="score", css="num c-n"),
        Column(
            "owner",
            "Owner",
            value=lambda x: x.owner.name if x.owner_id else "",
            sort="owner__name",
            select=("owner",),
            css="c-own",
        ),
        Column(
            "next",
            "Next action",
            value="next_action",
            template="intake/cell_next.html",
            sort="next_action_on",
            descending=False,
            css="c-nx",
            exports=[("Next action", "next_action"), ("Next action on", "next_action_on")],
        ),
        Column(
            "age", "Age", kind="ago", value="received_at", sort="received_at", phone="num", css="num c-age"
        ),
        Column("value", "Value", kind="money", sort="value", default=False, total=True),
        Column(
            "attorney",
            "Attorney",
            value=lambda x: x.attorney.name if x.attorney_id else "",
            sort="attorney__name",
            select=("attorney",),
            default=False,
        ),
        Column("referrer", "Sent by", value="referrer_name", sort="referrer_name", default=False),
        Column(
            "talk",
            "Consultation",
            kind="date",
            value="consultation_at",
            sort="consultation_at",
            default=False,
        ),
        Column(
            "parties",
            "Names",
            kind="number",
            value="party_count",
            annotate={"party_count": Count("parties")},
            default=False,
        ),
        Column("outcome", "Outcome", value="outcome", default=False),
    )
    default_sort = ("-received_at", "-pk")
    search = ("name", "phone", "email", "summary", "referrer_name")
    default_views = (
        View("Open", "open=yes"),
        View("Mine", "open=yes&owner=me"),
        View("Answer now", "state=new&sort=clock"),
        View("To decide", "state=decision"),
        View("Due", "due=yes&sort=next"),
        View("Declined and lost", "state=declined&state=referred&state=lost"),
        View("All", ""),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "assign",
            "Assign",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.assign_lead",
            form=OwnerForm,
            icon="user-plus",
            done="{count} {noun} assigned",
        ),
        BulkAction(
            "next",
            "Next action",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.set_next_action",
            form=NextForm,
            icon="arrow-right",
            done="Next action set on {count} {noun}",
        ),
        BulkAction(
            "answered",
            "Answered",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.answer_lead",
            icon="phone-call",
            done="{count} {noun} answered",
        ),
        BulkAction(
            "check",
            "Check conflicts",
            perm=Perm.CONFLICT_RUN,
            handler="intake.services.run_check",
            icon="list-search",
            at_once=25,
            done="Conflicts checked for {count} {noun}",
        ),
        BulkAction(
            "submit",
            "Send for decision",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.submit_lead",
            confirm="Each goes to the attorney who would act.",
            icon="send",
            done="{count} {noun} sent for a decision",
        ),
        BulkAction(
            "lose",
            "Lost",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.lose_lead",
            reason=True,
            undo="reopen",
            icon="user-off",
            done="{count} {noun} lost",
        ),
        BulkAction(
            "reopen",
            "Reopen",
            perm=Perm.LEAD_SCREEN,
            handler="intake.services.reopen_lead",
            hidden=True,
            done="{count} {noun} open again",
        ),
    )
    actions = (
        Action("Take a call", "lead_call", perm=Perm.LEAD_CREATE, icon="phone-call", primary=False),
        Action("New lead", "lead_create", perm=Perm.LEAD_CREATE, key="N"),
    )
    export_name = "leads"
    table_class = "ld-list"
    template = "intake/lead_list.html"
    peek_template = "intake/lead_peek.html"
    empty = Empty(
        "user-question",
        "No leads yet",
        "A lead is somebody who asks the firm to act for them: by phone, by a form on your web site, or at the desk.",
        "Take down the first",
        "lead_create",
        perm=Perm.LEAD_CREATE,
    )

    def loaded(self, qs):
        qs = super().loaded(qs)
        return with_checks(qs) if any(c.name == "conflict" for c in self.state.shown) else qs

    def row_class(self, obj):
        late = (
            obj.state == "new"
            and obj.answered_at is None
            and obj.answer_due_at
            and obj.answer_due_at < timezone.now()
        )
        return "late" if late else ""

    def peek_context(self, request, obj):
        return {
            "lead": obj,
            "parties": list(obj.parties.all()),
            "notes": list(obj.notes.select_related("by")[:3]),
        }


class LeadBoard(LeadList):
    """The leads as cards, a column for each step. It reads the filters of the list."""

    name = "leads"
    template = "intake/lead_board.html"
    export_name = ""
    # A board shows what is open; the most that a column shows of it.
    MOST = 60
    STEPS = (
        "new", "contacted", "screening", "conflict", "consultation", "engagement", "decision", "accepted", "signed",
    )  # fmt: skip

    def extra_context(self, request):
        rows = (
            self.matching.filter(Q(state__in=self.STEPS))
            .select_related("practice_area", "source", "owner", "attorney")
            .order_by("received_at", "pk")
        )
        columns = {state: [] for state in self.STEPS}
        found_leads = list(with_checks(rows))
        for lead in sorted(found_leads, key=lambda x: (x.urgency != "high", x.received_at)):
            columns[lead.state].append(lead)
        labels = dict(Lead.State.choices)
        return {
            "steps": [
                {
                    "state": state,
                    "label": labels[state],
                    "leads": found[: self.MOST],
                    "count": len(found),
                    "more": len(found) > self.MOST,
                    "by_hand": state in Lead.BY_HAND,
                }
                for state, found in columns.items()
            ],
            "now": timezone.now(),
        }
