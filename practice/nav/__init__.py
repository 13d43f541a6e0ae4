"""What the sidebar, the create menu and the phone bar offer, and to whom.

An app adds a page here by its URL name; pages nobody may open are absent, not greyed. What waits behind an entry is
said by the function named in `badge`, `badge(member) -> Badge | None`: which rows, not how many. The page counts all
badges in one statement (practice.facts), so that one more costs no round trip.
"""

from practice.nav.building import Badge, Group, Link, Nav, badge_facts, badges_of, build
from practice.nav.entries import CREATE, FIRM_MENU, NAV, Item, Section

__all__ = [
    "CREATE",
    "FIRM_MENU",
    "NAV",
    "Badge",
    "Group",
    "Item",
    "Link",
    "Nav",
    "Section",
    "badge_facts",
    "badges_of",
    "build",
]
