"""The lists behind the delegation report: delegable time, and time that looks delegable."""

from django.db.models import DecimalField, ExpressionWrapper, F
from django.urls import reverse

from accounts.permissions import Perm
from billing.durations import hours_text
from billing.models import TimeEntry
from billing.queries.time import may_change
from billing.services import time as time_services
from matters.columns import MATTER
from practice.lists import BulkAction, Column, Empty, ListPage, View
from reports.filters import DelegableFilter, SuspectFilter
from reports.forms.delegation import DelegateLikeForm, NatureForm
from reports.queries.access import ensure_sees_delegation, sees_rates
from reports.queries.insight import attorney_time, delegable_time
from reports.queries.wording import guess, suspects
from reports.services.delegating import delegate_like
from reports.services.reclassifying import accept_suggestion, keep_as_legal, suggest_again
from reports.tabs import delegation_tabs

SEES_RATES = "sees.rates"


def _narrative(entry: TimeEntry) -> str:
    return entry.narrative if len(entry.narrative) <= 160 else f"{entry.narrative[:159]}…"


def _changeable(member, entry) -> bool | str:
    """Whether a bulk act may touch the entry, or why not; the services check the same again."""
    if may_change(member, entry):
        return True
    if entry.state != TimeEntry.State.OPEN:
        return "It is no longer unbilled."
    return f"It is {entry.member.name}’s entry."


RECLASSIFY = BulkAction(
    "reclassify",
    "Change nature…",
    Perm.TIME_RECORD,
    time_services.reclassify_time,
    form=NatureForm,
    allowed=_changeable,
    confirm="Clerical work leaves the bill.",
    undo="unclassify",
    done="{count} {noun} changed",
)
UNCLASSIFY = BulkAction(
    "unclassify",
    "Change back",
    Perm.TIME_RECORD,
    time_services.undo_reclassify,
    allowed=_changeable,
    hidden=True,
    done="{count} {noun} changed back",
)
DATE = Column("date", "Date", kind="date", sort="date", phone="date")
ATTORNEY = Column(
    "attorney",
    "Attorney",
    value="member.name",
    sort="member__name",
    select=("member__role",),
    perm=Perm.REPORT_FIRM_FINANCIAL,
)
NARRATIVE = Column(
    "narrative",
    "Narrative",
    kind="two",
    value=_narrative,
    template="reports/cell_narrative.html",
    exports=[("Narrative", "narrative")],
    phone="",
)
WORKED = Column("worked", "Worked", kind="hours", value="seconds", sort="seconds", total=True, phone="num")
VALUE = ExpressionWrapper(
    F("seconds") * F("rate") / 3600, output_field=DecimalField(max_digits=14, decimal_places=2)
)


class _AttorneysTime(ListPage):
    model, perm, noun, plural = TimeEntry, Perm.REPORT_OWN, "entry", "entries"
    template = "reports/list.html"
    default_sort = ("-date", "-pk")
    search = ("narrative", "matter__name", "matter__number", "matter__client__name", "member__name")
    tab = ""

    def respond(self):
        ensure_sees_delegation(self.request.member)
        return super().respond()

    def rows(self, member):
        """What the list is about."""
        raise NotImplementedError

    def queryset(self, request):
        # what an undo brings back has left the list meanwhile
        found = attorney_time(request.member) if request.GET.get("undo") else self.rows(request.member)
        return found.select_related("matter", "member__role")

    def may(self, perm) -> bool:
        return sees_rates(self.request.member) if perm == SEES_RATES else super().may(perm)

    def row_url(self, obj) -> str:
        back = f"?next={self.request.path}"
        return reverse("time_detail", args=[obj.pk]) + back

    def row_label(self, obj) -> str:
        return f"{hours_text(obj.seconds)} on {obj.matter.name}, {obj.date:%b} {obj.date.day}"

    def extra_context(self, request) -> dict:
        return {"tabs": delegation_tabs(request.member, self.tab)}


