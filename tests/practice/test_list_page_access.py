"""Who sees which list, column, filter and file."""

from html import unescape

from practice.models import AuditEvent
from practice.scope import firm_scope


def test_strangers_sign_in_and_other_firms_see_their_own(site, spread):
    site.client.logout()
    page = site.get()
    assert page.status == 302
    assert page.response["Location"].startswith("/account/login/")
    site.as_(site.other.attorney)
    assert site.get().ids == [site.other.matter.pk]


def test_a_role_without_the_permission_is_told_who_can(site):
    with firm_scope(site.people.firm):
        role = site.people.roles["paralegal"]
        del role.powers["matter.view"]
        role.save()
    site.as_(site.people.paralegal)
    page = site.get()
    assert page.status == 403
    assert "You cannot see matters: your role" in unescape(page.html)


def test_hidden_columns_are_no_oracle(site, spread):
    """Without the permission neither the column, nor its sort, filter or sum, nor its export says anything."""
    site.as_(site.people.paralegal)
    page = site.get("?cols=budget,state&sort=-budget&budget_min=200")
    assert page.heads == ["Matter", "Status"]
    assert len(page.ids) == 8
    assert page.ids == site.get("?cols=state").ids
    assert page.foot == "8 matters"
    assert page.notes == [
        "There is no column “budget” here to show. It was left out.",
        "There is no column “budget” here to sort by. It was left out.",
        "There is no filter “budget_min” here. It was left out.",
    ]
    assert "budget" not in site.htmx("?panel=filters", target="panel").html
    assert "budget" not in site.htmx("?panel=columns", target="panel").html
    assert "budget" not in site.htmx("?panel=sort", target="panel").html


def test_files_need_their_permission(site, spread):
    site.as_(site.people.secretary)
    page = site.get("?export=csv")
    assert page.status == 403
    assert 'data-panel="export"' not in site.get().html
    assert site.htmx("?panel=export", target="panel").status == 404
    with firm_scope(site.people.firm):
        assert not AuditEvent.objects.filter(verb="list.exported").exists()


def test_the_head_offers_acts_also_to_those_who_prepare(site):
    assert 'href="/t/matters/new/" data-key="n"' in site.get().html
    site.as_(site.people.paralegal)
    assert 'href="/t/matters/new/" data-key="n"' in site.get().html
    site.as_(site.people.freelancer)
    assert 'data-key="n"' not in site.get().html


def test_the_drawer_shows_what_is_visible(site, spread):
    pk = spread["Alpha"].pk
    page = site.get(f"?peek={pk}&state=open")
    assert "<p>Peek at 2026-0002</p>" in page.html
    assert f'data-peek="/t/matters/?state=open&amp;peek={spread["Bravo"].pk}"' in page.html
    part = site.htmx(f"?peek={pk}", target="drawer")
    assert "<p>Peek at 2026-0002</p>" in part.html
    assert "<html" not in part.html
    other = site.other.matter.pk
    assert site.htmx(f"?peek={other}", target="drawer").status == 404
    assert site.get(f"?peek={other}").notes == ["The record to look at does not exist, or you cannot see it."]


def test_a_walled_matter_is_in_no_row_count_or_file(site, spread):
    from matters.models import Wall

    with firm_scope(site.people.firm):
        Wall.objects.create(
            matter=spread["Bravo"],
            member=site.people.attorney,
            reason="Former client",
            created_by=site.people.associate,
        )
    page = site.get()
    assert page.foot == "7 matters Budget $255.25"
    assert "Bravo" not in page.html
    assert b"Bravo" not in b"".join(site.get("?export=csv").response.streaming_content)
    assert site.htmx(f"?peek={spread['Bravo'].pk}", target="drawer").status == 404
