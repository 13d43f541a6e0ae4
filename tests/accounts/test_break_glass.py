"""Emergency access: an administrator opens a restricted matter to read, with reason, time limit, notice and review."""

import datetime

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.models import BreakGlass, BreakGlassPage, Member, SecurityNotice
from accounts.permissions import Perm
from accounts.services import breakglass as accesses
from matters.models import Matter, TeamMember, Wall
from matters.services import breakglass
from practice import audit
from practice.exceptions import DomainError, Refused
from practice.models import Outbox
from practice.scope import firm_scope
from tests.accounts.mails import deliver

URL = "/settings/security/emergency/"
REASON = "The client is at the door and the team is on a plane."
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


@pytest.fixture
def closed(a):
    """Firm A with its matter restricted: the administrator sees nothing of it. Returns the cast."""
    Matter.objects.filter(pk=a.matter.pk).update(restricted=True)
    a.page = f"/matters/{a.matter.pk}/"
    return a


def ask(browser, number="2026-0001", reason=REASON, minutes=30):
    return browser.post(URL, {"number": number, "reason": reason, "minutes": minutes})


def test_from_the_form_to_the_matter(closed, sign_in):
    browser = sign_in(closed.admin)
    assert browser.get(closed.page).status_code == 404
    answer = ask(browser)
    assert (answer.status_code, answer["Location"]) == (303, closed.page)
    page = browser.get(closed.page)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Emergency access to 2026-0001 until" in text and "End it now" in text
    row = BreakGlass.objects.get()
    assert (row.member.pk, row.matter.pk, row.reason) == (closed.admin.pk, closed.matter.pk, REASON)
    assert row.until - row.started_at == datetime.timedelta(minutes=30)
    event = audit.history_of(row)[0]
    assert (event.verb, event.reason, event.matter_id) == ("break_glass.opened", REASON, closed.matter.pk)
    # Another session of the same person has not opened anything.
    from django.test import Client

    from tests.conftest import came_in

    other = Client()
    other.force_login(closed.admin.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    came_in(other.session, closed.admin)
    assert other.get(closed.page).status_code == 404


def test_the_attorneys_and_partners_are_told_at_once(closed, sign_in):
    Member.objects.filter(pk=closed.associate.pk).update(is_partner=True)
    ask(sign_in(closed.admin))
    told = {n.member_id: n for n in SecurityNotice.objects.all()}
    assert set(told) == {closed.attorney.pk, closed.associate.pk}
    row = BreakGlass.objects.get()
    assert (
        "Rowan Achebe opened 2026-0001 Brightwater v. Solano alder by emergency access"
        in told[closed.attorney.pk].text
    )
    assert "The client is at the door" in told[closed.attorney.pk].text
    assert told[closed.attorney.pk].url == f"/emergency/{row.pk}/"
    # A partner outside the restricted matter learns its number, not its name.
    assert told[closed.associate.pk].text.startswith(
        "Rowan Achebe opened 2026-0001 by emergency access, to read until"
    )
    assert "Brightwater" not in told[closed.associate.pk].text and told[closed.associate.pk].url == ""
    letters = {m.to[0]: m for m in deliver()}
    assert "The client is at the door" in letters["attorney@alder.example"].body
    assert "Brightwater" not in letters["associate@alder.example"].body
    today = sign_in(closed.attorney).get("/").content.decode()
    assert "Rowan Achebe opened 2026-0001" in today
    notice = told[closed.attorney.pk]
    assert sign_in(closed.associate).post(f"/notices/{notice.pk}/seen/").status_code == 404
    sign_in(closed.attorney).post(f"/notices/{notice.pk}/seen/")
    assert "Rowan Achebe opened 2026-0001" not in sign_in(closed.attorney).get("/").content.decode()


def test_a_screened_partner_is_told_nothing(closed, sign_in):
    Member.objects.filter(pk=closed.associate.pk).update(is_partner=True)
    Wall.objects.create(
        matter=closed.matter, member=closed.associate, reason="Former client", created_by=closed.attorney
    )
    ask(sign_in(closed.admin))
    assert not SecurityNotice.objects.filter(member=closed.associate).exists()


def test_never_through_a_wall_and_not_a_hint_of_it(closed, sign_in):
    Wall.objects.create(
        matter=closed.matter, member=closed.admin, reason="Former client", created_by=closed.attorney
    )
    browser = sign_in(closed.admin)
    walled, unknown = ask(browser), ask(browser, number="2026-9999")
    assert walled.status_code == unknown.status_code == 422
    said = "No matter that you could open this way has this number."
    assert said in walled.content.decode() and said in unknown.content.decode()
    assert not BreakGlass.objects.exists()
    assert browser.get(closed.page).status_code == 404
    # The attorneys hear of the try.
    event = audit.history_of(closed.matter)[0]
    assert (event.verb, event.reason) == ("break_glass.refused", REASON)
    assert "The wall held." in SecurityNotice.objects.get(member=closed.attorney).text
    # The database refuses it to any code.
    with pytest.raises(IntegrityError, match="screened"), transaction.atomic():
        BreakGlass.objects.create(
            matter=closed.matter, member=closed.admin, reason=REASON, until=timezone.now() + HOUR
        )


def test_a_wall_that_goes_up_ends_it_at_once(closed, sign_in):
    browser = sign_in(closed.admin)
    ask(browser)
    assert browser.get(closed.page).status_code == 200
    Wall.objects.create(
        matter=closed.matter, member=closed.admin, reason="Former client", created_by=closed.attorney
    )
    assert browser.get(closed.page).status_code == 404
    assert "Brightwater v. Solano" not in browser.get("/matters/").content.decode()


def test_it_ends_by_itself_at_the_minute(closed, sign_in, monkeypatch):
    browser = sign_in(closed.admin)
    ask(browser, minutes=15)
    row = BreakGlass.objects.get()
    now = timezone.now

    def at(moment):
        monkeypatch.setattr("accounts.services.breakglass.timezone.now", lambda: moment)

    at(row.until - datetime.timedelta(seconds=1))
    assert browser.get(closed.page).status_code == 200
    at(row.until)
    assert browser.get(closed.page).status_code == 404
    assert "Brightwater v. Solano" not in browser.get("/matters/").content.decode()
    assert browser.get(f"{closed.page}documents/").status_code == 404
    # And a new one can be opened.
    monkeypatch.setattr("accounts.services.breakglass.timezone.now", lambda: now() + HOUR)
    assert accesses.open_of(closed.admin) is None
    accesses.settle(closed.admin)
    assert BreakGlass.objects.get().ended_at == row.until


def test_ending_it_early(closed, sign_in):
    browser = sign_in(closed.admin)
    ask(browser)
    assert browser.post(f"{URL}end/").status_code == 303
    assert browser.get(closed.page).status_code == 404
    assert BreakGlass.objects.get().ended_at is not None
    assert browser.post(f"{URL}end/").status_code == 400


def test_it_shows_and_changes_nothing(closed, sign_in):
    """No write reaches the matter, also not those that the administrator's own powers would allow elsewhere."""
    browser = sign_in(closed.admin)
    ask(browser)
    assert closed.admin.can(Perm.MATTER_TEAM_ASSIGN)
    for path, body in (
        (f"{closed.page}access/team/", {"member": closed.admin.pk}),
        (f"{closed.page}access/restrict/", {"restricted": "0"}),
        (f"{closed.page}access/grant/", {"member": closed.admin.pk}),
        (f"{closed.page}close/", {}),
        (f"{closed.page}accept/", {}),
        (f"{closed.page}edit/", {"name": "Mine"}),
    ):
        assert browser.post(path, body).status_code in (403, 404), path
    assert not TeamMember.objects.filter(member=closed.admin).exists()
    matter = Matter.objects.get(pk=closed.matter.pk)
    assert matter.restricted and matter.name == "Brightwater v. Solano alder"
    for perm in (Perm.MATTER_ACCEPT, Perm.INVOICE_APPROVE, Perm.FEE_SET, Perm.WALL_LIFT):
        assert not Member.objects.get(pk=closed.admin.pk).can(perm)


def test_what_was_opened_is_listed_for_the_review(closed, sign_in):
    browser = sign_in(closed.admin)
    ask(browser)
    browser.get(closed.page)
    browser.get(closed.page)
    browser.get(f"{closed.page}documents/", HTTP_X_BACKGROUND="1")
    browser.get("/matters/999999/")
    paths = list(BreakGlassPage.objects.values_list("path", flat=True))
    assert paths == [closed.page, f"{closed.page}documents/"]
    label = BreakGlassPage.objects.first().label
    assert "2026-0001" in label or "Brightwater" in label
    # Afterwards the administrator reads neither the matter nor the list.
    browser.post(f"{URL}end/")
    row = BreakGlass.objects.get()
    assert browser.get(f"/emergency/{row.pk}/").status_code == 404
    own = browser.get(URL).content.decode()
    assert "2026-0001" in own and "Brightwater" not in own and "To be reviewed" in own
    attorney = sign_in(closed.attorney)
    page = attorney.get(f"/emergency/{row.pk}/").content.decode()
    assert REASON in page and f"{closed.page}documents/" in page
    assert "Rowan Achebe" in attorney.get("/emergency/").content.decode()


def test_the_review_is_an_attorneys(closed, sign_in):
    browser = sign_in(closed.admin)
    ask(browser)
    row = BreakGlass.objects.get()
    attorney = sign_in(closed.attorney)
    assert attorney.post(f"/emergency/{row.pk}/", {"note": "Fine"}).status_code == 403, "it is still open"
    accesses.end(by=closed.admin)
    assert sign_in(closed.paralegal).post(f"/emergency/{row.pk}/", {"note": "Fine"}).status_code == 403
    assert sign_in(closed.associate).post(f"/emergency/{row.pk}/", {"note": "Fine"}).status_code == 404
    attorney = sign_in(closed.attorney)
    assert attorney.post(f"/emergency/{row.pk}/", {"note": " "}).status_code == 422
    assert attorney.post(f"/emergency/{row.pk}/", {"note": "Two pages, as said."}).status_code == 303
    row.refresh_from_db()
    assert (row.reviewed_by.pk, row.review_note) == (closed.attorney.pk, "Two pages, as said.")
    assert attorney.post(f"/emergency/{row.pk}/", {"note": "Again"}).status_code == 403


def test_at_its_end_the_attorneys_are_asked_for_the_review(closed, sign_in):
    browser = sign_in(closed.admin)
    ask(browser)
    browser.get(closed.page)
    row = BreakGlass.objects.get()
    job = Outbox.objects.get(task="matters.tasks.emergency_over")
    assert job.not_before == row.until
    SecurityNotice.objects.all().delete()
    Outbox.objects.exclude(pk=job.pk).delete()
    deliver()
    assert SecurityNotice.objects.get().text == (
        "The emergency access of Rowan Achebe to 2026-0001 is over: 1 page opened. Review it."
    )


def test_who_may_open_one(closed, sign_in):
    for person in (closed.paralegal, closed.secretary, closed.associate):
        assert ask(sign_in(person)).status_code == 403
        with pytest.raises(Refused):
            breakglass.open_matter("2026-0001", by=person, reason=REASON, minutes=30)
    assert not BreakGlass.objects.exists()


def test_reason_time_and_number_are_checked(closed, sign_in):
    browser = sign_in(closed.admin)
    assert ask(browser, reason="because").status_code == 422
    assert ask(browser, minutes=300).status_code == 422
    assert ask(browser, number="").status_code == 422
    for minutes in (0, 5, 241, 10_000):
        with pytest.raises(DomainError):
            breakglass.open_matter("2026-0001", by=closed.admin, reason=REASON, minutes=minutes)
    assert not BreakGlass.objects.exists()
    Matter.objects.update(restricted=False)
    seen = ask(browser)
    assert "You see this matter already." in seen.content.decode()
    Matter.objects.update(restricted=True)
    assert ask(browser).status_code == 303
    assert "End the emergency access that you have open first." in ask(browser).content.decode()


def test_it_is_a_dangerous_act(closed, sign_in):
    browser = sign_in(closed.admin, seconds_ago=1000)
    assert browser.get(URL)["Location"].startswith("/account/reauthenticate/")
    assert ask(browser).status_code == 302
    assert not BreakGlass.objects.exists()


def test_a_firm_that_shows_only_ones_own_matters(closed, sign_in):
    closed.firm.all_matters_visible = False
    closed.firm.save()
    browser = sign_in(closed.admin)
    assert browser.get(closed.page).status_code == 404
    assert ask(browser).status_code == 303
    assert browser.get(closed.page).status_code == 200


def test_another_firms_matter_is_no_matter(firms, sign_in):
    with firm_scope(firms.b.firm):
        Matter.objects.update(number="2026-0777", restricted=True)
    with firm_scope(firms.a.firm), pytest.raises(DomainError, match="No matter that you could open"):
        breakglass.open_matter("2026-0777", by=firms.a.admin, reason=REASON, minutes=30)


def test_the_database_keeps_the_rules(closed):
    def make(**values):
        fields = {"matter": closed.matter, "member": closed.admin, "reason": REASON}
        return BreakGlass.objects.create(**(fields | {"until": timezone.now() + HOUR} | values))

    for bad in (
        {"until": timezone.now() + 5 * HOUR},
        {"until": timezone.now() - HOUR},
        {"reason": ""},
        {"reviewed_by": closed.admin},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**bad)
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        make()
    for change in (
        {"until": row.until + HOUR},
        {"reason": "Another reason altogether"},
        {"member": closed.attorney},
        {"started_at": timezone.now() - HOUR},
    ):
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            BreakGlass.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="is kept"), transaction.atomic():
        row.delete()
    BreakGlass.objects.filter(pk=row.pk).update(ended_at=timezone.now())
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        BreakGlass.objects.filter(pk=row.pk).update(ended_at=None)
    page = BreakGlassPage.objects.create(access=row, matter=closed.matter, path="/x/", label="x")
    for act in (page.delete, lambda: BreakGlassPage.objects.update(path="/y/")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_access_tab_names_it_while_it_is_open(closed, sign_in):
    ask(sign_in(closed.admin))
    page = sign_in(closed.attorney).get(f"{closed.page}access/").content.decode()
    assert "Emergency access to read, until" in page
    accesses.end(by=closed.admin)
    page = sign_in(closed.attorney).get(f"{closed.page}access/").content.decode()
    assert "Emergency access to read" not in page
