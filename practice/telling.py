"""How a person wants to be told: rooms that remind of things of their own ask here when a mail may go out.

The room of reminders keeps the preferences; it sits above most rooms, which reach it by dotted name.
"""

from datetime import datetime
from typing import Any

from django.utils.module_loading import import_string

TELLER = "reminders.queries.channels.mail_at"


def mail_at(member: Any, now: datetime) -> datetime | None:
    """When a mail that reminds the member may go out: `now`, the end of their quiet hours, or None when it may not.

    None means that they want no mail (or none while away), or that today's digest tells it.
    """
    return import_string(TELLER)(member, now)
