"""Ten thousand deadlines with their derivations take less than two seconds of one core."""

import time
from datetime import date, timedelta

from court_rules.engine import compute
from court_rules.packs import shipped


def test_ten_thousand_deadlines_under_two_seconds():
    shipped()
    days = [date(2026, 1, 1) + timedelta(days=n % 700) for n in range(10_000)]
    compute("frcp.interrogatories", days[0], service="mail", state="MA")
    start = time.process_time()
    found = [compute("frcp.interrogatories", day, service="mail", state="MA")[0] for day in days]
    assert time.process_time() - start < 2
    assert all(result.steps for result in found)
