"""Comparing what is new in the firm with the checks that live: by itself, whoever wrote it."""

import datetime

from django.db import transaction
from django.utils import timezone

from conflicts.models import Check, Fresh, Subject
from conflicts.services.checks import gather_now
from conflicts.services.running import look
from matters.models import Matter, Party
from practice import audit
from practice.jobs import enqueue_after_commit
from search.models import Name
from search.queries.fetching import ask, near
from search.queries.names import SELDOM, matches

# What one run takes; more goes on in the next.
BATCH = 200
# A check of a name alone is compared with what is new for a year.
NAME_LIVES = datetime.timedelta(days=365)


@transaction.atomic
def watch() -> int:
    """Look through the checks for what was written since the last time. Returns how many places were found.

    Runs in the system's own scope, as a job that triggers ask for (conflicts.constraints). A party of a matter that has a check
    becomes a name of it; any new name that is near an asked one is searched for in that check.
    """
    batch = list(Fresh.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
    if not batch:
        return 0
    # Before the work: what is written again meanwhile is noted again.
    Fresh.objects.filter(pk__in=[row.pk for row in batch]).delete()
    found = 0
    todo: dict[int, set[int]] = {}
    for check, subjects in _own_parties(batch):
        todo.setdefault(check.pk, set()).update(subject.pk for subject in subjects)
    for subject in _met(_names(batch)):
        todo.setdefault(subject.check_ref_id, set()).add(subject.pk)
    checks = {check.pk: check for check in _live().filter(pk__in=list(todo))}
    for pk in sorted(checks):
        subjects = list(Subject.objects.filter(pk__in=todo[pk], dropped_at=None).order_by("id"))
        new = look(checks[pk], subjects, by=None)
        found += new
        if new and not checks[pk].is_decided:
            audit.record(None, "conflict.found_more", checks[pk], changes={"new": [None, new]})
    if len(batch) == BATCH:
        enqueue_after_commit("conflicts.tasks.watch")
    return found


def _live():
    """Checks whose matter or lead is still going on, and those of names alone of the last year."""
    over = [*Matter.ENDED, Matter.State.DECLINED]
    return Check.objects.exclude(matter__state__in=over).exclude(
        about_kind=Check.About.NAME, created_at__lt=timezone.now() - NAME_LIVES
    )


def _own_parties(batch: list[Fresh]) -> list[tuple[Check, list[Subject]]]:
    """Checks of matters and leads whose own parties are new, with the names that they get by it."""
    ids = {kind: [row.object_id for row in batch if row.kind == kind] for kind in {row.kind for row in batch}}
    matters = set(Party.objects.filter(pk__in=ids.get("party", [])).values_list("matter_id", flat=True))
    matters |= set(ids.get("client", []))
    contacts = ids.get("contact", [])
    matters |= set(Party.objects.filter(contact_id__in=contacts).values_list("matter_id", flat=True))
    matters |= set(Matter.objects.filter(client_id__in=contacts).values_list("pk", flat=True))
    leads = _leads_of(ids.get("lead", []), ids.get("lead_party", []))
    found = []
    rows = _live().filter(about_kind=Check.About.MATTER, matter__in=matters) | _live().filter(
        about_kind=Check.About.LEAD, about_id__in=leads
    )
    for check in rows.distinct().order_by("pk"):
        new = gather_now(check, by=None)
        if new:
            found.append((check, new))
    return found


def _leads_of(leads: list[int], parties: list[int]) -> set[int]:
    from django.apps import apps

    rows = apps.get_model("intake.LeadParty").objects.filter(pk__in=parties)
    return set(leads) | set(rows.values_list("lead_id", flat=True))


def _names(batch: list[Fresh]) -> list[str]:
    """The names that are new, each once."""
    ids = {kind: [row.object_id for row in batch if row.kind == kind] for kind in {row.kind for row in batch}}
    parties = Party.objects.filter(pk__in=ids.pop("party", [])).values_list("contact_id", flat=True)
    clients = Matter.objects.filter(pk__in=ids.pop("client", [])).values_list("client_id", flat=True)
    contacts = {*parties, *clients}
    found: set[str] = set(
        Name.objects.filter(contact_id__in=contacts, kind__in=["contact", "alias"]).values_list(
            "name", flat=True
        )
    )
    for kind, pks in ids.items():
        found |= set(Name.objects.filter(kind=kind, object_id__in=pks).values_list("name", flat=True))
    return sorted(found)


def _met(names: list[str]) -> list[Subject]:
    """The asked names that are near any of these."""
    ids: set[int] = set()
    for asked in ask(names) if names else []:
        for match in matches(asked, near(asked, only=("subject",))):
            if match.score >= SELDOM:
                ids.add(match.object_id)
    return list(Subject.objects.filter(pk__in=ids, dropped_at=None))
