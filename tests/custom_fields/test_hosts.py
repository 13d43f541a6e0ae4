"""Leads and tasks: panels, forms, carrying over, and the steps that ask for a field."""

import pytest

from custom_fields.queries import fields_of
from custom_fields.services import put_what_fits, set_custom
from intake.models import Lead
from intake.services.conversion import prepare_matter
from intake.services.leads import create_lead, move_lead
from matters.models import Stage
from matters.services import set_stage
from practice.exceptions import DomainError
from practice.scope import firm_scope
from tests.custom_fields.conftest import CHOICES, make, make_set
from work.models import Task
from work.services import complete_task, create_task


@pytest.fixture
def call(a):
    with firm_scope(a.firm, a.attorney):
        made = make_set("lead", "First call")
        a.on = make(made, "accident_on", "date", "Accident on")
        a.size = make(made, "shoe_size", "numeric")
        a.kind = make(made, "kind", "picklist", choices=CHOICES)
        filing = make_set("task", "Filing")
        a.fee = make(filing, "fee", "currency", "Filing fee", required_at=["done"])
        a.lead = create_lead(by=a.assistant, name="Lena Ortiz", practice_area=a.area)
    return a


def test_a_lead_has_its_panel_and_form(call, sign_in):
    client = sign_in(call.assistant)
    page = client.get(f"/leads/{call.lead.pk}/").content.decode()
    assert "Accident on" in page
    assert f"cf{call.on.pk}" in client.get("/leads/new/").content.decode()
    values = {
        "kind": "person",
        "name": "Ada Moss",
        "channel": "phone",
        "urgency": "normal",
        "cf-form": "1",
        f"cf{call.on.pk}": "1/2/2026",
    }
    answer = client.post("/leads/new/", values)
    assert answer.status_code == 303, answer.content.decode()[-4000:]
    with firm_scope(call.firm):
        lead = Lead.objects.get(name="Ada Moss")
        assert lead.custom == {str(call.on.pk): "2026-01-02"}
    assert client.get(f"/leads/?cf{call.on.pk}=2026-01-02").context["state"].chips[0].errors == ()
    assert client.post("/leads/new/", values | {f"cf{call.on.pk}": "never"}).status_code == 422


def test_what_a_stranger_answers_is_kept_where_it_fits(call):
    with firm_scope(call.firm):
        lost = put_what_fits(
            call.lead,
            {call.on.pk: "2026-03-04", call.size.pk: "huge", str(call.kind.pk): "Other", "999999": "x"},
        )
        assert lost == ["Shoe size"]
        call.lead.refresh_from_db()
        assert call.lead.custom == {str(call.on.pk): "2026-03-04", str(call.kind.pk): "c3"}


def test_a_matter_takes_the_values_of_its_lead(call, injury):
    with firm_scope(call.firm, call.attorney):
        about = make_set("contact", "About")
        shoe = make(about, "shoe_size", "numeric")
        put_what_fits(
            call.lead, {call.on.pk: "2026-03-04", call.size.pk: "38.5", call.kind.pk: "Side impact"}
        )
        matter = prepare_matter(call.lead, by=call.assistant, responsible=call.attorney)
        matter.refresh_from_db()
        assert matter.custom == {str(injury.on.pk): "2026-03-04", str(injury.kind.pk): "c2"}
        matter.client.refresh_from_db()
        assert matter.client.custom == {str(shoe.pk): "38.5"}


def test_steps_ask_for_their_fields(call, injury):
    with firm_scope(call.firm, call.attorney):
        call.on.required_at = ["screening"]
        call.on.save()
        with pytest.raises(DomainError, match="Before screening: Fill in “Accident on”"):
            move_lead(call.lead, by=call.assistant, to="screening")
        set_custom(call.lead, {"accident_on": "3/4/2026"}, by=call.assistant)
        assert move_lead(call.lead, by=call.assistant, to="screening").state == "screening"
        task = create_task(by=call.attorney, title="File it", matter=call.matter, assignee=call.attorney)
        with pytest.raises(DomainError, match="Fill in “Filing fee”"):
            complete_task(task, by=call.attorney)
        set_custom(task, {"fee": "435"}, by=call.attorney)
        assert complete_task(task, by=call.attorney).state == "done"
        stage = Stage.objects.filter(practice_area=call.area).first() or Stage.objects.create(
            practice_area=call.area, name="Discovery"
        )
        injury.limit.required_at = [str(stage.pk)]
        injury.limit.save()
        with pytest.raises(DomainError, match="Policy limit"):
            set_stage(call.matter, by=call.attorney, stage=stage)
        set_custom(call.matter, {"policy_limit": "5"}, by=call.attorney)
        assert set_stage(call.matter, by=call.attorney, stage=stage).stage == stage


def test_a_task_has_its_panel_and_form(call, sign_in):
    client = sign_in(call.attorney)
    page = client.get(f"/tasks/new/?matter={call.matter.pk}").content.decode()
    assert f"cf{call.fee.pk}" in page
    answer = client.post(
        "/tasks/new/",
        {
            "title": "File",
            "matter": call.matter.pk,
            "priority": "2",
            "cf-form": "1",
            f"cf{call.fee.pk}": "435",
        },
    )
    assert answer.status_code == 303, answer.content.decode()[-4000:]
    with firm_scope(call.firm):
        task = Task.objects.get(title="File")
        assert task.custom == {str(call.fee.pk): "435.00"}
    assert "$435.00" in client.get(f"/tasks/{task.pk}/").content.decode()
    assert client.get(f"/tasks/all/?cf{call.fee.pk}_min=400&cols=title,cf{call.fee.pk}").status_code in (
        200,
        404,
    )


def test_fields_of(call, injury):
    with firm_scope(call.firm):
        assert [f.key for f in fields_of("lead")] == ["accident_on", "shoe_size", "kind"]
        assert "vehicles" in [f.key for f in fields_of("matter", call.area)]
        injury.set.everywhere = False
        injury.set.save()
        assert fields_of("matter", call.area) == []