class DelegableList(_AttorneysTime):
    """Attorneys' time on work that others may do, each entry with whom it would suit."""

    name, title, tab = "delegable", "Delegable time", "entries"
    filterset = DelegableFilter
    columns = [
        DATE,
        ATTORNEY,
        MATTER,
        NARRATIVE,
        Column("nature", "Nature", value="get_nature_display", sort="nature"),
        WORKED,
        Column(
            "value",
            "At own rate",
            kind="money",
            value="own_value",
            sort="own_value",
            annotate={"own_value": VALUE},
            total="own_value",
            perm=SEES_RATES,
        ),
        Column(
            "suits",
            "Would suit",
            value=lambda e: e.pk,
            template="reports/cell_suits.html",
            prefetch=("matter__team_members", "matter__walls"),
            exports=[],
            phone="",
        ),
        Column("billable", "Billable", kind="bool", value="billable", sort="billable", default=False),
        Column("state", "State", value="get_state_display", sort="state", default=False),
    ]
    lands_on_first_view = True
    default_views = [
        View("Last 90 days", "date=-89d..today"),
        View("This month", "date=this-month"),
        View("Charged to clients", "billable=yes"),
        View("All", ""),
    ]
    bulk = [
        BulkAction(
            "delegate",
            "Delegate…",
            Perm.SUPERVISION_DELEGATE,
            delegate_like,
            form=DelegateLikeForm,
            confirm="The work of these kinds on these matters goes to them from now on: they join the team, the "
            "delegation is recorded, and they get a mail. The entries stay as they are.",
            done="Work like {count} {noun} delegated",
            at_once=100,
        ),
        RECLASSIFY,
        UNCLASSIFY,
    ]
    export_name = "delegable-time"
    empty = Empty(
        "users",
        "No delegable time yet",
        "Attorneys’ time recorded as paralegal, administrative or clerical work.",
    )

    def rows(self, member):
        return delegable_time(member)


class SuspectList(_AttorneysTime):
    """Attorneys' unbilled time recorded as legal whose words suggest otherwise."""

    name, title, tab = "looks-delegable", "Looks delegable", "suspects"
    filterset = SuspectFilter
    before_template = "reports/suspects_note.html"
    columns = [
        DATE,
        ATTORNEY,
        MATTER,
        NARRATIVE,
        Column(
            "suggestion",
            "Suggestion",
            kind="two",
            value=lambda e: (found := guess(e.narrative)) and found.label,
            second=lambda e: (found := guess(e.narrative)) and f"for “{found.word}”",
            exports=[("Suggested nature", lambda e: (found := guess(e.narrative)) and found.label)],
            phone="",
        ),
        WORKED,
        Column("billable", "Billable", kind="bool", value="billable", sort="billable"),
    ]
    default_views = [View("All", "")]
    bulk = [
        BulkAction(
            "accept",
            "Accept suggestions",
            Perm.TIME_RECORD,
            accept_suggestion,
            allowed=_changeable,
            undo="unclassify",
            done="{count} {noun} changed as suggested",
        ),
        RECLASSIFY,
        BulkAction(
            "keep",
            "It is legal work",
            Perm.TIME_RECORD,
            keep_as_legal,
            allowed=_changeable,
            undo="again",
            done="{count} {noun} kept as legal",
        ),
        UNCLASSIFY,
        BulkAction(
            "again",
            "Suggest again",
            Perm.TIME_RECORD,
            suggest_again,
            allowed=_changeable,
            hidden=True,
            done="{count} {noun} suggested again",
        ),
    ]
    export_name = "looks-delegable"
    empty = Empty(
        "circle-check",
        "Nothing looks delegable",
        "Unbilled time that attorneys recorded as legal is searched for words such as scheduling, copying or e-filing.",
    )

    def rows(self, member):
        return suspects(member)


delegable_list = DelegableList.as_view()
suspect_list = SuspectList.as_view()
