"""Sudo mode: dangerous acts ask for a fresh password, passkey or code; the form that was sent survives the question."""

import time

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Invitation
from accounts.permissions import Perm
from tests.accounts.test_second_factor import add_app, code_of, login
from tests.architecture.addresses import addresses
from tests.cast import PASSWORD

LATE = 16 * 60
# Written out by hand: what somebody at an unattended desk must not be able to do.
DANGEROUS = {
    "role_create", "role_detail", "role_delete", "role_factor",
    "member_detail", "member_deactivate", "member_activate", "member_reset_factor",
    "invitation_create", "invitation_send_again",
    "firm_settings", "firm_security",
    "firm_sso", "sso_switch", "sso_require", "sso_domain_add", "sso_domain_remove", "sso_exception_add",
    "sso_exception_end", "sso_unlink",
    "import_list", "import_start",
    "break_glass", "policy_settings", "reminder_ladders", "reminder_ladder", "reminder_reset", "task_type_create", "task_type_edit",
    "automation_switch_on", "automation_edit", "automation_key", "automation_key_new", "closure_list", "closure_remove",
    "field_set_create", "field_set_edit", "field_set_retire", "field_create", "field_detail", "field_retire", "field_delete",
}  # fmt: skip
# Pages of the same powers that change nothing dangerous, with the reason.
HARMLESS = {
    "role_list": "reads", "role_history": "reads", "role_people": "reads", "preview_role": "changes the viewer's own session alone",
    "member_list": "reads; its files ask", "member_history": "reads", "member_sight": "reads",
    "invitation_revoke": "takes access away from nobody who has it",
    "sign_in_list": "reads; its files ask", "firm_history": "reads",
    "task_type_list": "reads", "task_type_usual": "the usual types, where there are none",
    "practice_area_list": "names of fields of law", "practice_area_create": "likewise",
    "practice_area_edit": "likewise", "practice_stage_create": "names of stages and what they ask for",
    "stage_edit": "likewise", "stage_shift": "likewise", "stage_retire": "likewise", "stage_restore": "likewise",
    "mtemplate_list": "what new matters begin with", "mtemplate_create": "likewise", "mtemplate_edit": "likewise",
    "field_set_list": "reads", "field_set_detail": "reads", "field_set_preview": "writes nothing",
    "field_order": "the order of fields in a form", "field_set_order": "likewise",
    "import_detail": "reads", "import_map": "checks, writes nothing", "import_cancel": "stops an import",
    "import_errors": "reads", "import_template": "an empty file",
    "policy_history": "reads",
    "reminder_history": "reads", "reminder_again": "a mail that failed, tried once more",
    "conflict_policy": "a colleague's name, shown to colleagues",
    "member_hours": "when people work, seen by all", "room_edit": "names and seats of rooms",
    "office_list": "names and clocks of offices", "office_edit": "likewise",
    "member_standing": "who stands in for whom, seen by both",
    "education_rule": "hours of courses", "engagement_end": "takes access away",
    "report_supervision": "reads", "report_supervision_pdf": "reads",
    **dict.fromkeys(
        """
            intake_forms intake_form_create intake_form_detail intake_form_preview intake_form_key intake_form_delete
            intake_form_question intake_question_edit intake_question_delete intake_question_shift intake_scripts
            script_create script_detail script_question script_line_edit script_line_delete script_line_shift
            intake_sources intake_source_edit intake_source_delete intake_letters intake_letter_text intake_clock
            booking_page_questions
        """.split(),
        "what strangers and callers are asked, and the firm’s wording; letters are signed off one by one",
    ),
}  # fmt: skip
POWERS = {Perm.ROLE_MANAGE, Perm.USER_MANAGE, Perm.FIRM_SETTINGS, Perm.DATA_IMPORT, Perm.DATA_EXPORT_FIRM}
FILES = {
    "member_list",
    "audit_list",
    "sign_in_list",
    "contact_list",
    "lead_list",
    "lead_report",
    "booking_list",
}


@pytest.fixture(autouse=True)
def _no_limits_left(db):
    cache.clear()


def by_name():
    return {address.name: address for address in addresses()}


def test_every_dangerous_view_asks():
    found = by_name()
    assert {name for name in DANGEROUS if not getattr(found[name].view, "sudo", False)} == set()
    assert {name for name in FILES if not getattr(found[name].view, "sudo_exports", False)} == set()


def test_every_view_of_the_powers_over_the_firm_is_one_or_the_other():
    """A new page that administers the firm has to be sorted: asked for again, or harmless with a reason."""
    found = {
        name for name, address in by_name().items() if POWERS & set(getattr(address.view, "perms", ()) or ())
    }
    unsorted = {n for n in found - DANGEROUS - set(HARMLESS) if not getattr(by_name()[n].view, "sudo", False)}
    assert unsorted == set()


