"""The agenda: deadlines day by day."""

from django import forms

from accounts.models import Member
from accounts.permissions import Perm
from calendar_app.filters import DeadlineFilter
from calendar_app.models import Deadline
from calendar_app.queries.explaining import derivation_text
from calendar_app.showing import shown
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

STATUS_WORDS = {
    "open": "Open",
    "unverified": "Unverified",
    "verified": "Verified",
    "extended": "Extended",
    "done": "Done",
    "dismissed": "Dismissed",
}


def acknowledged_word(deadline: Deadline) -> str:
    """Whether the owner of a critical date has acknowledged it, in a word."""
    if deadline.acknowledged_at is not None:
        return "Acknowledged"
    return "Not yet" if deadline.needs_acknowledgment else ""


class ReassignForm(forms.Form):
    """Who answers for the chosen dates from now on."""

    wants_member = True

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        people = {
            str(m.pk): m
            for m in Member.objects.active().select_related("role").order_by("name")
            if not m.sees_named_matters_only
        }
        for name, label, empty in (("owner", "Answers for it", ""), ("backup", "Backup", "As they are")):
            self.fields[name] = forms.TypedChoiceField(
                choices=[("", empty), *((pk, m.name) for pk, m in people.items())],
                coerce=lambda value: people[str(value)],
                empty_value=None,
                required=name == "owner",
                label=label,
            )


class DoneForm(forms.Form):
    """Why no document proves that dates of courts were met, when several are marked done at once."""

    no_proof = forms.CharField(
        max_length=500,
        required=False,
        label="Why no document proves it",
        help_text="For dates of courts and statutes. Open one to pick its document.",
    )


def _acknowledges(member: Member, deadline: Deadline) -> bool | str:
    if deadline.owner_id != member.pk:
        return f"{deadline.owner.name} acknowledges this date."
    return True


