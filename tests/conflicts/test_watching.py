"""What is written later is compared with the checks that live, whoever writes it, and told once."""

import pytest
from django.core import mail
from django.db import connection

from conflicts import services, tasks
from conflicts.models import Check, Fresh, Hit
from intake.models import Lead
from matters.models import Contact
from practice.models import AuditEvent, Outbox
from supervision.models import Approval
from tests.conflicts.kit import judge_all, new_matter, party, person, run_watch


def wanted() -> int:
    return Outbox.objects.filter(task="conflicts.tasks.watch", done_at=None).count()


@pytest.fixture
def cleared(a):
    matter = new_matter(a, "2026-0710", person("Ines Falk"))
    check = services.start_check(by=a.paralegal, matter=matter)
    judge_all(check, a.paralegal)
    services.decide_check(check, by=a.attorney, to="cleared")
    run_watch()
    a.new = matter
    return Check.objects.get(pk=check.pk)


def state(check):
    return Check.objects.get(pk=check.pk).state


def test_a_firm_without_checks_notes_nothing(a):
    person("Somebody New")
    assert Fresh.objects.count() == 0 and wanted() == 0


def test_a_later_party_of_another_matter_opens_a_cleared_check_and_tells_once(a, cleared):
    party(a.matter, person("Inez Falk"))
    assert wanted() == 1
    assert run_watch() == 2  # the contact, and its part in the matter
    assert (state(cleared), Check.objects.get(pk=cleared.pk).round) == ("in_review", 2)
    assert Hit.objects.get(check_ref=cleared).found_later and Hit.objects.get(check_ref=cleared).adverse
    assert Approval.objects.get(kind="conflict").state == "void"
    job = Outbox.objects.get(task="conflicts.tasks.mail_collision")
    assert job.arguments == {"check_id": cleared.pk, "round": 2}
    tasks.mail_collision(firm_id=a.firm.pk, **job.arguments)
    assert mail.outbox[-1].to == [a.attorney.user.email] and "Inez" not in mail.outbox[-1].body
    Contact.objects.filter(name="Inez Falk").update(phone="1")
    Fresh.objects.create(kind="party", object_id=a.matter.parties.get().pk)
    assert run_watch() == 0
    assert Outbox.objects.filter(task="conflicts.tasks.mail_collision").count() == 1
    assert AuditEvent.objects.filter(verb="conflict.collided").count() == 1


def test_a_party_added_to_the_matter_is_asked_about(a, cleared):
    party(a.matter, other := person("Olaf Brandt"), "client", "ours")
    run_watch()
    assert state(cleared) == "cleared"
    party(a.new, other)
    run_watch()
    assert list(cleared.subjects.values_list("name", flat=True)) == ["Ines Falk", "Olaf Brandt"]
    assert state(cleared) == "in_review" and Hit.objects.get(check_ref=cleared).adverse


def test_a_harmless_party_leaves_it_cleared(a, cleared):
    party(a.new, person("Zebulon Ashgrove"))
    run_watch()
    assert state(cleared) == "cleared" and cleared.subjects.count() == 2


def test_plain_sql_is_noticed_too(a, cleared):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_contact SET name = 'Ines Falk' WHERE id = %s", [a.client.pk])
    assert wanted() == 1
    run_watch()
    assert state(cleared) == "in_review"


@pytest.mark.parametrize("what", ["lead", "interest"])
def test_leads_and_interests_collide(a, cleared, what):
    if what == "lead":
        Lead.objects.create(name="Ines Falck")
    else:
        services.declare_interest(by=a.secretary, kind="relative", name="Ines Falk")
    run_watch()
    assert state(cleared) == "in_review"


def test_an_undecided_check_gets_the_hit_without_mail(a):
    check = services.start_check(by=a.assistant, names=[("Ines Falk", "client")])
    person("Ines Falk")
    assert run_watch() == 1
    assert state(check) == "in_review" and Hit.objects.get(check_ref=check).disposition == ""
    assert not Outbox.objects.filter(task="conflicts.tasks.mail_collision").exists()


def test_a_judged_hit_with_a_new_place_is_open_again(a):
    falk = person("Ines Falk")
    check = services.start_check(by=a.assistant, names=[("Ines Falk", "client")])
    judge_all(check, a.assistant)
    party(a.matter, falk)
    run_watch()
    hit = Hit.objects.get(check_ref=check)
    assert (hit.disposition, hit.adverse, hit.line_count) == ("", True, 2)
