"""The stored PDF of a decided check: made once for each set of places that a reader may not see."""

from typing import BinaryIO

from django.db import transaction

from accounts.models import Member
from conflicts import pdf
from conflicts.models import Clearance, Report
from conflicts.queries.frozen import digest
from conflicts.queries.sight import hidden_lines, whom_to_ask
from documents import storage
from practice import audit
from practice.scope import firm_scope


def _made(clearance: Clearance, without: set[int], ask: str) -> Report:
    key = digest(sorted(without))
    # The walls of the check itself hold; those of the places do not, as the report leaves them out by itself.
    with firm_scope(clearance.firm_id):
        Clearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)
        held = Report.objects.filter(clearance=clearance, without_key=key).first()
        if held is not None:
            return held
        content = pdf.report_pdf(clearance, without=without, ask=ask)
        sha256, size = storage.store(clearance.firm_id, content)
        return Report.objects.create(
            clearance=clearance, matter_id=clearance.matter_id, without=sorted(without), without_key=key, sha256=sha256,
            size=size,
        )  # fmt: skip


@transaction.atomic
def make_whole(clearance: Clearance) -> Report:
    """The report with everything in it, for those who may see everything."""
    return _made(clearance, set(), "")


@transaction.atomic
def report_for(clearance: Clearance, *, by: Member) -> tuple[Report, BinaryIO]:
    """The report as `by` may read it, and its bytes, verified. Made at the first reading, and the same from then on."""
    hidden = [line for lines in hidden_lines(clearance.check_ref, by).values() for line in lines]
    shown = {pk for hit in clearance.content["hits"] for pk in hit["lines"]}
    hidden = [line for line in hidden if line.pk in shown]
    report = _made(clearance, {line.pk for line in hidden}, whom_to_ask(hidden, by))
    audit.record(by, "conflict.report_read", clearance.check_ref, changes={"round": [None, clearance.round]})
    return report, storage.open_for_reading(clearance.firm_id, report.sha256, size=report.size)
