"""Every page of the navigation in a real browser: no script error, no CSP violation, axe finds nothing, nothing sticks out.

Each page is loaded once and looked at at 1440 px in light and at 390 px in dark.
"""

import pytest
from django.urls import reverse

from practice import nav
from practice.scope import firm_scope
from tests.browser.conftest import DESK, PHONE, SEEN

pytestmark = pytest.mark.browser
PARTS = 5  # several tests, for several workers


def look(page, axe, path):
    """Check one page: every rule on a desk in light, what is seen on a phone in the dark."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(DESK)
    page.goto(path)
    axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    axe(page, rules=SEEN)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"{path} is {wide} px wide on a phone"
    assert page.locator("h1").count() == 1, f"{path} has {page.locator('h1').count()} h1"


def paths_of(member) -> list[str]:
    """Each page that the member's navigation offers, once."""
    shell = nav.build(member, "/")
    return list(dict.fromkeys(link.url for link in [*shell.pages, *shell.create]))


@pytest.mark.parametrize("part", range(PARTS))
def test_pages_of_the_navigation(open_as, transactional_db, firms, axe, part):
    with firm_scope(firms.a.firm):
        attorney = paths_of(firms.a.attorney)
        others = [path for path in paths_of(firms.a.admin) if path not in attorney]
    for member, paths in ((firms.a.attorney, attorney), (firms.a.admin, others)):
        page = open_as(member, attorney[0])
        for path in paths[part::PARTS]:
            look(page, axe, path)


def test_pages_of_one_matter_and_contact(open_as, transactional_db, firms, axe):
    people = firms.a
    page = open_as(people.attorney, reverse("matter_detail", args=[people.matter.pk]))
    tabs = page.eval_on_selector_all(".tabs a", "links => links.map((a) => a.getAttribute('href'))")
    assert tabs
    for path in [*tabs, reverse("contact_detail", args=[people.client.pk])]:
        look(page, axe, path)


def test_signed_out_pages(open_as, axe):
    page = open_as(None, reverse("account_login"))
    for path in (reverse("account_login"), reverse("account_reset_password"), reverse("firm_signup")):
        look(page, axe, path)
