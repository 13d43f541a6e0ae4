"""Saved views: named queries of a list page, a member's own or shared with the firm."""

from dataclasses import dataclass

from django.db import models, transaction

from practice import audit
from practice.exceptions import DomainError, Refused
from practice.lists.state import normal_query
from practice.models import SavedView

MOST = 50
NAME_LENGTH = 80


@dataclass(frozen=True)
class View:
    """A view that comes with the list. `query` is its query string, with or without the question mark."""

    name: str
    query: str = ""
    perm: object = None


@dataclass(frozen=True)
class Tab:
    """A view as the bar above the list shows it."""

    label: str
    url: str
    current: bool
    pk: int | None = None
    mine: bool = False
    shared: bool = False
    owner: str = ""
    query: str = ""
    count: str = ""


def views_of(member, list_name: str) -> list[SavedView]:
    """The member's own views of a list and those that others share, own first. One query."""
    found = SavedView.objects.filter(list_name=list_name).filter(
        models.Q(member_id=member.pk) | models.Q(shared=True)
    )
    return sorted(
        found.select_related("member"), key=lambda view: (view.member_id != member.pk, view.position, view.pk)
    )


def clean_query(query: str) -> str:
    """A query string without its mark; refused when it is too long to be a view."""
    query = query.removeprefix("?")
    if len(query) > 4000:
        raise DomainError("This view has too many filters to be saved.", field="name")
    return query


def _clean_name(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name:
        raise DomainError("Give the view a name.", field="name")
    if len(name) > NAME_LENGTH:
        raise DomainError(f"A name has at most {NAME_LENGTH} characters; this has {len(name)}.", field="name")
    return name


def _own(view: SavedView, by) -> SavedView:
    locked = SavedView.objects.select_for_update(of=("self",)).filter(pk=view.pk).first()
    if locked is None:
        raise DomainError("That view was deleted.")
    if locked.member_id != by.pk:
        owner = locked.member.name
        raise Refused(f"This view belongs to {owner}. Save a copy of your own, or ask {owner}.", who=[owner])
    return locked


@transaction.atomic
def save_view(*, list_name: str, name: str, query: str, shared: bool, by, replace: bool = False) -> SavedView:
    """Keep a query under a name. A name that is taken is an error on `name`, unless `replace` overwrites
    it.
    """
    name, query = _clean_name(name), clean_query(query)
    same = (
        SavedView.objects.select_for_update(of=("self",))
        .filter(member=by, list_name=list_name, name=name)
        .first()
    )
    if same is not None and not replace:
        raise DomainError(
            f"You have a view called “{name}”. Choose another name, or replace it.", field="name"
        )
    if same is not None:
        changes = audit.apply(same, query=query, shared=shared)
        same.save(update_fields=["query", "shared"])
        if shared or "shared" in changes:
            audit.record(by, "view.changed", same, changes=changes)
        return same
    taken = SavedView.objects.filter(member=by, list_name=list_name).aggregate(
        count=models.Count("pk"), last=models.Max("position")
    )
    if taken["count"] >= MOST:
        raise DomainError(f"You have {MOST} views of this list. Delete one first.", field="name")
    view = SavedView.objects.create(
        member=by,
        list_name=list_name,
        name=name,
        query=query,
        shared=shared,
        position=(taken["last"] or 0) + 1,
    )
    if shared:
        audit.record(by, "view.shared", view, changes={"query": ["", query]})
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, shared: bool, by) -> SavedView:
    """Give a view of one's own another name, or share it or not. Shared views are the business of all, so it
    is recorded.
    """
    locked, name = _own(view, by), _clean_name(name)
    others = SavedView.objects.filter(member=by, list_name=locked.list_name, name=name).exclude(pk=locked.pk)
    if others.exists():
        raise DomainError(f"You have a view called “{name}”. Choose another name.", field="name")
    was_shared = locked.shared
    changes = audit.apply(locked, name=name, shared=shared)
    locked.save(update_fields=["name", "shared"])
    if changes and (was_shared or shared):
        audit.record(by, "view.changed", locked, changes=changes)
    return locked


@transaction.atomic
def delete_view(view: SavedView, *, by) -> dict:
    """Delete a view of one's own. Returns what `restore_view` needs to bring it back."""
    locked = _own(view, by)
    kept = {
        "list_name": locked.list_name,
        "name": locked.name,
        "query": locked.query,
        "shared": locked.shared,
        "position": locked.position,
    }
    if locked.shared:
        audit.record(by, "view.deleted", locked, changes={"query": [locked.query, ""]})
    locked.delete()
    return kept


@transaction.atomic
def restore_view(kept: dict, *, by) -> SavedView:
    """Bring back a deleted view. Doing it twice gives one view."""
    view, created = SavedView.objects.get_or_create(
        member=by,
        list_name=kept["list_name"],
        name=kept["name"],
        defaults={"query": kept["query"], "shared": kept["shared"], "position": kept["position"]},
    )
    if created and view.shared:
        audit.record(by, "view.shared", view, changes={"query": ["", view.query]})
    return view


def tabs(default_views, saved: list[SavedView], state, member) -> list[Tab]:
    """The views of the bar: those of the list, then the member's own, then the firm's."""
    found = []
    for view in default_views:
        query = view.query.removeprefix("?")
        found.append(
            Tab(
                view.name,
                f"{state.path}?{query or 'view=all'}",
                normal_query(query) == state.normal,
                query=query,
            )
        )
    for view in saved:
        found.append(
            Tab(
                view.name,
                f"{state.path}?{view.query or 'view=all'}",
                normal_query(view.query) == state.normal,
                pk=view.pk,
                mine=view.member_id == member.pk,
                shared=view.shared,
                owner="" if view.member_id == member.pk else view.member.name,
                query=view.query,
            )
        )
    return found
