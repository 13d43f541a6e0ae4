"""Navigation, palette and create menu name pages, powers, icons and functions that exist. No database."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from accounts.permissions import Perm
from practice import nav, palette

ITEMS = [item for section in nav.NAV for item in section.items] + list(nav.FIRM_MENU) + list(nav.CREATE)
# Pages of the plan without a view yet: absent from every menu until they have one. Remove the name with it.
PLANNED: set[str] = set()


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.url_name)
def test_item_leads_somewhere(item):
    if item.url_name in PLANNED:
        with pytest.raises(NoReverseMatch):
            reverse(item.url_name)
        return
    assert reverse(item.url_name).startswith("/")


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.url_name)
def test_item_names_powers_icons_and_badges_that_exist(item, settings):
    for perm in item.perms:
        Perm(perm)
    assert (settings.BASE_DIR / "static/vendor/icons" / f"{item.icon}.svg").is_file()
    if item.badge:
        assert callable(import_string(item.badge))


def test_letters_after_g_are_used_once():
    letters = [item.g for item in ITEMS if item.g]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("act", palette.ACTS, ids=lambda act: act.url_name)
def test_palette_act_leads_somewhere(act, settings):
    assert reverse(act.url_name, args=[] if act.param else [1]).startswith("/")
    assert (settings.BASE_DIR / "static/vendor/icons" / f"{act.icon}.svg").is_file()
    if act.perm:
        Perm(act.perm)


def test_palette_providers_import():
    for path in palette.PALETTE:
        assert callable(import_string(path)), path
