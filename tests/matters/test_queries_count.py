"""Pages ask the database the same number of questions for one row and for ten, and never many."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from calendar_app.models import Deadline
from tests.cast import make_matter

# Statements of a page beside those of every page: session, seats, scope, powers, walls, sidebar.
OWN = {"home": 47, "matter_detail": 13, "contact_detail": 24, "matter_access": 16}
OWN_OF_OTHERS = 12


@pytest.fixture
def ten(a):
    def grow():
        for i in range(9):
            matter = make_matter(a, number=f"2026-1{i:03}", name=f"Matter {i}")
            Deadline.objects.create(
                matter=matter,
                title=f"Due {i}",
                due_on=datetime.date(2027, 1, 4),
                original_due_on=datetime.date(2027, 1, 4),
                owner=a.attorney,
            )

    return grow


def _asked(client, url, query) -> int:
    client.get(url, query)  # fills what is cached for good: content types
    with CaptureQueriesContext(connection) as found:
        assert client.get(url, query).status_code == 200
    return len(found.captured_queries)


def _count(client, url, query, django_assert_max_num_queries):
    frame = _asked(client, reverse("practice_area_create"), {})  # an empty form reads nothing of its own
    # Today has a statement or two for each of its cards.
    own = OWN.get(resolve(url).url_name, OWN_OF_OTHERS)
    with django_assert_max_num_queries(frame + own):
        client.get(url, query)
    return _asked(client, url, query)


@pytest.mark.parametrize(
    "name", ["matter_list", "contact_list", "deadline_list", "home", "matter_options", "palette"]
)
def test_lists_ask_as_often_for_one_row_as_for_ten(a, ten, sign_in, name, django_assert_max_num_queries):
    make_matter(a, number="2026-0900", name="One more")
    Deadline.objects.create(
        matter=a.matter,
        title="One",
        due_on=datetime.date(2027, 1, 4),
        original_due_on=datetime.date(2027, 1, 4),
        owner=a.attorney,
    )
    client = sign_in(a.attorney)
    query = {"q": "a"} if name in ("matter_options", "palette") else {}
    one = _count(client, reverse(name), query, django_assert_max_num_queries)
    ten()
    assert _count(client, reverse(name), query, django_assert_max_num_queries) <= one


@pytest.mark.parametrize(
    "name", ["matter_detail", "matter_access", "matter_deadlines", "matter_history", "contact_detail"]
)
def test_a_record_asks_as_often_for_one_row_as_for_ten(a, ten, sign_in, name, django_assert_max_num_queries):
    client = sign_in(a.attorney)
    args = [a.client.pk if name == "contact_detail" else a.matter.pk]
    one = _count(client, reverse(name, args=args), {}, django_assert_max_num_queries)
    ten()
    Deadline.objects.update(matter=a.matter)
    assert _count(client, reverse(name, args=args), {}, django_assert_max_num_queries) <= one
