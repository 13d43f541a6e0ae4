"""Bulk actions: asked for, checked row by row, reported, undone, or handed to a job."""

import re
from html import unescape

from matters.models import Matter
from practice.models import Job, SavedView
from practice.scope import firm_scope
from tests.practice.test_list_page_views import undo_of

DONE = {"confirmed": "1", "reason": "Settled"}


def states(site):
    with firm_scope(site.people.firm):
        return dict(Matter.objects.order_by("name").values_list("name", "state"))


def test_the_bar_offers_what_the_member_may_do(site, spread):
    assert re.findall(r'name="bulk" value="(\w+)"', site.get().html) == [
        "close",
        "hand_over",
        "plain",
        "csv",
        "xlsx",
    ]
    site.as_(site.people.secretary)
    page = site.get()
    assert 'name="bulk"' not in page.html
    assert 'type="checkbox"' not in re.search(r"<table.*</table>", page.html, re.S)[0]


def test_an_act_is_explained_before_it_is_done(site, spread):
    ids = [spread["Alpha"].pk, spread["Bravo"].pk]
    page = site.post({"bulk": "close", "ids": ids})
    assert page.status == 200
    assert '<h2 id="ask-title">Close: 2 matters</h2>' in page.html
    assert "<p>2 get closed.</p>" in page.html
    assert re.findall(r'name="ids" value="(\d+)"', page.html) == [str(pk) for pk in ids]
    part = site.post({"bulk": "close", "ids": ids}, **{"HX-Request": "true", "HX-Target": "ask"})
    assert "<html" not in part.html
    assert states(site)["Alpha"] == "open"


def test_the_reason_is_wanted(site, spread):
    page = site.post({"bulk": "close", "ids": [spread["Alpha"].pk], "confirmed": "1", "reason": " "})
    assert page.status == 422
    assert "This field is required." in page.html
    assert states(site)["Alpha"] == "open"


def test_rows_are_done_and_undone(site, spread):
    ids = [spread["Alpha"].pk, spread["Foxtrot"].pk]
    page = site.post({"bulk": "close", "ids": ids, **DONE}, "?state=open")
    assert (page.status, page.response["Location"]) == (303, "/t/matters/?state=open")
    undo = undo_of(page.response)
    assert (states(site)["Alpha"], states(site)["Foxtrot"]) == ("closed", "closed")
    with firm_scope(site.people.firm):
        assert Matter.objects.get(name="Alpha").description == "Settled"
    assert site.post({"next": "/t/matters/"}, url=undo).status == 303
    assert (states(site)["Alpha"], states(site)["Foxtrot"]) == ("open", "open")


def test_one_refusal_spoils_no_other_and_leaves_no_trace(site, spread):
    with firm_scope(site.people.firm):
        Matter.objects.filter(name="Bravo").update(restricted=True)
    ids = [spread["Alpha"].pk, spread["Bravo"].pk, 999999]
    page = site.post({"bulk": "close", "ids": ids, **DONE}, follow=True)
    said = unescape(re.search(r'id="bulk-result".*?</ul>', page.html, re.S)[0])
    text = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    assert "1 matter closed . Close: 2 not done." in text.replace("closed.", "closed .")
    assert (
        f'<a class="link" href="/t/matters/{spread["Bravo"].pk}/">2026-0003 Bravo</a>: It is restricted.'
        in said
    )
    assert "One of the chosen rows: No longer there, or not visible to you." in text
    assert (states(site)["Alpha"], states(site)["Bravo"]) == ("closed", "open")
    assert 'id="bulk-result"' not in site.get().html, "it is said once"


def test_all_matching_goes_by_the_filters_of_the_page(site, spread):
    page = site.post({"bulk": "plain", "all": "1"}, "?state=pending,on_hold&responsible=me", follow=True)
    found = states(site)
    assert found["Echo"] == "open"
    assert found["Delta"] == "pending", "another attorney's"
    # An open matter has an opening date; the constraint's refusal is one row's failure, not a broken page.
    assert found["Charlie"] == "pending"
    assert "2026-0004 Charlie</a>: It could not be saved" in page.html


def test_all_matching_is_refused_while_a_filter_does_not_apply(site, spread):
    for query in ("?state=bogus", "?colour=red"):
        page = site.post({"bulk": "close", "all": "1", **DONE}, query)
        assert page.status == 422
        assert "so “all” would be too many" in page.html
    assert "closed" not in states(site).values()


def test_ticked_rows_count_even_when_a_filter_hides_them(site, spread):
    site.post({"bulk": "close", "ids": [spread["Alpha"].pk], **DONE}, "?state=pending")
    assert states(site)["Alpha"] == "closed"


def test_nothing_ticked_does_nothing(site, spread):
    for ids in ([], ["x"], ["-1"], ["9" * 30]):
        page = site.post({"bulk": "close", "ids": ids, **DONE})
        assert page.status == 422
        assert "Nothing is chosen. Tick the rows first." in page.html


def test_rows_of_another_firm_are_not_touched(site, spread):
    page = site.post({"bulk": "close", "ids": [site.other.matter.pk], **DONE}, follow=True)
    assert "No longer there, or not visible to you." in page.html
    with firm_scope(site.other.firm):
        assert Matter.objects.get(pk=site.other.matter.pk).state == "open"


def test_permission_is_checked_when_it_runs(site, spread):
    site.as_(site.people.secretary)
    page = site.post({"bulk": "close", "ids": [spread["Alpha"].pk], **DONE})
    assert page.status == 403
    assert "close or reopen a matter" in page.html.lower()
    assert site.post({"bulk": "explode", "ids": [spread["Alpha"].pk]}).status == 404
    assert states(site)["Alpha"] == "open"


def test_a_form_of_its_own_and_a_verdict_on_each_row(site, spread):
    people = site.people
    ids = [spread["Alpha"].pk, spread["Charlie"].pk]
    page = site.post({"bulk": "hand_over", "ids": ids})
    assert f'<option value="{people.attorney.pk}">' not in page.html, "the form knows the member"
    page = site.post(
        {"bulk": "hand_over", "ids": ids, "confirmed": "1", "to": people.associate.pk}, follow=True
    )
    assert "Only open matters are handed over." in page.html
    with firm_scope(people.firm):
        assert Matter.objects.get(name="Alpha").responsible_id == people.associate.pk
        assert Matter.objects.get(name="Charlie").responsible_id == people.attorney.pk


def test_a_long_run_becomes_a_job(site, spread):
    page = site.post({"bulk": "hand_over", "all": "1", "confirmed": "1", "to": site.people.associate.pk})
    assert page.status == 303
    with firm_scope(site.people.firm):
        job = Job.objects.get()
        assert (job.title, job.total, job.started_by_id) == ("To Priya Tollett", 8, site.people.attorney.pk)
        assert Matter.objects.get(name="Alpha").responsible_id == site.people.attorney.pk


def test_a_long_run_without_a_job_is_refused(site, spread):
    page = site.post({"bulk": "plain", "all": "1"})
    assert page.status == 400
    assert "8 matters are chosen; “Reopen now” takes at most 3 at once." in unescape(page.html)
    with firm_scope(site.people.firm):
        assert SavedView.objects.count() == 0


def test_an_htmx_run_ends_by_loading_the_page(site, spread):
    page = site.post(
        {"bulk": "close", "ids": [spread["Alpha"].pk], **DONE}, **{"HX-Request": "true", "HX-Target": "ask"}
    )
    assert (page.status, page.response["HX-Redirect"]) == (204, "/t/matters/")
