"""The lists of this room: messages, calls, memos, mentions, visitors. They share one row of tabs."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.urls import reverse

from accounts.permissions import Perm
from communications import filters
from communications.lengths import length_text
from communications.models import Call, Memo, MemoReading, Mention, Slip, Visitor
from communications.queries.made import steps_of
from practice.lists import Action, BulkAction, Column, Empty, ListPage, View

# (label, URL name): the pages under the entry “Communications”.
PAGES = (
    ("Messages", "slip_list"),
    ("Calls", "call_list"),
    ("Memos", "memo_list"),
    ("Mentions", "mention_list"),
    ("Visitors", "visitor_list"),
)


def tabs_of(current: str) -> list[dict]:
    """The row of tabs above each list, as ui/tabs.html takes it."""
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in PAGES]


class DeskList(ListPage):
    """A list with the tabs of Communications above it."""

    template = "communications/list.html"
    address_name = ""

    def extra_context(self, request):
        return {"tabs": tabs_of(self.address_name)}


def _matter_column(**more) -> Column:
    return Column(
        "matter",
        "Matter",
        kind="two",
        value="matter.name",
        second="matter.number",
        href=lambda row: row.matter.get_absolute_url() if row.matter else "",
        sort="matter__name",
        select=("matter",),
        phone="",
        **more,
    )


class SlipList(DeskList):
    """Messages for people who could not take a call."""

    name, address_name = "slips", "slip_list"
    title, noun, plural = "Messages", "message", "messages"
    model, filterset, perm = Slip, filters.SlipFilter, None
    columns = (
        Column(
            "name", "Caller", kind="two", second=lambda s: " · ".join(p for p in (s.phone, s.company) if p),
            href=True, always=True, sort="name", phone="main",
            exports=[("Caller", "name"), ("Company", "company"), ("Number", "phone")],
        ),
        Column("taken", "Taken", value="taken_at", sort="taken_at", kind="ago", select=("taken_by",)),
        Column("to", "For", value="for_member.name", sort="for_member__name", select=("for_member",), phone=""),
        _matter_column(),
        Column("reason", "Reason", value=lambda s: s.reason or s.get_asks_display(), phone=""),
        Column(
            "urgency", "Urgency", kind="state", sort="urgency",
            states={"urgent": "tag danger", "today": "tag warn", "routine": ""},
        ),
        Column(
            "state", "Status", kind="state", sort="state",
            states={"new": "accent", "read": "ring", "called_back": "ok", "closed": ""}, phone="date",
        ),
        Column(
            "due", "Age", template="communications/cell_age.html", value="taken_at", sort="due_at", css="c-date",
            phone="num", exports=[("Answer by", "due_at")],
        ),
        Column("by", "Taken by", value="taken_by.name", select=("taken_by",), default=False),
        Column("contact", "Contact", value="contact.name", select=("contact",), default=False),
        Column("asks", "The caller", value="get_asks_display", default=False),
        Column("read", "Read", kind="date", value="read_at", default=False),
        Column("called", "Called back", kind="date", value="called_at", default=False),
        Column("closed", "Closed", kind="date", value="closed_at", default=False),
    )  # fmt: skip
    default_sort = ("due", "-taken")
    search = (
        "name",
        "company",
        "phone",
        "digits",
        "reason",
        "matter__name",
        "matter__number",
        "for_member__name",
    )
    default_views = (
        View("Mine and my attorneys’", "whose=mine&open=yes"),
        View("For me", "whose=me&open=yes"),
        View("Everybody’s", "open=yes"),
        View("Late", "late=yes"),
        View("Closed", "open=no&sort=-taken"),
    )
    bulk = (
        BulkAction(
            "close", "Close", handler="communications.services.slips.close_slip", icon="check", undo="reopen",
            done="{count} {noun} closed",
        ),
        BulkAction(
            "reopen", "Open again", handler="communications.services.slips.reopen_slip", hidden=True,
            done="{count} {noun} open again",
        ),
    )  # fmt: skip
    actions = (
        Action("Log call", "call_create", perm=Perm.MESSAGE_SLIP, icon="phone", key="C", primary=False),
        Action("Take message", "slip_create", perm=Perm.MESSAGE_SLIP, key="N"),
    )
    export_name = "messages"
    peek_template = "communications/slip_peek.html"
    empty = Empty(
        "message",
        "No messages",
        "When somebody calls and the person is not there, a message says who, why and when to call back.",
        "Take a message",
        "slip_create",
        perm=Perm.MESSAGE_SLIP,
    )
    lands_on_first_view = True

    def loaded(self, qs):
        return super().loaded(qs).select_related("for_member")

    def peek_context(self, request, obj):
        return {"slip": obj, "steps": steps_of("slip", obj, request.member)}

    def row_class(self, obj):
        return "unread" if obj.state == Slip.State.NEW else ""


class CallList(DeskList):
    """The phone log."""

    name, address_name = "calls", "call_list"
    title, noun, plural = "Calls", "call", "calls"
    model, filterset, perm = Call, filters.CallFilter, None
    columns = (
        Column(
            "name", "With", kind="two", second="phone", href=True, always=True, sort="name", phone="main",
            exports=[("With", "name"), ("Number", "phone")],
        ),
        Column("direction", "Direction", template="communications/cell_direction.html", sort="direction", css="c-st", phone=""),
        Column("at", "When", template="communications/cell_when.html", sort="at", css="c-when", phone="date"),
        Column("member", "Who spoke", value="member.name", sort="member__name", select=("member",), phone=""),
        _matter_column(),
        Column("outcome", "Outcome", value="get_outcome_display", sort="outcome", phone=""),
        Column(
            "length", "Length", value=lambda c: length_text(c.seconds), sort="seconds", css="num c-hrs", phone="num",
            total=False, exports=[("Seconds", "seconds")],
        ),
        Column("note", "What was said", value="note", default=False),
        Column("contact", "Contact", value="contact.name", select=("contact",), default=False),
        Column("by", "Written down by", value="recorded_by.name", select=("recorded_by",), default=False),
    )  # fmt: skip
    default_sort = "-at"
    search = ("name", "phone", "digits", "note", "matter__name", "matter__number")
    default_views = (
        View("All"),
        View("Mine", "whose=me"),
        View("My attorneys’", "whose=mine"),
        View("Incoming", "direction=in"),
        View("Outgoing", "direction=out"),
    )
    bulk = (
        BulkAction(
            "delete", "Delete", handler="communications.services.calls.delete_call", icon="trash", undo="restore",
            done="{count} {noun} deleted",
        ),
        BulkAction(
            "restore", "Bring back", handler="communications.services.calls.restore_call", hidden=True,
            done="{count} {noun} brought back",
        ),
    )  # fmt: skip
    actions = (Action("Log call", "call_create", perm=Perm.MESSAGE_SLIP, key="N"),)
    export_name = "calls"
    peek_template = "communications/call_peek.html"
    empty = Empty(
        "phone", "No calls yet", "Each call with its matter, length and outcome, in and out.", "Log a call",
        "call_create", perm=Perm.MESSAGE_SLIP,
    )  # fmt: skip

    def queryset(self, request):
        rows = Call.objects.visible_to(request.member)
        return rows if request.method == "POST" else rows.kept()

    def peek_context(self, request, obj):
        return {"call": obj, "steps": steps_of("call", obj, request.member)}


class MemoList(DeskList):
    """Memos the member got or sent."""

    name, address_name = "memos", "memo_list"
    title, noun, plural = "Memos", "memo", "memos"
    model, filterset, perm = Memo, filters.MemoFilter, None
    columns = (
        Column(
            "title", "Memo", kind="two", second="audience", href=True, always=True, sort="title", phone="main",
            exports=[("Memo", "title"), ("To", "audience")],
        ),
        Column("sender", "From", value="sent_by.name", sort="sent_by__name", select=("sent_by",), phone=""),
        Column("sent", "Sent", kind="date", value="sent_at", sort="sent_at", phone="date"),
        Column(
            "mine", "For you", template="communications/cell_memo.html", value="my_read_at", css="c-st",
            annotate=lambda request: {
                "my_read_at": Subquery(_own(request).values("read_at")[:1]),
                "my_ack_at": Subquery(_own(request).values("acknowledged_at")[:1]),
            },
            exports=[("Read", "my_read_at")], phone="num",
        ),
        Column("by", "Confirm by", kind="date", value="acknowledge_by", sort="acknowledge_by", phone=""),
        Column(
            "read", "Read", value=lambda m: f"{m.read_count or 0} of {m.reader_count or 0}", css="num c-hrs",
            annotate=lambda request: {"reader_count": _count(), "read_count": _count(read_at__isnull=False)},
            phone="",
        ),
    )  # fmt: skip
    default_sort = "-sent"
    search = ("title", "body", "audience")
    default_views = (
        View("All"),
        View("To do", "unread=yes"),
        View("Received", "box=got"),
        View("Sent", "box=sent"),
    )
    actions = (Action("New memo", "memo_create", perm=Perm.MESSAGE_SLIP, key="N"),)
    export_name = "memos"
    empty = Empty(
        "notes",
        "No memos yet",
        "A memo goes to people, roles or the whole office, and shows who has read it.",
        "Write a memo",
        "memo_create",
        perm=Perm.MESSAGE_SLIP,
    )

    def row_class(self, obj):
        mine = getattr(obj, "my_read_at", None)
        return "unread" if mine is None and obj.sent_by_id != self.request.member.pk else ""


def _own(request):
    return MemoReading.objects.filter(memo=OuterRef("pk"), member=request.member)


def _count(**kept) -> Subquery:
    rows = MemoReading.objects.filter(memo=OuterRef("pk"), **kept).order_by().values("memo")
    return Subquery(rows.annotate(n=Count("id")).values("n"), output_field=IntegerField())


class MentionList(DeskList):
    """Notes in which the member is named."""

    name, address_name = "mentions", "mention_list"
    title, noun, plural = "Mentions", "mention", "mentions"
    model, filterset, perm = Mention, filters.MentionFilter, None
    columns = (
        Column(
            "note", "Note", value=lambda m: " ".join(m.note.body.split())[:160], href=True, always=True, phone="main",
            select=("note", "note__matter"),
        ),
        Column("writer", "Written by", value="note.written_by.name", select=("note__written_by",), sort="note__written_by__name", phone=""),
        _matter_column(),
        Column("at", "When", kind="ago", value="made_at", sort="made_at", phone="date"),
        Column(
            "seen", "Seen", kind="state", value=lambda m: "yes" if m.seen_at else "no", states={"no": "accent"},
            labels={"yes": "Seen", "no": "New"}, phone="num",
        ),
    )  # fmt: skip
    default_sort = "-at"
    search = ("note__body", "matter__name", "matter__number")
    default_views = (View("All"), View("New", "seen=no"))
    export_name = "mentions"
    empty = Empty(
        "at", "Nobody has mentioned you", "A colleague who writes @ and your name in a note brings it here."
    )

    def queryset(self, request):
        return Mention.objects.filter(member=request.member, note__deleted_at=None)

    def row_url(self, obj):
        return obj.note.get_absolute_url()

    def loaded(self, qs):
        return super().loaded(qs).select_related("note")

    def row_class(self, obj):
        return "" if obj.seen_at else "unread"


class VisitorList(DeskList):
    """Who came to the office, to see whom."""

    name, address_name = "visitors", "visitor_list"
    title, noun, plural = "Visitors", "visitor", "visitors"
    model, filterset, perm = Visitor, filters.VisitorFilter, None
    columns = (
        Column(
            "name", "Visitor", kind="two", second=lambda v: " · ".join(p for p in (v.company, v.purpose) if p),
            href=True, always=True, sort="name", phone="main",
            exports=[("Visitor", "name"), ("Company", "company"), ("What for", "purpose")],
        ),
        Column("host", "To see", value="host.name", sort="host__name", select=("host",), phone=""),
        _matter_column(),
        Column("badge", "Badge", sort="badge", css="c-n", phone=""),
        Column(
            "arrived", "Came", template="communications/cell_when.html", value="arrived_at", sort="arrived_at",
            css="c-when", phone="date",
        ),
        Column(
            "waited", "Waited", value=lambda v: f"{int(v.waited.total_seconds() // 60)} min", css="num c-hrs", phone="",
            exports=[("Waited, minutes", lambda v: int(v.waited.total_seconds() // 60))],
        ),
        Column(
            "state", "Status", template="communications/cell_visit.html", value="state", css="c-st", phone="num",
            exports=[("Met", "met_at"), ("Left", "left_at")],
        ),
        Column("by", "Signed in by", value="signed_in_by.name", select=("signed_in_by",), default=False),
        Column("left", "Left", kind="date", value="left_at", sort="left_at", default=False),
    )  # fmt: skip
    default_sort = "-arrived"
    search = ("name", "company", "purpose", "badge", "host__name")
    default_views = (View("All"), View("In the house", "inside=yes"), View("Today", "arrived=today"))
    bulk = (
        BulkAction(
            "out", "Sign out", handler="communications.services.visitors.sign_out", icon="door-exit",
            done="{count} {noun} signed out",
        ),
    )  # fmt: skip
    actions = (Action("Sign in a visitor", "visitor_create", perm=Perm.MESSAGE_SLIP, key="N"),)
    export_name = "visitors"
    empty = Empty(
        "door-enter", "No visitors yet", "Who came, to see whom, how long they waited, and when they left.",
        "Sign in a visitor", "visitor_create", perm=Perm.MESSAGE_SLIP,
    )  # fmt: skip
