"""The inbox in a real browser: its keys, and axe over its pages."""

import pytest

from practice.scope import firm_scope
from supervision import services
from supervision.models import Approval
from tests import cast
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import look
from tests.supervision.kit import kit

__all__ = ["kit"]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("kit")]


def submit(people, *names, kind="caption"):
    with firm_scope(people.firm):
        found = []
        for n, name in enumerate(names):
            matter = cast.make_matter(people, number=f"2026-05{len(kind)}{n}", name=name)
            found.append(services.submit(kind, matter, by=people.paralegal))
        return found


def states(people):
    with firm_scope(people.firm):
        return list(Approval.objects.order_by("id").values_list("state", flat=True))


def shown(page, approval):
    page.locator(f"#pane[data-pk='{approval.pk}']").wait_for(state="attached")


def test_j_k_a_r_n_work_through_the_inbox(open_as, firms, axe):
    people = firms.a
    one, two, three = submit(people, "First", "Second", "Third")
    page = open_as(people.attorney, "/approvals/")
    shown(page, one)
    page.keyboard.press("j")
    page.keyboard.press("j")
    shown(page, two)
    assert page.url.endswith(f"/approvals/{two.pk}/")
    page.keyboard.press("k")
    shown(page, one)
    page.keyboard.press("a")
    page.locator(".toast", has_text="Approved: Caption").wait_for()
    shown(page, two)
    assert states(people) == ["approved", "waiting", "waiting"]
    page.keyboard.press("r")
    field = page.locator("#return-note")
    assert field.evaluate("e => e === document.activeElement")
    field.type("Name the court, a and r are letters here")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="Returned to Otis Farrow").wait_for()
    shown(page, three)
    assert states(people) == ["approved", "returned", "waiting"]
    page.keyboard.press("?")
    assert "Approve the selected, open the record" in page.locator("#keys").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.wait_for_url("**/matters/**")


def test_x_selects_and_shift_a_approves_the_selected(open_as, firms):
    people = firms.a
    submit(people, "First", "Second", "Third", kind="sheet")
    page = open_as(people.attorney, "/approvals/")
    for _ in range(2):
        page.keyboard.press("j")
        page.keyboard.press("x")
    assert page.locator("[data-selected]").inner_text() == "2 selected"
    page.keyboard.press("Shift+A")
    page.locator(".toast", has_text="2 approved").wait_for()
    assert states(people) == ["approved", "approved", "waiting"]


def test_on_a_phone_the_list_comes_first_then_the_item(open_as, firms):
    people = firms.a
    (one,) = submit(people, "First")
    page = open_as(people.attorney, "/approvals/", size=PHONE)
    assert not page.locator("#pane").is_visible()
    page.locator(".ap-a").first.tap()
    shown(page, one)
    page.locator("#pane").wait_for(state="visible")
    assert not page.locator(".ap-l").is_visible()
    page.get_by_role("button", name="Approve").tap()
    page.get_by_text("Nothing waits for you").wait_for()


def test_the_pages_of_approvals_have_nothing_for_axe(open_as, firms, axe):
    people = firms.a
    (one,) = submit(people, "First")
    submit(people, "Second", kind="sheet")
    with firm_scope(people.firm):
        services.send_back(one, by=people.attorney, note="Name the court")
        type(people.matter).objects.filter(pk=one.object_id).update(court="Alameda Superior Court")
        two = services.submit("caption", one.matter, by=people.paralegal, note="Done")
        type(people.matter).objects.filter(pk=one.object_id).update(court="Alameda Superior Court, 21")
    page = open_as(people.attorney, "/approvals/")
    for path in ("/approvals/", f"/approvals/{two.pk}/", "/approvals/all/", f"/approvals/{two.pk}/reassign/"):
        look(page, axe, path)
    page = open_as(people.paralegal, "/approvals/?tab=sent")
    matter = people.matter.pk
    for path in (
        "/approvals/?tab=sent",
        f"/approvals/submit/caption/{matter}/",
        f"/approvals/delegation/?matter={matter}",
    ):
        look(page, axe, path)
