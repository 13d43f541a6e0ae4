"""The list of depositions."""

from accounts.permissions import Perm
from depositions.filters import DepositionFilter
from depositions.models import Deposition
from depositions.queries.lacks import lacks_of
from practice.lists import Action, Column, Empty, ListPage, View

STATES = {
    "planned": "ring", "noticed": "warn", "confirmed": "accent", "taken": "warn", "transcript_in": "accent", "closed": "ok",
    "cancelled": "",
}  # fmt: skip


def _counsel(member, contact) -> str:
    """Who takes or defends it: one of us, else the other side's counsel."""
    return member.name if member else contact.name if contact else ""


def _late(depo: Deposition) -> list:
    return [lack for lack in lacks_of(depo) if lack.late]


class DepositionList(ListPage):
    """Who testifies when, and what is missing."""

    name = "depositions"
    title, noun, plural = "Depositions", "deposition", "depositions"
    model, filterset, perm = Deposition, DepositionFilter, Perm.MATTER_VIEW
    columns = (
        Column(
            "witness", "Witness", kind="two", value="witness.name",
            second=lambda d: f"{d.get_witness_kind_display()} · {d.get_noticed_by_display()}", href=True, always=True,
            sort="witness__name", select=("witness",), phone="main",
            exports=[("Witness", "witness.name"), ("Witness is", "get_witness_kind_display"), ("Noticed by", "get_noticed_by_display")],
        ),
        Column("day", "Day", value="starts", template="depositions/cell_day.html", sort="starts_at", css="c-dday", phone="num",
               exports=[("Day", lambda d: d.starts.isoformat(timespec="minutes") if d.starts else "")]),
        Column(
            "matter", "Matter", kind="two", value="matter.name", second="matter.number",
            href=lambda d: d.matter.get_absolute_url(), sort="matter__name", select=("matter",), phone="",
        ),
        Column("state", "Status", kind="state", sort="state", states=STATES, phone=""),
        Column(
            "lacks", "Missing", value=_late, css="c-lacks", template="depositions/cell_lacks.html", select=("review_deadline", "room"),
            phone="date", exports=[("Missing", lambda d: "; ".join(lack.text for lack in _late(d)))],
        ),
        Column("taken", "Taken by", value=lambda d: _counsel(d.taken_by, d.taking_counsel),
               sort="taken_by__name", select=("taken_by", "taking_counsel"), phone=""),
        Column("defended", "Defended by", value=lambda d: _counsel(d.defended_by, d.defending_counsel),
               sort="defended_by__name", select=("defended_by", "defending_counsel"), default=False),
        Column("reporter", "Court reporter", value="reporter.name", sort="reporter__name", select=("reporter",), default=False),
        Column("due", "Transcript due", kind="date", value="transcript_due_on", sort="transcript_due_on", default=False),
        Column("prepared", "Prepared by", value="prepared_by.name", sort="prepared_by__name", select=("prepared_by",), default=False),
    )  # fmt: skip
    default_sort = "starts_at"
    search = ("witness__name", "matter__name", "matter__number", "reporter__name", "place")
    default_views = (
        View("Coming", "state=planned,noticed,confirmed&sort=day"),
        View("Concerning me", "mine=yes&state=planned,noticed,confirmed&sort=day"),
        View("Within two weeks", "soon=yes&sort=day"),
        View("Transcripts open", "state=taken,transcript_in&sort=due"),
        View("All", ""),
    )
    lands_on_first_view = True
    actions = (
        Action("Plan a deposition", "deposition_create", perm=Perm.DEADLINE_ENTER, prepare=True, key="N"),
    )
    export_name = "depositions"
    template = "depositions/list.html"
    empty = Empty(
        "microphone-2", "No depositions", "Notice, reporter, interpreter, room, exhibits and transcript of each, and what is missing.",
        "Plan a deposition", "deposition_create",
    )  # fmt: skip


deposition_list = DepositionList.as_view()
