"""The conflict check of a lead: its names, run by staff, cleared by an attorney (conflicts)."""

from django.db import transaction

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from conflicts.models import Check
from conflicts.services import rerun, start_check
from intake.models import Lead
from intake.queries.conflicts import standing_of
from intake.services.leads import advance, locked


@transaction.atomic
def run_check(lead: Lead, *, by: Member) -> Check:
    """Run the conflict check over who asks and whoever is named, or run it again; the lead goes to "Conflict check"."""
    ensure(by, Perm.CONFLICT_RUN)
    lead = locked(lead)
    found = standing_of(lead).check
    if found is not None:
        rerun(found, by=by)
    else:
        found = start_check(by=by, lead_id=lead.pk)
    advance(lead, Lead.State.CONFLICT, by=by)
    return found
