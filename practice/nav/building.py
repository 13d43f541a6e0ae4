"""The navigation of one member on one page, and what is asked for its badges."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from practice.facts import Fact, count_of, least_of
from practice.nav.entries import CREATE, FIRM_MENU, NAV, PHONE, PHONE_SPARE, Item


@dataclass(frozen=True)
class Badge:
    """The rows that wait for the member. `hot`: red when there are any (a deadline due by tomorrow), or when one of them
    meets a condition (an approval that is late).

    `since` is the column that says since when a row waits; the oldest is then told beside the number.
    """

    rows: QuerySet
    hot: bool | Q = False
    since: str = ""


@dataclass(frozen=True)
class Link:
    """An item as one member sees it on one page."""

    label: str
    icon: str
    url: str
    url_name: str
    current: bool = False
    count: int = 0
    hot: bool = False
    since: date | datetime | None = None  # since when the oldest waits, where the badge says so
    g: str = ""
    key: str = ""
    words: str = ""
    c: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    aria: str
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Nav:
    """What templates read as `nav`."""

    sections: list[Group]
    create: list[Link]
    firm: list[Link]
    phone: list[Link | None]

    @property
    def pages(self) -> list[Link]:
        """Every page of the sidebar and the firm menu: for the palette."""
        return [link for group in self.sections for link in group.links] + self.firm


def _allowed(item: Item, member) -> bool:
    if not item.perms:
        return True
    powers = member.powers
    return any(powers.may_prepare(p) if item.prepare else powers.has(p) for p in item.perms)


def badges_of(member) -> tuple[str, ...]:
    """The URL names of the entries with a badge that the member has: what `badge_facts` asks about."""
    return tuple(
        item.url_name for section in NAV for item in section.items if item.badge and _allowed(item, member)
    )


def badge_facts(member) -> dict[str, Fact]:
    """What `build` wants to know of the badges on the member's sidebar: their numbers and ages, by URL name."""
    facts: dict[str, Fact] = {}
    for item in (item for section in NAV for item in section.items if item.badge):
        badge = import_string(item.badge)(member) if _allowed(item, member) else None
        if badge is None:
            continue
        facts[item.url_name] = Fact(count_of(badge.rows), lambda n: n or 0)
        if badge.hot:
            red = badge.rows.filter(badge.hot) if isinstance(badge.hot, Q) else badge.rows
            facts[f"{item.url_name}.hot"] = Fact(count_of(red), bool)
        if badge.since:
            facts[f"{item.url_name}.since"] = Fact(least_of(badge.rows, badge.since))
    return facts


@cache
def _address(url_name: str, _site: str) -> str | None:
    """The address of an entry, looked up once a process and site (settings.ROOT_URLCONF); None for a page that is not routed.

    tests/architecture/test_nav.py keeps the list honest.
    """
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _links(items: tuple[Item, ...], member, known: Mapping[str, Any]) -> list[Link]:
    links = []
    for item in items:
        if not _allowed(item, member):
            continue
        url = _address(item.url_name, settings.ROOT_URLCONF)
        if url is None:
            continue
        count = known.get(item.url_name, 0) if item.badge else 0
        links.append(
            Link(
                item.label,
                item.icon,
                f"{url}{item.query}",
                item.url_name,
                count=count,
                hot=bool(item.badge and known.get(f"{item.url_name}.hot")),
                since=known.get(f"{item.url_name}.since") if item.badge else None,
                g=item.g,
                key=item.key,
                words=item.words,
                c=item.c,
            )
        )
    return links


def _lit(links: list[Link], path: str) -> str:
    """The URL of the entry that `path` belongs to: the longest prefix; home matches only itself."""
    best, length = "", 0
    for link in links:
        prefix = link.url.split("?")[0]
        if (path == prefix or (prefix != "/" and path.startswith(prefix))) and len(prefix) > length:
            best, length = link.url, len(prefix)
    return best


def build(member, path: str, known: Mapping[str, Any] | None = None) -> Nav:
    """The navigation of `member` on the page `path`. No query: `known` answers `badge_facts`, or there are no numbers."""
    known = known or {}
    sections = [Group(s.label, s.aria, _links(s.items, member, known)) for s in NAV]
    firm = _links(FIRM_MENU, member, known)
    every = [link for group in sections for link in group.links] + firm
    lit = _lit(every, path)
    sections = [
        replace(group, links=[replace(link, current=link.url == lit) for link in group.links])
        for group in sections
        if group.links
    ]
    firm = [replace(link, current=link.url == lit) for link in firm]
    by_name = {link.url_name: link for group in sections for link in group.links}
    spare = [by_name[name] for name in PHONE_SPARE if name in by_name]
    phone: list[Link | None] = []
    for name in PHONE:
        if not name:
            phone.append(None)
        elif name in by_name:
            phone.append(by_name[name])
        elif spare:
            phone.append(spare.pop(0))
    return Nav(sections, _links(CREATE, member, known), firm, phone)
