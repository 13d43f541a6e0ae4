"""Absences: days, substitutes, and who is told."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Absence, BarLicence, Member
from accounts.permissions import Perm
from accounts.queries import away, ensure
from accounts.services.absences import change_absence, end_absence, enter_absence, name_substitute
from accounts.tasks import send_absence_mail
from matters.models import Wall
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from supervision.queries import standing_in_for


def day(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


def leave(a, member=None, first=0, last=5, **changes):
    values = {"by": a.attorney, "starts_on": day(first), "ends_on": day(last), "substitute": a.associate}
    return enter_absence(member or a.attorney, **{**values, **changes})


def refused(field, words, act):
    with pytest.raises(DomainError, match=words) as error:
        act()
    assert error.value.field == field


def test_the_substitute_decides_on_the_days_and_on_no_other(a):
    leave(a)
    assert standing_in_for(a.associate, day(0)) == [a.attorney.pk]
    assert standing_in_for(a.associate, day(5)) == [a.attorney.pk]
    assert standing_in_for(a.associate, day(6)) == []
    event = audit.history_of(a.attorney)[0]
    assert event.verb == "absence.entered"
    assert event.changes["substitute"] == [None, "Priya Tollett"]


def test_the_standing_substitute_decides_when_nobody_else_is_named(a):
    name_substitute(a.attorney, by=a.attorney, substitute=a.associate)
    a.attorney.refresh_from_db()
    leave(a, substitute=None)
    assert standing_in_for(a.associate) == [a.attorney.pk]
    assert audit.history_of(a.attorney)[1].changes == {"substitute": [None, "Priya Tollett"]}


def test_days(a):
    refused("ends_on", "before the first", lambda: leave(a, first=3, last=2))
    refused("ends_on", "are over", lambda: leave(a, first=-3, last=-1))
    refused("ends_on", "a year at most", lambda: leave(a, first=0, last=400))
    leave(a, first=2, last=5)
    refused("starts_on", "Imogen Vance is away from", lambda: leave(a, first=5, last=9))
    leave(a, first=6, last=9)


def test_who_cannot_stand_in_for_an_attorney(a):
    refused("substitute", "current licence", lambda: leave(a, substitute=a.paralegal))
    refused("substitute", "somebody else", lambda: leave(a, substitute=a.attorney))
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former firm", created_by=a.attorney)
    refused("substitute", "screened from a matter of Imogen Vance", lambda: leave(a))
    Wall.objects.update(lifted_at=timezone.now(), lifted_by=a.attorney)
    BarLicence.objects.filter(member=a.associate).update(status="inactive")
    refused(
        "substitute", "current licence", lambda: leave(a, substitute=Member.objects.get(pk=a.associate.pk))
    )
    Member.objects.filter(pk=a.associate.pk).update(is_active=False)
    refused("substitute", "no access", lambda: leave(a, substitute=Member.objects.get(pk=a.associate.pk)))


def test_the_substitute_is_there(a):
    leave(a, a.associate, first=3, last=4, by=a.associate, substitute=None)
    refused("substitute", "Priya Tollett is away", lambda: leave(a))
    leave(a, first=5, last=8)
    refused(
        "starts_on",
        "stands in for Imogen Vance",
        lambda: leave(a, a.associate, first=8, last=9, by=a.associate, substitute=None),
    )


def test_a_paralegals_place_is_taken_by_a_colleague(a):
    leave(a, a.paralegal, by=a.paralegal, substitute=a.secretary)
    assert str(away()[a.paralegal.pk]) == f"away until {day(5):%b} {day(5).day}, Bea Castellan decides"


def test_changing_and_coming_back(a):
    absence = leave(a, first=-2, last=5)
    change_absence(
        absence, by=a.attorney, starts_on=day(-2), ends_on=day(8), substitute=a.associate, note="By phone"
    )
    assert audit.history_of(a.attorney)[0].changes["ends_on"] == [str(day(5)), str(day(8))]
    end_absence(absence, by=a.attorney)
    assert Absence.objects.get().ends_on == day(-1)
    with pytest.raises(DomainError, match="is over"):
        end_absence(absence, by=a.attorney)
    end_absence(leave(a, first=3, last=4), by=a.attorney)
    assert Absence.objects.count() == 1


def test_who_enters_whose(a):
    for person in (a.paralegal, a.associate, a.freelancer):
        with pytest.raises(Refused, match="You cannot invite and manage people"):
            leave(a, by=person)
        with pytest.raises(Refused):
            name_substitute(a.attorney, by=person, substitute=None)
    absence = leave(a, by=a.admin)
    with pytest.raises(Refused):
        end_absence(absence, by=a.associate)


def test_a_refusal_says_who_is_away_and_names_those_who_are_there_first(a):
    leave(a)
    with pytest.raises(Refused) as refused:
        ensure(a.paralegal, Perm.INVOICE_APPROVE)
    last = f"{day(5):%b} {day(5).day}"
    assert refused.value.message.endswith(
        f"Priya Tollett or Imogen Vance (away until {last}, Priya Tollett decides) can."
    )


def test_the_substitute_is_told_and_nobody_of_an_absence_that_was_taken_back(a, mailoutbox):
    absence = leave(a)
    row = Outbox.objects.get(task="accounts.tasks.send_absence_mail")
    send_absence_mail(firm_id=a.firm.pk, **row.arguments)
    assert mailoutbox[0].to == [a.associate.user.email]
    assert "Imogen Vance is away from" in mailoutbox[0].body
    end_absence(absence, by=a.attorney)
    send_absence_mail(firm_id=a.firm.pk, **row.arguments)
    assert len(mailoutbox) == 1


def test_pages(firms, sign_in):
    a = firms.a
    browser = sign_in(a.attorney)
    url = f"/away/of/{a.attorney.pk}/new/"
    assert browser.get(url).status_code == 200
    data = {"starts_on": day(0), "ends_on": day(4), "substitute": a.paralegal.pk, "note": ""}
    assert browser.post(url, data).status_code == 422
    assert browser.post(url, data | {"substitute": a.associate.pk}).status_code == 303
    said = browser.get("/away/").content.decode()
    assert "Priya Tollett decides" in said
    with firm_scope(a.firm):
        absence = Absence.objects.get()
    assert browser.get(f"/away/{absence.pk}/").status_code == 200
    assert browser.post(f"/away/{absence.pk}/", data | {"substitute": ""}).status_code == 303
    post = browser.post(f"/away/of/{a.attorney.pk}/substitute/", {"substitute": a.associate.pk})
    assert post.status_code == 303
    assert browser.post(f"/away/of/{a.attorney.pk}/supports/", {"person": a.secretary.pk}).status_code == 303
    said = browser.get("/away/").content.decode()
    assert "Bea Castellan" in said
    assert "(standing substitute)" in said
    priya = sign_in(a.associate)
    assert "You decide for Imogen Vance" in priya.get("/away/").content.decode()
    assert priya.get(url).status_code == 403
    assert priya.get(f"/away/{absence.pk}/").status_code == 403
    assert priya.post(f"/away/{absence.pk}/end/").status_code == 403
    assert sign_in(a.admin).get(f"/settings/people/{a.attorney.pk}/standing/").status_code == 200
    assert sign_in(firms.b.attorney).get(f"/away/{absence.pk}/").status_code == 404
    assert sign_in(a.attorney).post(f"/away/{absence.pk}/end/").status_code == 303
