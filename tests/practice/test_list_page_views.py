"""Saved views: a member's own and the firm's; made, changed, deleted and brought back."""

import re
from html import unescape

from practice.models import AuditEvent, SavedView
from practice.scope import firm_scope

SAVE = {"action": "save_view", "name": "My pending", "shared": ""}


def tabs(page):
    nav = re.search(r'<nav class="views".*?</nav>', page.html, re.S)[0]
    found = re.findall(r'<a href="([^"]*)"[^>]*?hx-push-url="true"( aria-current="page")?[^>]*>([^<]+)', nav)
    return [(unescape(label).strip(), unescape(url), bool(current)) for url, current, label in found]


def undo_of(response):
    """The undo address of the toast on the next page."""
    from django.contrib.messages import get_messages

    return list(get_messages(response.wsgi_request))[-1].extra_tags


def stored(site):
    with firm_scope(site.people.firm):
        return {view.name: view for view in SavedView.objects.all()}


def test_the_views_of_the_list_and_which_is_current(site, spread):
    assert tabs(site.get("?responsible=me&state=open&per=25")) == [
        ("Mine, open", "/t/matters/?state=open&responsible=me", True),
        ("All", "/t/matters/?view=all", False),
    ]
    assert [current for _, _, current in tabs(site.get())] == [False, True]
    assert [current for _, _, current in tabs(site.get("?state=open"))] == [False, False]


def test_counts_come_in_a_request_of_their_own(site, spread):
    assert '<span class="n">' not in re.search(r'<nav class="views".*?</nav>', site.get().html, re.S)[0]
    nav = site.htmx(target="views").html
    assert re.findall(r'<span class="n">(\d+)</span>', nav) == ["3", "8"]
    assert "hx-trigger" not in nav, "or it would ask for ever"


def test_a_swap_leaves_the_counts_alone_unless_another_view_is_current(site, spread):
    headers = {"HX-Current-URL": "http://testserver.local/t/matters/?state=pending"}
    assert 'id="views"' not in site.htmx("?state=pending&q=x", **headers).html
    assert 'id="views"' in site.htmx("?state=open&responsible=me", **headers).html


def test_the_bare_address_means_the_first_view_where_the_list_says_so(site, spread):
    page = site.get(url="/t/landing/")
    assert len(page.ids) == 3
    assert [current for _, _, current in tabs(page)] == [True, False]
    assert len(site.get("?view=all", url="/t/landing/").ids) == 8
    assert 'href="/t/landing/?responsible=me"' in page.html, "without the status"
    last = site.get("?state=open", url="/t/landing/")
    assert 'href="/t/landing/?view=all"' in last.html, "removing the last filter shows all"


def test_saving_keeps_filters_search_sort_and_columns(site, spread):
    page = site.post(SAVE, "?state=pending&q=a&sort=-name&cols=name,state&per=100&panel=save&peek=3")
    assert page.status == 303
    assert page.response["Location"] == "/t/matters/?state=pending&q=a&sort=-name&cols=name%2Cstate&per=100"
    assert stored(site)["My pending"].query == "state=pending&q=a&sort=-name&cols=name%2Cstate&per=100"
    assert tabs(site.get("?sort=-name&cols=name,state&q=a&state=pending"))[2] == (
        "My pending",
        "/t/matters/?state=pending&q=a&sort=-name&cols=name%2Cstate&per=100",
        True,
    )


def test_names_are_asked_for_and_kept_apart(site):
    empty = site.post({**SAVE, "name": "  "}, "?state=open")
    assert empty.status == 422
    assert "Give the view a name." in empty.html
    assert site.post(SAVE, "?state=open").status == 303
    again = site.post(SAVE, "?state=pending", **{"HX-Request": "true", "HX-Target": "panel"})
    assert again.status == 422
    assert "<html" not in again.html
    assert "You have a view called “My pending”. Choose another name, or replace it." in again.html
    assert 'value="My pending"' in again.html
    assert stored(site)["My pending"].query == "state=open"
    assert site.post({**SAVE, "replace": "1"}, "?state=pending").status == 303
    assert stored(site)["My pending"].query == "state=pending"
    assert site.post({**SAVE, "name": "x" * 81}).status == 422


def test_own_views_are_private_until_they_are_shared(site):
    site.post(SAVE, "?state=pending")
    site.as_(site.people.paralegal)
    assert len(tabs(site.get())) == 2
    site.as_(site.people.attorney)
    view = stored(site)["My pending"]
    changed = site.post({"action": "change_view", "view": view.pk, "name": "Pending", "shared": "1"})
    assert changed.status == 303
    site.as_(site.people.paralegal)
    page = site.get()
    assert tabs(page)[2] == ("Pending", "/t/matters/?state=pending", False)
    assert 'title="Shared by Imogen Vance"' in page.html
    with firm_scope(site.people.firm):
        event = AuditEvent.objects.get(verb="view.changed")
    assert event.changes == {"name": ["My pending", "Pending"], "shared": [False, True]}


def test_anothers_view_is_read_only_and_a_private_one_is_not_there(site):
    site.post({**SAVE, "shared": "1"}, "?state=pending")
    site.post({**SAVE, "name": "Secret"}, "?state=open")
    views = stored(site)
    site.as_(site.people.paralegal)
    for action in ("change_view", "delete_view"):
        refused = site.post({"action": action, "view": views["My pending"].pk, "name": "Mine now"})
        assert refused.status == 403
        assert "This view belongs to Imogen Vance." in unescape(refused.html)
        assert site.post({"action": action, "view": views["Secret"].pk, "name": "x"}).status == 404
        assert site.post({"action": action, "view": "zzz", "name": "x"}).status == 404
    site.as_(site.other.attorney)
    assert site.post({"action": "delete_view", "view": views["My pending"].pk}).status == 404
    assert set(stored(site)) == {"My pending", "Secret"}


def test_a_deleted_view_comes_back_by_undo(site):
    site.post({**SAVE, "shared": "1"}, "?state=pending")
    view = stored(site)["My pending"]
    gone = site.post({"action": "delete_view", "view": view.pk}, "?state=open")
    assert stored(site) == {}
    undo = undo_of(gone.response)
    back = site.post({"next": "/t/matters/?state=open"}, url=undo)
    assert (back.status, back.response["Location"]) == (303, "/t/matters/?state=open")
    site.post({}, url=undo)
    assert [(v.name, v.query, v.shared) for v in stored(site).values()] == [
        ("My pending", "state=pending", True)
    ]


def test_undo_belongs_to_who_acted_and_leads_nowhere_else(site):
    site.post(SAVE, "?state=pending")
    undo = undo_of(site.post({"action": "delete_view", "view": stored(site)["My pending"].pk}).response)
    site.as_(site.people.paralegal)
    assert site.post({}, url=undo).status == 404
    site.as_(site.people.attorney)
    assert site.post({}, url=undo + "x").status == 400
    assert site.post({}, url=undo.replace("/t/matters/", "/t/landing/")).status == 404
    assert site.post({"next": "https://evil.example/"}, url=undo).response["Location"] == "/t/matters/"


def test_an_act_the_page_does_not_know(site):
    assert site.post({"action": "explode"}).status == 400
    assert site.client.put("/t/matters/").status_code == 405
