"""The agenda: deadlines day by day."""

from accounts.permissions import Perm
from calendar_app.filters import DeadlineFilter
from calendar_app.models import Deadline
from calendar_app.services import may_enter_on
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View


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
                ("Rule or order", "authority"),
            ],
        ),
        Column(
            "kind",
            "Kind",
            kind="state",
            sort="kind",
            default=False,
            states={"court": "tag court", "statute": "tag danger", "internal": ""},
        ),
        Column(
            "owner",
            "Answers for it",
            value="owner.name",
            sort="owner__name",
            select=("owner",),
            template="calendar_app/cell_owner.html",
            css="c-owner",
        ),
        Column(
            "original",
            "First date",
            kind="date",
            value="original_due_on",
            sort="original_due_on",
            default=False,
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
        View("Court dates", "kind=court&done=no"),
        View("Unverified", "verified=no&done=no"),
        View("Late", "due_to=yesterday&done=no"),
        View("Done", "done=yes&sort=-due"),
    )
    lands_on_first_view = True
    bulk = (
        BulkAction(
            "done",
            "Mark done",
            handler="calendar_app.services.complete_deadline",
            icon="circle-check",
            undo="undone",
            done="{count} {noun} done",
        ),
        BulkAction(
            "undone",
            "Open again",
            handler="calendar_app.services.undo_complete",
            hidden=True,
            done="{count} {noun} open again",
        ),
    )
    actions = (Action("New deadline", "deadline_create", perm=Perm.DEADLINE_ENTER, key="N", prepare=True),)
    export_name = "deadlines"
    table_class = "agenda"
    template = "calendar_app/deadline_list.html"
    peek_template = "calendar_app/deadline_peek.html"
    empty = Empty(
        "calendar-event",
        "No dates yet",
        "Deadlines set by courts, statutes and the firm itself, day by day.",
        "Add a deadline",
        "deadline_create",
    )

    def loaded(self, qs):
        return super().loaded(qs).select_related("matter", "owner")

    def row_class(self, obj):
        """The first row of a day shows its date; the others leave the place empty."""
        day = getattr(self, "_day", None)
        self._day = obj.due_on
        return "" if day == obj.due_on else "opens-day"

    def peek_context(self, request, obj):
        return {"deadline": obj, "may_enter": may_enter_on(request.member, obj.matter)}
