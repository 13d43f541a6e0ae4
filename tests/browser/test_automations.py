"""The editor of an automation in a real browser: choices change what is asked, what was typed stays; it is tried and switched on."""

import pytest
from django.core.cache import cache

from practice.scope import firm_scope
from tests import cast
from tests.browser.conftest import DESK, PHONE, STATUS_NOISE, until
from tests.workflows.conftest import stage_of
from workflows.models import Automation
from workflows.services import task_lists

pytestmark = pytest.mark.browser


@pytest.fixture
def firm(transactional_db):
    cache.clear()
    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        stage_of(people, "Discovery")
        made = task_lists.create_list(by=people.attorney, name="Discovery start")
        task_lists.save_item(made, None, by=people.attorney, title="Draft interrogatories", offset=7)
    return people


def test_from_an_example_to_a_rule_that_is_on(firm, open_as, watch):
    watch.expected = STATUS_NOISE
    page = open_as(firm.attorney, "/automations/new/")
    page.click("text=Discovery begins")
    page.wait_for_selector("#editor")
    page.fill("#ed-name", "Discovery, large")
    page.click("text=Add condition")
    page.wait_for_selector("#condition-1-f")
    assert page.input_value("#ed-name") == "Discovery, large"
    page.select_option("#condition-1-f", "matter.budget")
    page.wait_for_selector("#condition-1-v")
    page.fill("#condition-1-v", "10,000")
    page.select_option("#ed-trigger", "matter_opened")
    until(page, "!document.querySelector('[name=setting-stage]')")
    page.select_option("#ed-trigger", "matter_staged")
    page.wait_for_selector("[name=setting-stage]")
    page.select_option("[name=setting-stage]", "Discovery")
    assert page.input_value("#condition-1-v") == "10,000"
    page.click("main .form-f button.primary")
    # The list was not chosen yet: said beside its field, and nothing typed is lost.
    page.wait_for_selector("text=Action 1: list is missing.")
    page.select_option("[name=action-1-task_list]", label="Discovery start")
    page.click("main .form-f button.primary")
    page.wait_for_selector("text=Budget is over $10,000")
    page.click("text=Switch on")
    page.wait_for_selector("text=Runs by")
    page.click("main button:has-text('Switch on')")
    page.wait_for_selector("text=Discovery, large is on")
    with firm_scope(firm.firm):
        assert Automation.objects.get().is_on


def test_axe_is_silent_on_a_phone_and_a_desk(firm, open_as, axe):
    for size in (DESK, PHONE):
        page = open_as(firm.attorney, "/automations/new/?start=overdue", size=size)
        axe(page)
        for url in ("/automations/new/", "/task-lists/", "/settings/closures/", "/automations/runs/"):
            page.goto(url)
            axe(page)
