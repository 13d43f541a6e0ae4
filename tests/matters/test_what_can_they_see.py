"""What can X see, and why: each matter the viewer sees, with X's reason."""

from django.urls import reverse

from matters import services
from matters.models import Matter
from matters.queries.sight import explain, sight_of, with_sight
from tests import cast


def why(a, member):
    matters = list(with_sight(Matter.objects.all(), member, a.firm).order_by("number"))
    explain(matters, member, a.firm)
    return [(m.number, m.sees, m.why) for m in matters]


def test_each_matter_has_its_reason(a):
    cast.make_matter(a, number="2026-0002", name="Restricted one", restricted=True)
    services.put_up_wall(a.matter, by=a.attorney, member=a.paralegal, reason="Former client")
    assert why(a, a.paralegal) == [
        ("2026-0001", False, "Screened by an ethical wall"),
        ("2026-0002", True, "On the team as paralegal"),
    ]
    assert why(a, a.assistant) == [
        ("2026-0001", True, "Legal assistant: sees all matters that are not restricted"),
        ("2026-0002", False, "Not on this restricted matter"),
    ]
    assert why(a, a.freelancer)[0] == ("2026-0001", False, "Guests see only the matters they are engaged on")
    seen = sight_of(a.paralegal, a.firm, Matter.objects.all())
    assert (seen.shown, seen.hidden, seen.walled) == (1, 1, 1)


def test_the_page_shows_it_filters_it_and_exports_it(a, sign_in):
    cast.make_matter(a, number="2026-0002", name="Restricted one", restricted=True)
    client = sign_in(a.attorney)
    url = reverse("member_sight", args=[a.assistant.pk])
    page = client.get(url).content.decode()
    assert "sees 1 of the 2 matters that you see" in page and "Not on this restricted matter" in page
    hidden = client.get(url + "?sees=no").content.decode()
    assert "2026-0002" in hidden and "2026-0001" not in hidden
    file = b"".join(client.get(url + "?export=csv").streaming_content).decode()
    assert "Not on this restricted matter" in file


def test_who_looks_sees_no_matter_that_is_hidden_from_them(a, sign_in):
    """The administrator may ask what the paralegal sees; a restricted matter the paralegal is on stays hidden."""
    cast.make_matter(a, number="2026-0002", name="Restricted one", restricted=True)
    page = sign_in(a.admin).get(reverse("member_sight", args=[a.paralegal.pk])).content.decode()
    assert "2026-0001" in page and "2026-0002" not in page
    assert "sees 1 of the 1 matters" in page


def test_staff_and_other_firms_may_not_ask(a, firms, sign_in):
    url = reverse("member_sight", args=[a.assistant.pk])
    assert sign_in(a.paralegal).get(url).status_code == 403
    assert sign_in(firms.b.attorney).get(url).status_code == 404
