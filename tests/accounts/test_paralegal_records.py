"""Paralegals' qualifications and courses: the person keeps the record, an attorney confirms it, periods follow the rule."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import EducationCourse, EducationRule, Member, Qualification
from accounts.queries import education_state, former_shortfall, qualification_word
from accounts.services import qualifications
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.scope import firm_scope
from tests.billing.bills import fresh

TODAY = timezone.localdate
URL = "/settings/people/{}/qualifications/"


def course(a, *, by=None, **values):
    given = {
        "title": "Conflicts",
        "provider": "County bar",
        "taken_on": TODAY() - datetime.timedelta(days=1),
        "hours": Decimal("2.0"),
        "subject": "ethics",
    }
    return qualifications.enter_course(a.paralegal, by=by or fresh(a.paralegal), **(given | values))


def paper(a, **values):
    given = {"kind": "aba", "issued_on": datetime.date(2015, 6, 1), "issuer": "Merritt Paralegal Institute"}
    return qualifications.enter_qualification(a.paralegal, by=fresh(a.paralegal), **(given | values))


@pytest.fixture
def supervised(a):
    """The paralegal under the associate, who is no partner and manages nobody."""
    Member.objects.filter(pk=a.paralegal.pk).update(supervisor=a.associate)
    a.paralegal.supervisor = a.associate
    return a


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        ((2026, 11, 22), (2025, 1, 1), (2026, 12, 31)),
        ((2025, 1, 1), (2025, 1, 1), (2026, 12, 31)),
        ((2026, 12, 31), (2025, 1, 1), (2026, 12, 31)),
        ((2027, 1, 1), (2027, 1, 1), (2028, 12, 31)),
        ((2006, 12, 31), (2005, 1, 1), (2006, 12, 31)),
    ],
)
def test_californias_periods(on, first, last):
    """§ 6450(d): every two years, commencing January 1, 2007."""
    assert EducationRule().period(datetime.date(*on)) == (datetime.date(*first), datetime.date(*last))


def test_a_firms_own_periods():
    rule = EducationRule(months=12, starts_on=datetime.date(2020, 9, 15))
    assert rule.period(datetime.date(2026, 9, 14)) == (datetime.date(2025, 9, 15), datetime.date(2026, 9, 14))
    assert rule.period(datetime.date(2026, 9, 15)) == (datetime.date(2026, 9, 15), datetime.date(2027, 9, 14))


def test_only_confirmed_hours_count(supervised):
    a = supervised
    entry = course(a)
    state = education_state(a.paralegal)
    assert (state.ethics, state.general, state.waiting) == (0, 0, Decimal("2.00"))
    assert state.waiting_text == "2.0 h wait for an attorney’s confirmation"
    qualifications.confirm_entry(entry, by=fresh(a.associate))
    state = education_state(a.paralegal)
    assert state.to_go == "2.0 h of ethics and 4.0 h of law"
    qualifications.confirm_entry(course(a, title="Privilege", hours=Decimal("2.25")), by=fresh(a.associate))
    qualifications.confirm_entry(
        course(a, title="Civil procedure", subject="general", hours=Decimal("3.75")), by=fresh(a.associate)
    )
    state = education_state(a.paralegal)
    # A quarter of an hour of ethics too many does not stand in for law.
    assert state.to_go == "0.25 h of law"
    assert not state.is_complete
    qualifications.confirm_entry(
        course(a, title="Evidence", subject="general", hours=Decimal("0.25")), by=fresh(a.associate)
    )
    state = education_state(a.paralegal)
    assert state.is_complete
    assert state.text == "Complete"


def test_courses_of_another_period_do_not_count(a):
    EducationCourse.objects.create(
        member=a.paralegal,
        entered_by=a.paralegal,
        title="Old",
        provider="Bar",
        taken_on=datetime.date(2024, 12, 31),
        hours=8,
        subject="ethics",
        confirmed_by=a.attorney,
        confirmed_at=timezone.now(),
    )
    assert education_state(a.paralegal, on=datetime.date(2026, 1, 5)).ethics == 0
    assert education_state(a.paralegal, on=datetime.date(2024, 1, 5)).ethics == 8


def test_a_former_period_that_fell_short_is_told_to_those_who_worked_in_it(a):
    assert former_shortfall(a.paralegal) is None  # joined today
    Member.objects.filter(pk=a.paralegal.pk).update(
        joined_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )
    short = former_shortfall(fresh(a.paralegal))
    assert short.to_go == "4.0 h of ethics and 4.0 h of law"
    EducationRule.objects.create(is_required=False)
    assert former_shortfall(fresh(a.paralegal)) is None


def test_who_confirms(supervised):
    a = supervised
    entry = course(a)
    with pytest.raises(Refused, match="An attorney confirms your record"):
        qualifications.confirm_entry(entry, by=fresh(a.paralegal))
    for key in ("assistant", "secretary"):
        with pytest.raises(Refused):
            qualifications.confirm_entry(entry, by=fresh(getattr(a, key)))
    # Who manages people sees the record, and confirms only as an attorney.
    with pytest.raises(Refused, match="Model Rule 5.3"):
        qualifications.confirm_entry(entry, by=fresh(a.admin))
    a.associate.licences.update(status="suspended")
    with pytest.raises(Refused, match="licence is suspended"):
        qualifications.confirm_entry(entry, by=fresh(a.associate))
    qualifications.confirm_entry(entry, by=fresh(a.attorney))  # a partner
    with pytest.raises(DomainError, match="confirmed already"):
        qualifications.confirm_entry(entry, by=fresh(a.attorney))
    assert audit.history_of(a.paralegal)[0].verb == "course.confirmed"


def test_an_attorney_who_does_not_supervise_the_person(a):
    entry = course(a)
    with pytest.raises(Refused):
        qualifications.confirm_entry(entry, by=fresh(a.associate))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hours": Decimal(0)}, "between 0.25 and 100"),
        ({"subject": "cooking"}, "ethics or law"),
        ({"taken_on": datetime.date(2999, 1, 1)}, "still to come"),
    ],
)
def test_bad_courses(a, change, said):
    with pytest.raises(DomainError, match=said):
        course(a, **change)


def test_the_same_course_twice(a):
    course(a)
    with pytest.raises(DomainError, match="on record already"):
        course(a)


def test_qualifications_by_the_kinds_of_the_statute(supervised):
    a = supervised
    assert qualification_word(a.paralegal) == "missing"
    with pytest.raises(DomainError, match=r"December 31, 2003"):
        paper(a, kind="experience", issued_on=datetime.date(2004, 1, 1))
    entry = paper(a)
    assert qualification_word(a.paralegal) == "waiting"
    qualifications.confirm_entry(entry, by=fresh(a.associate))
    assert qualification_word(a.paralegal) == "confirmed"


def test_records_are_kept_of_paralegals_only(a):
    with pytest.raises(DomainError, match="kept of paralegals"):
        qualifications.enter_qualification(
            a.secretary,
            by=fresh(a.admin),
            kind="aba",
            issued_on=datetime.date(2015, 6, 1),
            issuer="Merritt",
        )


def test_removing_what_was_confirmed_takes_an_attorney_and_a_reason(supervised):
    a = supervised
    qualifications.remove_entry(course(a, title="Typed wrong"), by=fresh(a.paralegal))
    entry = qualifications.confirm_entry(course(a), by=fresh(a.associate))
    with pytest.raises(Refused):
        qualifications.remove_entry(entry, by=fresh(a.paralegal), reason="Not mine")
    with pytest.raises(DomainError, match="Say why"):
        qualifications.remove_entry(entry, by=fresh(a.associate))
    qualifications.remove_entry(entry, by=fresh(a.associate), reason="Certificate withdrawn")
    assert not EducationCourse.objects.exists()
    assert audit.history_of(a.paralegal)[0].reason == "Certificate withdrawn"


def test_the_firms_rule(a):
    with pytest.raises(Refused):
        qualifications.change_education_rule(
            by=fresh(a.associate), is_required=True, months=12, starts_on=TODAY(), ethics_hours=Decimal(1),
            general_hours=Decimal(1), citation="Ours",
        )  # fmt: skip
    values = {
        "is_required": True,
        "months": 12,
        "starts_on": datetime.date(2020, 1, 1),
        "ethics_hours": Decimal(1),
        "general_hours": Decimal("2.5"),
        "citation": "Firm policy",
    }
    rule = qualifications.change_education_rule(by=fresh(a.admin), **values)
    assert education_state(a.paralegal).to_go == "1.0 h of ethics and 2.5 h of law"
    qualifications.change_education_rule(by=fresh(a.admin), **values | {"months": 24})
    assert EducationRule.objects.count() == 1
    assert audit.history_of(rule)[0].changes == {"months": [12, 24]}
    with pytest.raises(DomainError, match="1 to 28"):
        qualifications.change_education_rule(
            by=fresh(a.admin), **values | {"starts_on": datetime.date(2020, 1, 31)}
        )


def test_the_pages_of_a_record(firms, sign_in):
    pk = firms.a.paralegal.pk
    with firm_scope(firms.a.firm):
        Member.objects.filter(pk=pk).update(supervisor=firms.a.associate)
    client = sign_in(firms.a.paralegal)
    page = client.get(URL.format(pk)).content.decode()
    assert "4.0 h of ethics and 4.0 h of law to go until December 31, 20" in page
    assert "No qualification on record" in page
    data = {
        "title": "Conflicts",
        "provider": "County bar",
        "taken_on": "t-1",
        "hours": "2",
        "subject": "ethics",
    }
    assert client.post(f"/settings/people/{pk}/courses/new/", data).status_code == 303
    assert client.post(f"/settings/people/{pk}/courses/new/", data).status_code == 422
    assert client.post(f"/settings/people/{pk}/courses/new/", data | {"hours": "0"}).status_code == 422
    data = {"kind": "aba", "issuer": "Merritt Paralegal Institute", "issued_on": "6/1/2015"}
    assert client.post(f"/settings/people/{pk}/qualifications/new/", data).status_code == 303
    with firm_scope(firms.a.firm):
        one, other = EducationCourse.objects.get().pk, Qualification.objects.get().pk
    page = client.get(URL.format(pk)).content.decode()
    assert "2.0 h wait for an attorney’s confirmation" in page
    assert f"/settings/courses/{one}/confirm/" not in page
    assert client.post(f"/settings/courses/{one}/confirm/").status_code == 403
    client = sign_in(firms.a.associate)
    assert f"/settings/courses/{one}/confirm/" in client.get(URL.format(pk)).content.decode()
    assert (
        "2 entries wait" in client.get("/").content.decode()
        or "to go until" in client.get("/").content.decode()
    )
    assert client.post(f"/settings/courses/{one}/confirm/").status_code == 303
    assert client.post(f"/settings/qualifications/{other}/confirm/").status_code == 303
    page = client.get(URL.format(pk)).content.decode()
    assert "2.0 h of ethics and 4.0 h of law to go" in page
    assert "confirmed by Priya Tollett" in page
    assert client.get(f"/settings/courses/{one}/remove/").status_code == 200
    assert client.post(f"/settings/courses/{one}/remove/", {"reason": ""}).status_code == 422
    assert client.post(f"/settings/courses/{one}/remove/", {"reason": "Withdrawn"}).status_code == 303


def test_strangers_to_a_record(firms, sign_in):
    pk = firms.a.paralegal.pk
    with firm_scope(firms.a.firm):
        one = course(firms.a).pk
    for key in ("assistant", "secretary", "associate"):
        client = sign_in(getattr(firms.a, key))
        assert client.get(URL.format(pk)).status_code == 403, key
        assert client.post(f"/settings/people/{pk}/courses/new/", {}).status_code == 403
        assert client.post(f"/settings/courses/{one}/confirm/").status_code == 403
        assert client.get(f"/settings/courses/{one}/remove/").status_code == 403
    assert sign_in(firms.a.secretary).get("/settings/qualifications/").status_code == 403
    client = sign_in(firms.b.admin)
    assert client.get(URL.format(pk)).status_code == 404
    assert client.post(f"/settings/courses/{one}/confirm/").status_code == 404


def test_the_firms_list_and_its_file(firms, sign_in, django_assert_max_num_queries):
    with firm_scope(firms.a.firm):
        qualifications.confirm_entry(course(firms.a), by=fresh(firms.a.attorney))
        course(firms.a, title="Waits", hours=Decimal("1.5"))
        paper(firms.a)
    client = sign_in(firms.a.admin)
    client.get("/settings/qualifications/")
    with django_assert_max_num_queries(32):
        page = client.get("/settings/qualifications/").content.decode()
    assert "Otis Farrow" in page
    assert "To confirm" in page
    answer = client.get(
        "/settings/qualifications/?export=csv&cols=name,qualification,ethics,general,waiting,to_go"
    )
    text = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Name"] == "Otis Farrow"
    assert row["Qualification"] == "To confirm"
    assert Decimal(row["Ethics"]) == 2
    assert row["To go"] == "2.0 h of ethics and 4.0 h of law"
    # An attorney sees those they supervise.
    assert "Otis Farrow" not in sign_in(firms.a.associate).get("/settings/qualifications/").content.decode()


def test_the_rules_page(firms, sign_in):
    client = sign_in(firms.a.admin)
    assert (
        "Cal. Bus. &amp; Prof. Code § 6450(d)"
        in client.get("/settings/qualifications/rule/").content.decode()
    )
    data = {
        "is_required": "on",
        "ethics_hours": "3",
        "general_hours": "5",
        "months": "12",
        "starts_on": "2020-01-01",
        "citation": "Firm policy",
    }
    assert client.post("/settings/qualifications/rule/", data).status_code == 303
    assert client.post("/settings/qualifications/rule/", data | {"months": "0"}).status_code == 422
    assert sign_in(firms.a.associate).get("/settings/qualifications/rule/").status_code == 403


def test_a_paralegal_without_a_paper_is_said_softly_on_the_person(firms, sign_in):
    client = sign_in(firms.a.admin)
    path = f"/settings/people/{firms.a.paralegal.pk}/"
    assert "No qualification on record" in client.get(path).content.decode()
    with firm_scope(firms.a.firm):
        paper(firms.a)
    assert "No qualification on record" not in client.get(path).content.decode()
    assert (
        "No qualification on record"
        not in client.get(f"/settings/people/{firms.a.secretary.pk}/").content.decode()
    )
