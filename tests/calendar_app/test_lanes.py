"""What overlaps shares the width, up to what can be read; beyond it the last lane says how many more there are."""

import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app import grid
from calendar_app.queries.events import Occurrence
from calendar_app.services import create_event
from practice.scope import firm_scope

UTC = datetime.UTC
ZONE = ZoneInfo("UTC")
DAY = datetime.date(2027, 3, 3)


def at(hour, minute=0) -> datetime.datetime:
    return datetime.datetime(2027, 3, 3, hour, minute, tzinfo=UTC)


def laid(*times, most=4):
    rows = [Occurrence(None, start, end, key=f"{number:02}") for number, (start, end) in enumerate(times)]
    return grid.blocks_of(rows, DAY, ZONE, first_hour=8, most=most)


def test_eight_at_once_in_four_lanes_are_three_and_five_more():
    blocks = laid(*[(at(9), at(10))] * 8)
    assert [(block.lane, len(block.folded)) for block in blocks] == [(0, 0), (1, 0), (2, 0), (3, 5)]
    assert {(block.at, block.steps, block.lanes) for block in blocks} == {(12, 12, 4)}


def test_one_too_many_is_shown_itself():
    assert [(block.lane, len(block.folded)) for block in laid(*[(at(9), at(10))] * 4)] == [
        (0, 0),
        (1, 0),
        (2, 0),
        (3, 0),
    ]


def test_what_does_not_overlap_is_not_folded_together():
    # Three long ones fill the lanes; of the five beside them two overlap in the morning, one stands alone at noon, and
    # two overlap in the afternoon.
    long = [(at(8), at(17))] * 3
    blocks = laid(
        *long, (at(9), at(10)), (at(9, 30), at(11)), (at(12), at(13)), (at(14), at(16)), (at(15), at(17))
    )
    last = [block for block in blocks if block.lane == 3]
    assert [(block.start.hour, len(block.folded)) for block in last] == [(9, 2), (12, 0), (14, 2)]
    # 9 to 11 is an hour after eight o'clock, and two hours long.
    assert (last[0].at, last[0].steps) == (12, 24)


@settings(deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(0, 110), st.integers(3, 30)), max_size=25),
    most=st.integers(2, 6),
)
def test_nothing_lies_on_another_and_nothing_is_lost(steps, most):
    five = datetime.timedelta(minutes=5)
    rows = [(at(8) + five * start, at(8) + five * (start + length)) for start, length in steps]
    blocks = laid(*rows, most=most)
    told = [one for block in blocks for one in (block.folded or [block])]
    assert sorted(one.occurrence.key for one in told) == [f"{number:02}" for number in range(len(rows))]
    for block in blocks:
        assert 0 <= block.lane < block.lanes <= most
        for one in block.folded:
            assert block.at <= one.at and one.ends_at <= block.ends_at
    for number, block in enumerate(blocks):
        for other in blocks[number + 1 :]:
            apart = block.ends_at <= other.at or other.ends_at <= block.at
            assert apart or block.lane != other.lane


def test_the_week_counts_all_and_leads_to_the_list(a, sign_in):
    with firm_scope(a.firm):
        for number in range(6):
            create_event(by=a.attorney, title=f"Talk {number}", starts_at=at(9), ends_at=at(10), zone="UTC")
    page = sign_in(a.attorney).get(reverse("calendar"), {"view": "week", "date": "2027-03-03"})
    text = page.content.decode()
    assert "Wednesday, March 3, 6 events" in text
    assert "<b>+3</b>" in text
    (column,) = [column for column in page.context["page"].columns if column.blocks]
    listed = sign_in(a.attorney).get(column.list_url).content.decode()
    assert all(f"Talk {number}" in listed for number in range(6))
