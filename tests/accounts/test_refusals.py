"""A refusal says what one cannot do, why, and who can; and it can be sent to them."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import BarLicence, Member
from accounts.permissions import RESERVED, Level, Perm, either
from accounts.queries import ensure
from accounts.services.delegations import delegate
from matters.models import Wall
from matters.queries.access import ensure_on
from practice.exceptions import Refused
from practice.scope import firm_scope
from supervision.models import Approval, Request
from tests.cast import make_matter

CAST = ("associate", "paralegal", "assistant", "secretary", "admin", "freelancer")
# Powers that nobody of the cast holds on the first day, so that a refusal can name nobody.
NOBODY = {Perm.CALENDAR_MANAGE_FOR_OTHERS, Perm.DOCUMENT_PURGE}


def refused(member, perm, matter=None) -> Refused | None:
    try:
        ensure(member, perm) if matter is None else ensure_on(member, perm, matter)
    except Refused as error:
        return error
    return None


@pytest.mark.parametrize("person", CAST)
def test_every_power_one_lacks_is_refused_with_the_reason_and_a_name(a, person):
    member = getattr(a, person)
    seen = 0
    for perm in Perm:
        error = refused(member, perm)
        if error is None:
            continue
        seen += 1
        assert error.message.startswith("You cannot "), perm
        reason = error.message.split(" can.")[0].split(": ", 1)[-1].split(". ")
        assert len(reason[0]) > 10, perm
        assert error.perm == perm
        if perm in RESERVED and member.role.template != "attorney":
            assert RESERVED[perm][1:] in error.message
        if perm in NOBODY:
            assert error.message.endswith("Nobody here can at present.")
        else:
            assert error.who, perm
            assert member.name not in error.who
            assert all(name in error.message for name in error.who)
    assert seen > 5


@pytest.mark.parametrize(
    ("person", "perm", "text"),
    [
        (
            "paralegal",
            Perm.INVOICE_APPROVE,
            "You cannot approve a bill: only an attorney approves a bill (Model Rule 1.5). "
            "Imogen Vance or Priya Tollett can.",
        ),
        (
            "paralegal",
            Perm.PAYMENT_RECORD,
            "You cannot record a payment: your role, Paralegal, does not include it. "
            "Imogen Vance, Bea Castellan, Mireille Koss, Priya Tollett or Rowan Achebe can.",
        ),
        (
            "secretary",
            Perm.INVOICE_VOID,
            "You cannot void, credit or write off a bill: your role, Legal secretary, prepares this and an attorney "
            "decides. Imogen Vance or Priya Tollett can.",
        ),
        (
            "paralegal",
            Perm.DEADLINE_VERIFY,
            "You cannot verify a deadline: your role does this only where an attorney has delegated it to you, and "
            "nobody has. Imogen Vance or Priya Tollett can.",
        ),
        (
            "associate",
            Perm.USER_MANAGE,
            "You cannot invite and manage people: your role, Attorney, does not include it. "
            "Imogen Vance or Rowan Achebe can.",
        ),
        (
            "paralegal",
            Perm.RATE_VIEW,
            "You cannot see everybody's rates: your role, Paralegal, does not include it. "
            "Imogen Vance, Priya Tollett or Rowan Achebe can.",
        ),
    ],
)
def test_the_words(a, person, perm, text):
    assert refused(getattr(a, person), perm).message == text


def test_a_licence_that_lapsed_is_the_reason(a):
    BarLicence.objects.filter(member=a.associate).update(expires_on=datetime.date(2026, 10, 31))
    said = refused(Member.objects.get(pk=a.associate.pk), Perm.INVOICE_APPROVE).message
    assert said.startswith(
        "You cannot approve a bill. Your California licence expired on October 31, 2026. Reserved acts are locked"
    )
    assert said.endswith("Imogen Vance can.")


def test_on_a_matter_only_people_who_see_it_are_named(a):
    Wall.objects.create(matter=a.matter, member=a.associate, reason="Former firm", created_by=a.attorney)
    error = refused(a.paralegal, Perm.DEADLINE_VERIFY, a.matter)
    assert error.who == ["Imogen Vance"]
    assert "and nobody has for 2026-0001. Imogen Vance can." in error.message
    other = make_matter(a, number="2026-0002", name="Other")
    other.team_members.all().delete()
    error = refused(a.paralegal, Perm.MATTER_EDIT, other)
    assert "your role does this on your own matters, and you are not on 2026-0002." in error.message
    assert error.who[:1] == ["Imogen Vance"]


def test_somebody_to_whom_it_was_delegated_is_named_too(a):
    today = timezone.localdate()
    delegate(
        a.paralegal,
        by=a.attorney,
        principal=a.attorney,
        powers=[Perm.DEADLINE_VERIFY],
        until=today,
    )
    error = refused(a.assistant, Perm.DEADLINE_VERIFY, a.matter)
    assert error.who == ["Imogen Vance", "Otis Farrow", "Priya Tollett"]


def test_either():
    assert either(["A"]) == "A"
    assert either(["A", "B"]) == "A or B"
    assert either(["A", "B", "C"]) == "A, B or C"


def test_the_page_sends_a_request_to_somebody_who_can(firms, sign_in):
    a = firms.a
    browser = sign_in(a.paralegal)
    page = browser.get("/settings/people/")
    said = page.content.decode()
    assert page.status_code == 403
    assert "You cannot invite and manage people: your role, Paralegal, does not include it." in said
    assert f'<option value="{a.admin.pk}">Rowan Achebe, Office manager</option>' in said
    data = {"power": "user.manage", "path": "/settings/people/", "to": a.admin.pk, "note": "Invite Sam Orrin"}
    sent = browser.post("/approvals/ask/", data)
    assert sent.status_code == 303
    with firm_scope(a.firm):
        wanted, approval = Request.objects.get(), Approval.objects.get()
        assert (wanted.by, wanted.power, wanted.path) == (a.paralegal, "user.manage", "/settings/people/")
        assert (approval.kind, approval.assigned_to) == ("ask", a.admin)


def test_a_request_without_words_or_to_somebody_who_cannot_is_not_sent(firms, sign_in):
    a = firms.a
    browser = sign_in(a.paralegal)
    data = {"power": "user.manage", "path": "//evil.example", "to": a.admin.pk, "note": " "}
    answer = browser.post("/approvals/ask/", data)
    assert answer.status_code == 422
    assert "Say in a few words what you need." in answer.content.decode()
    assert browser.post("/approvals/ask/", data | {"power": "fly"}).status_code == 404
    assert browser.post("/approvals/ask/", data | {"matter": "999999999"}).status_code == 404
    assert browser.post("/approvals/ask/", data | {"note": "x", "to": a.secretary.pk}).status_code == 303
    with firm_scope(a.firm):
        approval = Approval.objects.get()
        assert approval.assigned_to.can(Perm.USER_MANAGE)  # not the secretary: somebody who can
        assert Request.objects.get().path == ""


def test_htmx_gets_a_dialog_and_programs_get_json(firms, sign_in):
    browser = sign_in(firms.a.paralegal)
    answer = browser.get("/settings/people/", HTTP_HX_REQUEST="true")
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#dialogs"
    assert "<dialog" in answer.content.decode()
    answer = browser.get("/settings/people/", HTTP_ACCEPT="application/json")
    assert answer.status_code == 403
    data = answer.json()
    assert data["code"] == "refused"
    assert data["power"] == "user.manage"
    assert data["who"] == ["Imogen Vance", "Rowan Achebe"]
    assert data["send"]["url"] == "/approvals/ask/"
    assert browser.get("/nothing/here/", HTTP_ACCEPT="application/json").status_code == 404


def test_no_level_of_the_cast_is_left_out(a):
    """The texts above cover each way to lack a power: locked, at prepare, when delegated, absent."""
    levels = {a.paralegal.powers.level(perm) for perm in Perm}
    assert {Level.PREPARE, Level.DELEGATED, Level.ASSIGNED, Level.YES, None} == levels
