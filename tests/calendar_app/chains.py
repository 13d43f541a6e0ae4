"""A chain for the tests: a hearing in a California superior court and the dates before it."""

import datetime

from calendar_app import services
from calendar_app.models import TriggerEvent
from calendar_app.queries.rules import Facts

HEARING = datetime.date(2026, 11, 30)
OPPOSITION, REPLY = "ca-ccp.1005-b-opposition", "ca-ccp.1005-b-reply"


def hearing_on(day: datetime.date, *, service: str = "") -> Facts:
    """A motion is heard on that day."""
    return Facts(pack="ca-ccp", kind="motion-hearing", on=day, service=service)


def docket_motion(
    firm,
    *,
    by,
    on: datetime.date = HEARING,
    label: str = "Hearing on the motion to compel",
    event=None,
    critical=None,
) -> TriggerEvent:
    """Opposition and reply before the hearing, of the firm's matter, for the attorney with the associate behind."""
    picks = [
        services.Pick(rule, owner=firm.attorney, backup=firm.associate, critical=critical)
        for rule in (OPPOSITION, REPLY)
    ]
    return services.create_chain(
        firm.matter, by=by, facts=hearing_on(on), picks=picks, label=label, event=event
    )


def dates(trigger: TriggerEvent) -> dict[str, datetime.date]:
    """{rule: its date} of a trigger."""
    return dict(trigger.deadlines.values_list("rule_id", "due_on"))
