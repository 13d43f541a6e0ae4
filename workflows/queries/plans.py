"""What a task list comes to on a matter: each task with its date and its person, before anything is written."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from accounts.models import Member
from calendar_app.queries import closed_days
from matters.models import Matter
from matters.queries.access import seers_of
from practice.exceptions import DomainError
from work.models import TaskType
from workflows.models import TaskList, TaskListItem
from workflows.models.lists import Anchor
from workflows.queries.dates import MISSING, Anchors, Rule, Step, when_in_words

# Lists within lists within lists: deeper is a mistake. More tasks than this at once is one too.
DEEPEST, MOST = 5, 200


@dataclass(frozen=True)
class Planned:
    """One task to be made. `due_on` is None without a date, and while another item is not done (`waits_for`)."""

    path: str
    item: TaskListItem
    rule: Rule
    when: str
    due_on: datetime.date | None = None
    about_on: datetime.date | None = None
    assignee: Member | None = None
    notes: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def waits_for(self) -> str:
        """Path of the item whose completion gives the date; "" when none."""
        return self.rule.after


@dataclass
class _Walk:
    """What was found on the way down: the leaves in order, and which leaves stand in the place of an item."""

    items: dict[int, list[TaskListItem]]
    found: list[Planned] = field(default_factory=list)
    leaves: dict[str, list[str]] = field(default_factory=dict)


def items_of(lists: Iterable[int]) -> dict[int, list[TaskListItem]]:
    """{list id: items in order} of these lists and all that are nested in them. A query for each level."""
    found: dict[int, list[TaskListItem]] = {}
    wanted = set(lists)
    for _level in range(DEEPEST + 1):
        if not wanted:
            break
        for pk in wanted:
            found[pk] = []
        rows = TaskListItem.objects.filter(task_list__in=wanted).select_related(
            "type", "role", "member", "nested", "after"
        )
        for item in rows.order_by("position", "id"):
            found[item.task_list_id].append(item)
        wanted = {i.nested_id for pk in wanted for i in found[pk] if i.nested_id} - set(found)
    return found


def check_nesting(task_list: TaskList, nested: TaskList) -> None:
    """Raise DomainError when putting `nested` into `task_list` would make a list contain itself, or go too deep."""
    items = items_of([nested.pk])

    def depth(pk: int, seen: tuple[int, ...]) -> int:
        if pk == task_list.pk or pk in seen:
            raise DomainError(f"“{nested.name}” contains “{task_list.name}” already.", field="nested")
        inner = [i.nested_id for i in items.get(pk, []) if i.nested_id]
        return 1 + max((depth(one, (*seen, pk)) for one in inner), default=0)

    if depth(nested.pk, ()) >= DEEPEST:
        raise DomainError(f"Lists may be nested {DEEPEST} deep.", field="nested")


def expand(task_list: TaskList) -> list[Planned]:
    """The leaves of a list in order, nested lists opened up, with their rules; no dates and no people yet."""
    walk = _Walk(items_of([task_list.pk]))
    _walk(walk, task_list.pk, "", None, (), (), ())
    if len(walk.found) > MOST:
        raise DomainError(f"This list comes to {len(walk.found)} tasks; at most {MOST} are made at once.")
    return walk.found


def _walk(
    walk: _Walk,
    list_id: int,
    above: str,
    base: Rule | None,
    blocked: tuple[str, ...],
    within: tuple[str, ...],
    seen: tuple[int, ...],
) -> list[str]:
    if list_id in seen or len(seen) > DEEPEST:
        return []
    own: dict[int, list[str]] = {}
    start = len(walk.found)
    for item in walk.items.get(list_id, []):
        path = f"{above}.{item.pk}" if above else str(item.pk)
        rule = _rule(item, above, base)
        if item.nested_id:
            own[item.pk] = _walk(
                walk, item.nested_id, path, rule if item.anchor else base, blocked,
                (*within, item.nested.name), (*seen, list_id),
            )  # fmt: skip
        else:
            walk.found.append(
                Planned(path, item, rule, when_in_words(item), blocked_by=blocked, within=within)
            )
            own[item.pk] = [path]
    # What an item waits for may stand below it, and may be a whole nested list: all of its tasks then.
    for number in range(start, len(walk.found)):
        planned = walk.found[number]
        step = planned.path[len(above) + 1 :] if above else planned.path
        holder = next(i for i in walk.items[list_id] if str(i.pk) == step.split(".")[0])
        more = tuple(own.get(holder.blocked_by_id or 0, ()))
        if more:
            walk.found[number] = replace(planned, blocked_by=(*planned.blocked_by, *more))
    return [planned.path for planned in walk.found[start:]]


def _rule(item: TaskListItem, above: str, base: Rule | None) -> Rule:
    step = Step(item.offset, item.unit, item.roll)
    if item.anchor == Anchor.ITEM:
        if not item.after_id:
            return Rule("")
        after = f"{above}.{item.after_id}" if above else str(item.after_id)
        return Rule(Anchor.ITEM, (step,), after)
    if item.anchor == Anchor.APPLIED and base is not None and base.anchor:
        # "The day the list is applied" of a nested list is the day its place in the outer list comes to.
        return base.then(step)
    return Rule(item.anchor, (step,) if item.anchor else ())


def plan(task_list: TaskList, matter: Matter, anchors: Anchors) -> list[Planned]:
    """The tasks of a list on this matter, with dates and people. Nothing is written."""
    found = expand(task_list)
    closed = closed_days()
    people = People(matter)
    dates: dict[str, datetime.date | None] = {}
    done: list[Planned] = []
    by_path = {planned.path: planned for planned in found}
    for planned in found:
        due, about, why = _date(planned, anchors, closed, by_path, dates)
        assignee, note = people.of(planned.item)
        notes = tuple(text for text in (why, note) if text)
        done.append(replace(planned, due_on=due, about_on=about, assignee=assignee, notes=notes))
    return done


def _date(
    planned: Planned,
    anchors: Anchors,
    closed: Collection[datetime.date],
    by_path: dict[str, Planned],
    known: dict[str, datetime.date | None],
) -> tuple[datetime.date | None, datetime.date | None, str]:
    """(date, date it will probably be, why there is none)."""
    rule = planned.rule
    if rule.anchor == Anchor.ITEM:
        return None, _about(planned, anchors, closed, by_path, ()), ""
    if not rule.anchor:
        gone = planned.item.anchor == Anchor.ITEM
        return None, None, "No date: the item it was counted from is gone." if gone else ""
    day = anchors.days.get(rule.anchor)
    if day is None:
        return None, None, f"No date: {MISSING[Anchor(rule.anchor)]}."
    return rule.from_day(day, closed), None, ""


def _about(
    planned: Planned,
    anchors: Anchors,
    closed: Collection[datetime.date],
    by_path: dict[str, Planned],
    seen: tuple[str, ...],
) -> datetime.date | None:
    """The date an item would have if each before it were done on its date; None when that goes in a circle."""
    if planned.path in seen:
        return None
    rule = planned.rule
    if rule.anchor == Anchor.ITEM:
        before = by_path.get(rule.after) or next(
            (p for path, p in reversed(by_path.items()) if path.startswith(f"{rule.after}.")), None
        )
        day = _about(before, anchors, closed, by_path, (*seen, planned.path)) if before else None
    else:
        day = anchors.days.get(rule.anchor)
    return rule.from_day(day, closed) if day else None


class People:
    """Who the parts of a task list are on one matter. Reads the team and who may see the matter once."""

    def __init__(self, matter: Matter):
        self.matter = matter
        self.places = list(matter.team_members.select_related("member__role").order_by("id"))
        self.seers = seers_of(matter)

    def of(self, item: TaskListItem) -> tuple[Member | None, str]:
        """(member or None, why nobody or somebody else). Whoever left the firm or may not see the matter is nobody."""
        member, missing = self._named(item)
        if member is None:
            return None, missing
        if not member.is_active:
            return None, f"Nobody: {member.name} has left the firm."
        if member.pk not in self.seers:
            return None, f"Nobody: {member.name} may not see this matter."
        return member, ""

    def part(self, key: str, *, part: str = "", role=None, member: Member | None = None):
        """As `of`, for the same words outside a list (automations)."""
        return self.of(TaskListItem(assign=key, part=part, role=role, member=member, title="-"))

    def _named(self, item: TaskListItem) -> tuple[Member | None, str]:
        assign = item.assign
        if assign == TaskListItem.Assign.RESPONSIBLE:
            return self.matter.responsible, ""
        if assign == TaskListItem.Assign.SUPERVISING:
            return self.matter.supervising, ""
        if assign == TaskListItem.Assign.PERSON:
            return item.member, "" if item.member else "Nobody: no person was named."
        if assign == TaskListItem.Assign.PART:
            wanted = item.part.strip().lower()
            for place in self.places:
                if place.part.strip().lower() == wanted:
                    return place.member, ""
            return None, f"Nobody: no {item.part} is on the team."
        if assign == TaskListItem.Assign.ROLE and item.role_id:
            people = [self.matter.responsible, self.matter.supervising, *(p.member for p in self.places)]
            for one in people:
                if one.role_id == item.role_id:
                    return one, ""
            return None, f"Nobody: no {item.role.name.lower()} is on the team."
        return None, ""


def types_in_use() -> Iterable[TaskType]:
    """Task types that may be given to items."""
    return TaskType.objects.filter(is_active=True)
