"""Jobs of the calendar. Each may be delivered twice."""

import datetime
import logging
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from calendar_app.queries.rules import Known
from calendar_app.queries.triggers import live_triggers, stale_cause
from calendar_app.services import recheck
from calendar_app.services.courtdays import court_days_changed
from calendar_app.services.rooms import carry_on
from practice.jobs import firm_job
from practice.models import Firm
from practice.scope import firm_scope

log = logging.getLogger(__name__)


def recheck_firm() -> int:
    """Count the open chains of the firm in scope by the rules and court days of today. Returns how many wait anew.

    Chains that are as they were ask the database nothing: all of them are read in four statements.
    """
    found, known = 0, Known()
    for trigger in live_triggers():
        try:
            if not stale_cause(trigger, known)[0]:
                continue
            with transaction.atomic():
                found += recheck(trigger) is not None
        except Exception:
            log.exception("the dates of trigger %s could not be counted again", trigger.pk)
    return found


@shared_task(name="calendar_app.tasks.recheck_chains", ignore_result=True)
def recheck_chains() -> int:
    """Each night: what a new version of a rule, or a court closure, changes waits to be accepted. Returns how many chains."""
    found = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)), firm_scope(firm):
            found += recheck_firm()
    return found


@firm_job
def recount_court_days(calendar: str, first: str, last: str, reason: str = "") -> None:
    """A court's days changed: count every chain near them again, also those that nobody saw who changed the days."""
    day = datetime.date.fromisoformat
    court_days_changed(calendar, day(first), day(last), by=None, reason=reason)


@shared_task(name="calendar_app.tasks.carry_rooms", ignore_result=True)
def carry_rooms() -> int:
    """Each night: series hold their rooms as far ahead as rooms are kept. Returns how many times were written."""
    written = 0
    for firm in Firm.objects.filter(is_active=True).order_by("id"):
        with timezone.override(ZoneInfo(firm.time_zone)), firm_scope(firm):
            written += carry_on()
    return written
