"""What a list offers to do: the buttons in its head, and the first step when it is empty."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import resolve_url
from django.urls import NoReverseMatch

from practice.lists import panels


@dataclass(frozen=True)
class Action:
    """A button in the head of the page. `url` is an address or a URL name.

    `prepare` shows it also to members who may only prepare the act for an attorney.
    """

    label: str
    url: str
    perm: Any = None
    icon: str = "plus"
    key: str = ""
    primary: bool = True
    prepare: bool = False


@dataclass(frozen=True)
class Empty:
    """What a list says before its first row: what it is for, and the first thing to do."""

    icon: str
    title: str
    text: str
    action_label: str = ""
    action_url: str = ""
    perm: Any = None


def offered(page) -> list[dict[str, Any]]:
    """The buttons the member may use, with their addresses."""
    powers = page.request.member.powers
    found = []
    for action in page.actions:
        if page.may(action.perm) or (action.prepare and powers.may_prepare(action.perm)):
            found.append({"action": action, "url": address(action.url)})
    return [item for item in found if item["url"]]


def empty(page) -> dict[str, Any]:
    """What to show in place of the table."""
    if page.state.chips or page.state.search:
        return panels.filtered_empty(page)
    first = page.empty or Empty("list", f"No {page.nouns(2)} yet", "")
    return {"first": first, "url": address(first.action_url) if page.may(first.perm) else ""}


def address(url: str, *args: Any) -> str:
    """An address from an address or a URL name; nothing when the installation has no such page."""
    if not url:
        return ""
    try:
        return resolve_url(url, *args)
    except NoReverseMatch:
        return ""
