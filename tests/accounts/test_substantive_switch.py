"""The switch "our legal assistants do substantive work": what it allows, and what it takes back."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Member, Role
from accounts.permissions import RESERVED, ROLES, Level, Perm, allowed_levels, lock_reason
from accounts.services import roles
from billing.models import Rate
from billing.services.time import record_time
from practice import audit
from practice.exceptions import Refused
from supervision import services as approvals
from supervision.models import Approval
from tests.accounts.test_roles import powers_of

# What a legal assistant's role may be given only while the switch is on: the levels besides those it may have anyway.
MORE = {
    "matter.create_pending": "",
    "deadline.enter": "delegated yes",
    "deadline.verify": "delegated yes",
    "task.accept_work": "delegated yes",
    "portal.share": "assigned yes",
}


def test_the_levels_that_it_adds(a):
    for name, levels in MORE.items():
        perm = Perm(name)
        off = set(allowed_levels("legal_assistant", perm))
        on = set(allowed_levels("legal_assistant", perm, substantive=True))
        assert {str(level) for level in on - off} == set(levels.split()), name
    more = {
        perm
        for perm in Perm
        if allowed_levels("legal_assistant", perm, substantive=True)
        != allowed_levels("legal_assistant", perm)
    }
    assert more == {Perm(name) for name, levels in MORE.items() if levels}
    for perm in RESERVED:
        assert set(allowed_levels("legal_assistant", perm, substantive=True)) <= {Level.PREPARE}


def test_it_adds_nothing_to_other_roles():
    for template in ROLES:
        if template != "legal_assistant":
            for perm in Perm:
                assert allowed_levels(template, perm) == allowed_levels(template, perm, substantive=True)


def test_on_a_role_may_be_given_it_and_off_takes_it_back(a):
    role = a.roles["legal_assistant"]
    wanted = powers_of(role, DEADLINE_ENTER="yes", DEADLINE_VERIFY="delegated", PAYMENT_RECORD=None)
    with pytest.raises(Refused, match="Only where the firm’s legal assistants do substantive work"):
        roles.change_role(role, by=a.attorney, name=role.name, powers=wanted)
    roles.switch_substantive(a.firm, by=a.attorney, on=True)
    roles.change_role(role, by=a.attorney, name=role.name, powers=wanted)
    assert Member.objects.select_related("role").get(pk=a.assistant.pk).can(Perm.DEADLINE_ENTER)
    roles.switch_substantive(a.firm, by=a.admin, on=False)
    role = Role.objects.get(pk=role.pk)
    assert role.powers[Perm.DEADLINE_ENTER] == "prepare"
    assert Perm.DEADLINE_VERIFY not in role.powers
    assert Perm.PAYMENT_RECORD not in role.powers  # what the firm took away on purpose stays away
    event = audit.history_of(role)[0]
    assert event.changes == {
        "Enter a deadline": ["yes", "prepares"],
        "Verify a deadline": ["when delegated", "no"],
    }
    assert audit.history_of(a.firm)[0].changes == {"assistants_substantive": [True, False]}


def test_switching_without_given_powers_changes_no_role(a):
    roles.switch_substantive(a.firm, by=a.attorney, on=True)
    roles.switch_substantive(a.firm, by=a.attorney, on=False)
    assert Role.objects.get(template="legal_assistant").powers == ROLES["legal_assistant"]
    assert audit.history_of(a.roles["legal_assistant"]) == []


def test_the_lock_says_what_would_open_it():
    assert lock_reason("legal_assistant", Perm.DEADLINE_VERIFY).startswith(
        "Only where the firm’s legal assistants"
    )
    assert lock_reason("legal_assistant", Perm.DEADLINE_VERIFY, substantive=True) == ""
    assert lock_reason("legal_assistant", Perm.INVOICE_APPROVE).startswith("Only an attorney approves")


def record(a, member, **values):
    member = Member.objects.select_related("role").get(pk=member.pk)
    return record_time(
        matter=a.matter,
        by=member,
        date=timezone.localdate(),
        seconds=3600,
        narrative="Digest the deposition of R. Ames.",
        **values,
    )


def test_off_their_time_is_overhead(a):
    entry = record(a, a.assistant)
    assert (entry.nature, entry.billable) == ("administrative", False)
    assert not Approval.objects.exists()


def test_on_their_time_asks_an_attorney_entry_by_entry(a):
    Rate.objects.create(
        member=a.assistant, amount="95.00", effective_from=datetime.date(2020, 1, 1), set_by=a.attorney
    )
    roles.switch_substantive(a.firm, by=a.attorney, on=True)
    entry = record(a, a.assistant)
    assert (entry.nature, entry.billable, str(entry.amount)) == ("paralegal", False, "0.00")
    waiting = Approval.objects.get()
    assert (waiting.kind, waiting.object_id, waiting.assigned_to) == ("billable", entry.pk, a.attorney)
    approvals.approve(waiting, by=a.attorney)
    entry.refresh_from_db()
    assert (entry.billable, str(entry.amount)) == (True, "95.00")


def test_on_clerical_and_administrative_work_and_other_people_stay_as_they_were(a):
    roles.switch_substantive(a.firm, by=a.attorney, on=True)
    for nature in ("clerical", "administrative"):
        assert not record(a, a.assistant, nature=nature).billable
    entry = record(a, a.secretary)
    assert (entry.nature, entry.billable) == ("administrative", False)
    entry = record(a, a.paralegal)
    assert (entry.nature, entry.billable) == ("paralegal", True)
    assert not Approval.objects.exists()


def test_off_again_restores(a):
    roles.switch_substantive(a.firm, by=a.attorney, on=True)
    roles.switch_substantive(a.firm, by=a.attorney, on=False)
    entry = record(a, Member.objects.get(pk=a.assistant.pk))
    assert (entry.nature, entry.billable) == ("administrative", False)
    assert not Approval.objects.exists()


def test_who_switches(a, sign_in):
    for person in (a.associate, a.paralegal, a.assistant, a.secretary, a.freelancer):
        with pytest.raises(Refused):
            roles.switch_substantive(a.firm, by=person, on=True)
    page = sign_in(a.admin).get("/settings/legal-assistants/").content.decode()
    assert "Our legal assistants do substantive work" in page
    assert "Mireille Koss" in page
    assert sign_in(a.associate).get("/settings/legal-assistants/").status_code == 403
