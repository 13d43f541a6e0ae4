"""What hangs on a task: checklist, watchers, notes with mentions, and the tasks it waits for."""

import re

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Member
from matters.queries.access import can_see
from practice import audit
from practice.exceptions import DomainError
from work.models import LIVE, Blocker, ChecklistItem, Notice, Task, TaskNote, Watcher
from work.services.notices import notify
from work.services.rules import clean_text, ensure_live, ensure_writes, locked, one_line

MOST_ITEMS = 100
MENTION = re.compile(r"@([\w.’'-]+(?:[ ][A-Z][\w.’'-]+)?)")


@transaction.atomic
def add_item(task: Task, *, by: Member, text: str) -> ChecklistItem:
    """A new last line of the checklist."""
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    text = one_line(text)
    if not text:
        raise DomainError("Write the line.", field="text")
    rows = task.checklist.order_by("-position")
    if rows.count() >= MOST_ITEMS:
        raise DomainError(f"A checklist has {MOST_ITEMS} lines at most.", field="text")
    last = rows.first()
    item = ChecklistItem.objects.create(task=task, text=text, position=last.position + 1 if last else 1)
    audit.record(by, "task.item_added", task, changes={"line": [None, text]})
    return item


@transaction.atomic
def tick_item(item: ChecklistItem, *, by: Member, done: bool) -> ChecklistItem:
    """Tick a line, or take the tick back. Saying the same twice changes nothing."""
    task = locked(item.task)
    ensure_writes(by, task)
    ensure_live(task)
    item = ChecklistItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if (item.done_at is not None) == done:
        return item
    item.done_at, item.done_by = (timezone.now(), by) if done else (None, None)
    item.save(update_fields=["done_at", "done_by"])
    audit.record(
        by, "task.item_ticked" if done else "task.item_unticked", task, changes={"line": [None, item.text]}
    )
    return item


@transaction.atomic
def remove_item(item: ChecklistItem, *, by: Member) -> Task:
    """Take a line off the checklist."""
    task = locked(item.task)
    ensure_writes(by, task)
    ensure_live(task)
    audit.record(by, "task.item_removed", task, changes={"line": [item.text, None]})
    item.delete()
    return task


@transaction.atomic
def watch(task: Task, *, by: Member, member: Member | None = None) -> Watcher:
    """Let `member` (the actor) be told how the task goes. Whoever cannot see it cannot watch it."""
    task = locked(task)
    member = member or by
    if member.pk != by.pk:
        ensure_writes(by, task)
    if task.matter is not None and not can_see(member, task.matter):
        raise DomainError(f"{member.name} has no access to {task.matter.number}.", field="watcher")
    if task.matter is None and member.sees_named_matters_only:
        raise DomainError(f"{member.name} works on matters they are engaged on.", field="watcher")
    found, made = Watcher.objects.get_or_create(task=task, member=member)
    if made:
        audit.record(by, "task.watched", task, changes={"watcher": [None, member.name]})
    return found


@transaction.atomic
def unwatch(task: Task, *, by: Member, member: Member | None = None) -> None:
    """No longer tell `member` (the actor)."""
    task = locked(task)
    member = member or by
    if member.pk != by.pk:
        ensure_writes(by, task)
    gone, _ = Watcher.objects.filter(task=task, member=member).delete()
    if gone:
        audit.record(by, "task.unwatched", task, changes={"watcher": [member.name, None]})


def mentioned(text: str) -> list[Member]:
    """The active members whom `text` names: @otis, @Otis Farrow, @otis.farrow. A first name that two people have is nobody's."""
    wanted = {match[1].lower().replace(".", " ").strip() for match in MENTION.finditer(text)}
    if not wanted:
        return []
    people = list(Member.objects.active().select_related("role", "user"))
    found = {}
    for words in wanted:
        first = words.split()[0]
        hits = [m for m in people if m.name.lower() == words]
        hits = hits or [m for m in people if m.name.lower().split()[0] == first]
        hits = hits or [m for m in people if m.initials.lower() == words]
        if len(hits) == 1:
            found[hits[0].pk] = hits[0]
    return list(found.values())


@transaction.atomic
def add_note(task: Task, *, by: Member, text: str) -> TaskNote:
    """Say something about the task. Members named with @ are told, as far as they see it, and watch it from then on."""
    task = locked(task)
    ensure_writes(by, task)
    text = clean_text(text, 4000)
    if not text:
        raise DomainError("Write the note.", field="text")
    people = [
        m
        for m in mentioned(text)
        if (task.matter is None or can_see(m, task.matter))
        and not (task.matter is None and m.sees_named_matters_only)
    ]
    note = TaskNote.objects.create(task=task, author=by, text=text, mentions=[m.pk for m in people])
    audit.record(by, "task.noted", task, changes={"note": [None, text[:200]]})
    for person in people:
        if person.pk != by.pk:
            Watcher.objects.get_or_create(task=task, member=person)
            notify(task, person, Notice.Kind.MENTIONED, by=by, text=text)
    return note


@transaction.atomic
def add_blocker(task: Task, *, by: Member, on: Task) -> Blocker:
    """Let the task wait for another of the same matter, unless that one waits for it, by however many detours."""
    task = locked(task)
    ensure_writes(by, task)
    ensure_live(task)
    fresh = Task.objects.filter(pk=on.pk).first()
    if fresh is None or fresh.matter_id != task.matter_id:
        raise DomainError("Choose a task of the same matter.", field="on")
    on = fresh
    if on.pk == task.pk:
        raise DomainError("A task does not wait for itself.", field="on")
    if on.state not in LIVE:
        raise DomainError(f"“{on.title}” is {on.get_state_display().lower()} already.", field="on")
    found = Blocker.objects.filter(task=task, on=on).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            found = Blocker.objects.create(task=task, on=on)
    except DatabaseError as error:
        if "would wait for itself" not in str(error):
            raise
        raise DomainError(f"“{on.title}” waits for this one already.", field="on") from None
    audit.record(by, "task.blocked", task, changes={"by": [None, on.title]})
    return found


@transaction.atomic
def remove_blocker(blocker: Blocker, *, by: Member) -> Task:
    """The task no longer waits for that one."""
    task = locked(blocker.task)
    ensure_writes(by, task)
    audit.record(by, "task.released", task, changes={"by": [blocker.on.title, None]})
    blocker.delete()
    return task
