"""The firm's rules of supervision: who changes them, and what is kept of it."""

import pytest
from django.urls import reverse

from practice.exceptions import DomainError, Refused
from practice.models import AuditEvent
from practice.scope import firm_scope
from supervision.models import Policy
from supervision.queries import policy
from supervision.services.policy import change_policy

RULES = {
    "second_person": ["caption"],
    "time_approval": "staff",
    "remind_after_hours": 8,
    "escalate_after_hours": 16,
}


def test_the_administrator_sets_them_and_the_trail_keeps_before_and_after(a, kit):
    change_policy(by=a.admin, **RULES)
    assert (policy().second_person, policy().remind_after_hours) == (["caption"], 8)
    change_policy(by=a.attorney, **{**RULES, "remind_after_hours": 4})
    event = AuditEvent.objects.filter(verb="policy.changed").first()
    assert event.changes == {"remind_after_hours": [8, 4]}
    change_policy(by=a.attorney, **{**RULES, "remind_after_hours": 4})
    assert AuditEvent.objects.filter(verb="policy.changed").count() == 2
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("role", ["paralegal", "assistant", "secretary", "freelancer", "associate"])
def test_nobody_else_does(a, kit, role):
    with pytest.raises(Refused):
        change_policy(by=getattr(a, role), **RULES)


@pytest.mark.parametrize(
    "change,field",
    [
        ({"second_person": ["nothing"]}, "second_person"),
        ({"time_approval": "everybody"}, "time_approval"),
        ({"remind_after_hours": 0}, "remind_after_hours"),
        ({"escalate_after_hours": 8}, "escalate_after_hours"),
        ({"escalate_after_hours": 721}, "escalate_after_hours"),
    ],
)
def test_rules_that_make_no_sense_are_refused(a, kit, change, field):
    with pytest.raises(DomainError) as found:
        change_policy(by=a.admin, **{**RULES, **change})
    assert found.value.field == field


def test_the_page(firms, kit, sign_in):
    people = firms.a
    client = sign_in(people.admin)
    text = client.get(reverse("policy_settings")).content.decode()
    assert "Saturdays and Sundays do not count." in text
    # A kind that always needs two is told, not offered.
    assert "Always by a second person: Deed" in text.replace("&#x27;", "'") or "Deed" in text
    with firm_scope(people.firm):
        assert not Policy.objects.exists()
    assert client.post(reverse("policy_settings"), {**RULES, "remind_after_hours": "x"}).status_code in (
        422,
        302,
    )
    assert sign_in(people.paralegal).get(reverse("policy_settings")).status_code == 403
    assert sign_in(people.paralegal).post(reverse("policy_settings"), RULES).status_code == 403