class DeadlineList(ListPage):
    """Open deadlines in the order in which they fall due, under their days."""

    name = "deadlines"
    title, noun, plural = "Deadlines", "deadline", "deadlines"
    model, filterset, perm = Deadline, DeadlineFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "due",
            "Due",
            kind="date",
            value="due_on",
            sort="due_on",
            always=True,
            template="calendar_app/cell_day.html",
            css="c-day",
            exports=[("Due", "due_on"), ("Due at", lambda d: d.due_at or "")],
        ),
        Column(
            "title",
            "Deadline",
            always=True,
            template="calendar_app/cell_title.html",
            sort="title",
            phone="main",
            select=("matter",),
            exports=[
                ("Deadline", "title"),
                ("Matter number", "matter.number"),
                ("Matter", "matter.name"),
                ("Kind", lambda d: d.get_kind_display()),
            ],
        ),
        Column(
            "rule",
            "Rule",
            value="authority",
            sort="authority",
            template="calendar_app/cell_rule.html",
            css="c-rule c-opt",
            exports=[
                ("Rule or order", "authority"),
                ("Rule set", "pack"),
                ("Rule set version", "pack_version"),
                ("Rule id", "rule_id"),
                ("How it was counted", derivation_text),
                ("Earliest safe", lambda d: d.earliest_on or ""),
                ("Latest arguable", lambda d: d.latest_on or ""),
                ("Why another date than the rule’s", "override"),
                ("Extended from", lambda d: d.extended_from or ""),
            ],
        ),
        Column(
            "trigger",
            "Trigger",
            value=lambda d: d.trigger.label if d.trigger else "",
            select=("trigger",),
            template="calendar_app/cell_trigger.html",
            css="c-trig c-opt",
            exports=[
                ("Trigger", lambda d: d.trigger.label if d.trigger else ""),
                ("Trigger date", lambda d: d.trigger.happened_on if d.trigger else ""),
            ],
        ),
        Column(
            "service",
            "Service",
            value=lambda d: d.service_method.replace("_", " ").capitalize(),
            sort="service_method",
            default=False,
        ),
        Column(
            "original",
            "First date",
            kind="date",
            value="original_due_on",
            sort="original_due_on",
            default=False,
        ),
        Column(
            "status",
            "Status",
            kind="state",
            value="status",
            states={
                "open": "ring",
                "unverified": "tag warn",
                "verified": "ok",
                "extended": "accent",
                "done": "ok",
                "dismissed": "",
            },
            labels=STATUS_WORDS,
            css="c-st",
            phone="",
        ),
        Column(
            "owner",
            "Owner",
            value="owner.name",
            sort="owner__name",
            select=("owner",),
            template="calendar_app/cell_owner.html",
            css="c-owner",
        ),
        Column(
            "backup",
            "Backup",
            value=lambda d: d.backup.name if d.backup else "",
            sort="backup__name",
            select=("backup",),
            default=False,
        ),
        Column(
            "acknowledged",
            "Acknowledged",
            value=acknowledged_word,
            default=False,
            template="calendar_app/cell_acknowledged.html",
            exports=[
                ("Critical", lambda d: "yes" if d.critical else ""),
                ("Acknowledged", lambda d: d.acknowledged_at or ""),
            ],
        ),
        Column(
            "kind",
            "Kind",
            kind="state",
            sort="kind",
            default=False,
            states={"court": "tag court", "statute": "tag danger", "internal": ""},
            exports=[],
        ),
        Column("verified", "Verified", kind="date", value="verified_at", sort="verified_at", default=False),
        Column("done", "Done", kind="date", value="done_at", sort="done_at", default=False),
        Column(
            "act",
            "",
            template="calendar_app/cell_act.html",
            exports=[],
            css="c-act",
            always=True,
            phone="num",
            value="done_at",
        ),
    )
    default_sort = "due"
    search = ("title", "matter__name", "matter__number", "authority")
    default_views = (
        View("Mine", "whose=mine&done=no"),
        View("Everybody", "done=no"),
        View("7 days", "due=today..%2B7&done=no"),
        View("30 days", "due=today..%2B30&done=no"),
        View("Unverified", "verified=no&done=no"),
        View("Unseen", "acknowledged=no&done=no"),
        View("Late", "due_to=yesterday&done=no"),
        View("Done", "done=yes&sort=-due"),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "verify",
            "Verify",
            Perm.DEADLINE_VERIFY,
            handler="calendar_app.services.verify_deadline",
            icon="shield-check",
            confirm="You have compared each date with its rule, order or notice.",
            done="{count} {noun} verified",
        ),
        BulkAction(
            "acknowledge",
            "Acknowledge",
            handler="calendar_app.services.acknowledge",
            allowed=_acknowledges,
            icon="eye-check",
            done="{count} {noun} acknowledged",
        ),
        BulkAction(
            "reassign",
            "Reassign",
            handler="calendar_app.services.reassign",
            form=ReassignForm,
            icon="user-share",
            done="{count} {noun} reassigned",
        ),
        BulkAction(
            "done",
            "Mark done",
            handler="calendar_app.services.complete_deadline",
            form=DoneForm,
            icon="circle-check",
            undo="undone",
            done="{count} {noun} done",
        ),
        BulkAction(
            "dismiss",
            "Dismiss",
            Perm.DEADLINE_DISMISS,
            handler="calendar_app.services.dismiss_deadline",
            reason=True,
            confirm="They leave the calendar without being met. Name the order, stipulation or rule.",
            icon="calendar-x",
            danger=True,
            undo="undone",
            done="{count} {noun} dismissed",
        ),
        BulkAction(
            "undone",
            "Open again",
            handler="calendar_app.services.undo_complete",
            hidden=True,
            done="{count} {noun} open again",
        ),
    )
    actions = (
        Action(
            "Add court dates",
            "chain_create",
            perm=Perm.DEADLINE_ENTER,
            icon="gavel",
            primary=False,
            prepare=True,
        ),
        Action("New deadline", "deadline_create", perm=Perm.DEADLINE_ENTER, key="N", prepare=True),
    )
    export_name = "deadlines"
    table_class = "agenda"
    template = "calendar_app/deadline_list.html"
    peek_template = "calendar_app/deadline_peek.html"
    peek_acts_template = "calendar_app/_copy.html"
    empty = Empty(
        "calendar-event",
        "No dates yet",
        "Deadlines set by courts, statutes and the firm itself, day by day.",
        "Add court dates",
        "chain_create",
    )

    def loaded(self, qs):
        return super().loaded(qs).select_related("matter", "owner", "trigger")

    def row_class(self, obj):
        """The first row of a day shows its date; the others leave the place empty."""
        day = getattr(self, "_day", None)
        self._day = obj.due_on
        return "" if day == obj.due_on else "opens-day"

    def peek_context(self, request, obj):
        return shown(request.member, obj)
