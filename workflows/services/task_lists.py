"""Writing task lists and their items. Applied lists keep what they were applied with."""

from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import Member
from accounts.permissions import Perm
from accounts.queries import ensure
from matters.models import PracticeArea
from practice import audit
from practice.exceptions import DomainError
from work.queries.roles import suits
from workflows.models import TaskList, TaskListItem
from workflows.models.lists import Anchor
from workflows.queries.plans import MOST, check_nesting

ITEM_FIELDS = {
    "title", "note", "nested", "anchor", "after", "offset", "unit", "roll", "assign", "part", "role", "member",
    "type", "priority", "estimate_seconds", "checklist", "blocked_by",
}  # fmt: skip
MOST_LINES = 30


def _name(name: str, *, but: TaskList | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Give the list a name.", field="name")
    same = TaskList.objects.in_use().filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise DomainError(f"There is a list “{name}” already.", field="name")
    return name


def _locked(task_list: TaskList) -> TaskList:
    found = TaskList.objects.select_for_update(of=("self",)).get(pk=task_list.pk)
    if found.archived_at is not None:
        raise DomainError(f"“{found.name}” is archived. Bring it back first.")
    return found


def _grown(task_list: TaskList, *, by: Member, changes: dict) -> None:
    task_list.version += 1
    task_list.save(update_fields=["version", "updated_at"])
    audit.record(by, "task_list.changed", task_list, changes=changes)


@transaction.atomic
def create_list(
    *, by: Member, name: str, description: str = "", practice_area: PracticeArea | None = None
) -> TaskList:
    """A new, empty task list."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = TaskList.objects.create(
        name=_name(name), description=description.strip(), practice_area=practice_area, created_by=by
    )
    area = practice_area.name if practice_area else None
    audit.record(by, "task_list.created", task_list, changes={"practice_area": [None, area]})
    return task_list


@transaction.atomic
def change_list(
    task_list: TaskList,
    *,
    by: Member,
    name: str,
    description: str = "",
    practice_area: PracticeArea | None = None,
) -> TaskList:
    """Change what a list is called and where it is offered."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = _locked(task_list)
    changes = audit.apply(
        task_list,
        name=_name(name, but=task_list),
        description=description.strip(),
        practice_area=practice_area,
    )
    if changes:
        task_list.save()
        _grown(task_list, by=by, changes=changes)
    return task_list


@transaction.atomic
def archive_list(task_list: TaskList, *, by: Member) -> TaskList:
    """Take a list out of use. Where it was applied everything stays."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = _locked(task_list)
    inside = TaskListItem.objects.filter(nested=task_list, task_list__archived_at=None)
    outer = inside.select_related("task_list").first()
    if outer is not None:
        raise DomainError(f"“{outer.task_list.name}” contains this list. Take it out of there first.")
    task_list.archived_at = timezone.now()
    task_list.save(update_fields=["archived_at", "updated_at"])
    audit.record(by, "task_list.archived", task_list)
    return task_list


@transaction.atomic
def restore_list(task_list: TaskList, *, by: Member) -> TaskList:
    """Bring an archived list back into use."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = TaskList.objects.select_for_update(of=("self",)).get(pk=task_list.pk)
    if task_list.archived_at is None:
        return task_list
    _name(task_list.name, but=task_list)
    task_list.archived_at = None
    task_list.save(update_fields=["archived_at", "updated_at"])
    audit.record(by, "task_list.restored", task_list)
    return task_list


@transaction.atomic
def copy_list(task_list: TaskList, *, by: Member) -> TaskList:
    """A list with the same items under a name of its own."""
    ensure(by, Perm.TASK_ASSIGN)
    name, number = f"{task_list.name} (copy)", 2
    while TaskList.objects.in_use().filter(name__iexact=name).exists():
        name, number = f"{task_list.name} (copy {number})", number + 1
    copy = create_list(
        by=by, name=name[:120], description=task_list.description, practice_area=task_list.practice_area
    )
    twins: dict[int, TaskListItem] = {}
    for item in task_list.items.order_by("position", "id"):
        values = {name: getattr(item, name) for name in ITEM_FIELDS - {"after", "blocked_by"}}
        twins[item.pk] = TaskListItem.objects.create(task_list=copy, position=item.position, **values)
    for item in task_list.items.all():
        twin = twins[item.pk]
        twin.after, twin.blocked_by = twins.get(item.after_id or 0), twins.get(item.blocked_by_id or 0)
        twin.save(update_fields=["after", "blocked_by"])
    return copy


@transaction.atomic
def save_item(task_list: TaskList, item: TaskListItem | None, *, by: Member, **values: Any) -> TaskListItem:
    """Add an item at the end, or change one. `values` are ITEM_FIELDS.

    Raises DomainError with the field: no title, a circle of dates or of waiting, a person below the type's lowest role.
    """
    ensure(by, Perm.TASK_ASSIGN)
    unknown = set(values) - ITEM_FIELDS
    if unknown:
        raise TypeError(f"an item has no field {sorted(unknown)[0]!r}")
    task_list = _locked(task_list)
    new = item is None
    if item is None:
        last = task_list.items.aggregate(last=Max("position"))["last"]
        if task_list.items.count() >= MOST:
            raise DomainError(f"A list has at most {MOST} items.")
        item = TaskListItem(task_list=task_list, position=(last if last is not None else -1) + 1)
    for name, value in values.items():
        setattr(item, name, value)
    _check_item(task_list, item)
    item.save()
    _grown(task_list, by=by, changes={"item": [None, item.title] if new else [item.title, item.title]})
    return item


def _check_item(task_list: TaskList, item: TaskListItem) -> None:
    item.title = " ".join((item.title or "").split())
    if item.nested is not None:
        check_nesting(task_list, item.nested)
        if item.nested.archived_at is not None:
            raise DomainError(f"“{item.nested.name}” is archived.", field="nested")
        item.title = item.title or item.nested.name
    if not item.title:
        raise DomainError("Say what is to be done.", field="title")
    if abs(item.offset) > 3650:
        raise DomainError("Count at most 3,650 days.", field="offset")
    others = {one.pk: one for one in task_list.items.all() if one.pk != item.pk}
    for name in ("after", "blocked_by"):
        other = getattr(item, name)
        if other is not None and other.pk not in others:
            raise DomainError("Choose another item of this list.", field=name)
    if item.anchor == Anchor.ITEM:
        if item.after is None:
            raise DomainError("Choose the item whose completion starts the count.", field="after")
        if item.offset < 0:
            raise DomainError("Count forward from the day another item is done.", field="offset")
    else:
        item.after = None
    _check_circle(item, others, "after", "The dates would go in a circle")
    _check_circle(item, others, "blocked_by", "The items would wait for each other")
    item.checklist = [" ".join(str(line).split())[:200] for line in item.checklist if str(line).strip()]
    if len(item.checklist) > MOST_LINES:
        raise DomainError(f"A checklist has at most {MOST_LINES} lines.", field="checklist")
    _check_person(item)


def _check_circle(item: TaskListItem, others: dict[int, TaskListItem], name: str, said: str) -> None:
    seen, step = {item.pk}, getattr(item, name)
    while step is not None and item.pk is not None:
        seen.add(step.pk)
        ahead = getattr(others[step.pk], f"{name}_id")
        if ahead in seen:
            raise DomainError(f"{said}: “{step.title}” is counted on this one already.", field=name)
        step = others.get(ahead or 0)


def _check_person(item: TaskListItem) -> None:
    assign = item.assign
    if assign != TaskListItem.Assign.PART:
        item.part = ""
    elif not item.part.strip():
        raise DomainError("Name the part, as it stands on the teams: Paralegal.", field="part")
    if assign != TaskListItem.Assign.ROLE:
        item.role = None
    elif item.role is None:
        raise DomainError("Choose the role.", field="role")
    if assign != TaskListItem.Assign.PERSON:
        item.member = None
        return
    if item.member is None:
        raise DomainError("Choose the person.", field="member")
    if not item.member.is_active:
        raise DomainError(f"{item.member.name} has left the firm.", field="member")
    if item.type is not None and not suits(item.member, item.type, item.member.firm):
        raise DomainError(
            f"{item.member.name} may not do “{item.type}”: it takes {item.type.get_lowest_display().lower()}.",
            field="member",
        )


@transaction.atomic
def delete_item(item: TaskListItem, *, by: Member) -> None:
    """Take an item out. What was counted from it has no date then, and says so."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = _locked(item.task_list)
    title = item.title
    item.delete()
    _grown(task_list, by=by, changes={"item": [title, None]})


@transaction.atomic
def shift_item(item: TaskListItem, *, by: Member, up: bool) -> None:
    """Move an item one place up or down."""
    ensure(by, Perm.TASK_ASSIGN)
    task_list = _locked(item.task_list)
    rows = list(task_list.items.order_by("position", "id"))
    place = next(n for n, row in enumerate(rows) if row.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows):
        row.position = number
    TaskListItem.objects.bulk_update(rows, ["position"])
    TaskList.objects.filter(pk=task_list.pk).update(version=F("version") + 1, updated_at=timezone.now())