@pytest.mark.parametrize("name", sorted(DANGEROUS))
def test_a_direct_post_of_a_session_that_is_not_fresh_is_stopped(a, sign_in, name):
    """Before anything is looked up: the object's id is one of nothing."""
    browser = sign_in(a.attorney, seconds_ago=LATE)
    url = by_name()[name].url()
    answer = browser.post(url, {"name": "x", "reason": "y", "on": "1"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/reauthenticate/?next="), answer["Location"]
    program = browser.post(url, {}, HTTP_ACCEPT="application/json")
    assert (program.status_code, program.json()["code"]) == (403, "sudo")
    part = browser.post(url, {}, HTTP_HX_REQUEST="true")
    assert (part.status_code, part["X-Sign-In"]) == (401, "/account/reauthenticate/")


def test_nothing_has_happened_when_the_question_comes(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    for url in (f"/settings/people/{a.paralegal.pk}/deactivate/", f"/settings/people/{a.paralegal.pk}/"):
        assert browser.post(url, {"reason": "x", "name": "Changed"}).status_code == 302
    a.paralegal.refresh_from_db()
    assert a.paralegal.is_active and a.paralegal.name == "Otis Farrow"


def test_the_form_is_carried_out_after_the_answer(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    url = "/settings/people/invite/"
    form = {"name": "New One", "email": "new@alder.example", "role": a.roles["paralegal"].pk}
    asked = browser.post(url, form)
    page = browser.get(asked["Location"]).content.decode()
    assert "Is it you?" in page and "15 minutes" in page
    wrong = browser.post(asked["Location"], {"password": "not it", "next": url})
    assert wrong.status_code == 200
    assert not Invitation.objects.exists()
    right = browser.post(asked["Location"], {"password": PASSWORD, "next": url})
    assert right.status_code == 303
    assert Invitation.objects.get().email == "new@alder.example"
    # And then it is not asked for again.
    assert browser.post(url, {**form, "email": "more@alder.example"}).status_code == 303


def test_fourteen_minutes_are_fresh_and_sixteen_are_not(a, sign_in):
    body = {"idle_minutes": "10", "session_hours": "8"}
    assert sign_in(a.admin, seconds_ago=14 * 60).post("/settings/security/", body).status_code == 303
    assert sign_in(a.admin, seconds_ago=16 * 60).post("/settings/security/", body).status_code == 302


def test_reading_asks_nothing(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    for path in ("/settings/people/", "/settings/roles/", "/settings/firm/", "/settings/security/"):
        assert browser.get(path).status_code == 200, path


def test_a_page_with_secrets_asks_before_it_shows_the_form_and_keeps_none(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    assert browser.get("/settings/security/sso/").status_code == 302
    browser.post(
        "/settings/security/sso/", {"secret": "do not keep me"}, HTTP_REFERER="http://testserver/settings/"
    )
    assert "do not keep me" not in str(dict(browser.session))


def test_taking_a_list_away_as_a_file_asks_and_leads_back_to_the_list(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    answer = browser.get("/contacts/?q=Bright&export=csv")
    assert answer["Location"] == "/account/reauthenticate/?next=%2Fcontacts%2F%3Fq%3DBright"
    assert browser.get("/contacts/?q=Bright").status_code == 200
    assert sign_in(a.attorney).get("/contacts/?q=Bright&export=csv").status_code == 200


def test_a_code_of_the_app_is_as_good_as_the_password(firms):
    client = Client()
    login(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = add_app(client)
    session = client.session
    records = session["account_authentication_methods"]
    for record in records:
        record["at"] -= LATE
    session["account_authentication_methods"] = records
    session.save()
    asked = client.post("/settings/security/", {"idle_minutes": "10", "session_hours": "8"})
    assert asked.status_code == 302
    done = client.post(
        "/account/2fa/reauthenticate/", {"code": code_of(secret, 1), "next": "/settings/security/"}
    )
    assert done.status_code == 303
    firms.a.firm.refresh_from_db()
    assert firms.a.firm.idle_minutes == 10


def test_another_persons_marks_in_a_session_count_for_nothing(a, sign_in):
    browser = sign_in(a.attorney)
    session = browser.session
    session["account_authentication_methods_user"] = str(a.admin.user_id)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    assert browser.post(f"/settings/people/{a.paralegal.pk}/deactivate/").status_code == 302


def test_a_preview_cannot_resume_an_act(a, sign_in):
    browser = sign_in(a.attorney, seconds_ago=LATE)
    browser.post("/settings/security/", {"idle_minutes": "10", "session_hours": "8"})
    browser.post(f"/settings/roles/{a.roles['paralegal'].pk}/preview/")
    answer = browser.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/settings/security/"})
    assert answer.status_code == 403
    a.firm.refresh_from_db()
    assert a.firm.idle_minutes == 30
