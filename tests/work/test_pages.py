"""The pages of tasks, as their people open and use them."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matters.models import Wall
from practice.scope import firm_scope
from tests.cast import make_matter
from work import services
from work.models import Notice, Task, TaskType

pytestmark = pytest.mark.django_db
PAGES = [
    "/tasks/",
    "/tasks/list/",
    "/tasks/board/?scope=all",
    "/tasks/matters/?scope=all",
    "/tasks/attorneys/",
]


def make(a, title="Draft motion", **more) -> Task:
    with firm_scope(a.firm, a.attorney):
        values = {"by": a.attorney, "title": title, "matter": a.matter, "assignee": a.paralegal}
        return services.create_task(**values | more)


def test_each_page_shows_it_and_asks_as_often_for_many(a, sign_in):
    today = timezone.localdate()
    make(a, "Draft motion", due_on=today)
    client = sign_in(a.paralegal)
    urls = [*PAGES, f"/matters/{a.matter.pk}/tasks/", "/"]

    def asked(url):
        answers = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as found:
                answer = client.get(url)
            assert answer.status_code == 200, url
            answers.append(len(found))
        return min(answers)

    few = {url: asked(url) for url in urls}
    for url in urls:
        assert "Draft motion" in client.get(url).content.decode(), url
    for number in range(8):
        day = today + datetime.timedelta(days=number - 4)
        make(a, f"Task {number}", due_on=day, checklist=["one", "two"])
    more = {url: asked(url) for url in urls}
    assert {url: (few[url], more[url]) for url in urls if more[url] > few[url]} == {}


def test_done_and_undo_by_one_click(a, sign_in):
    task = make(a)
    client = sign_in(a.paralegal)
    answer = client.post(f"/tasks/{task.pk}/done/", {"next": "/tasks/"})
    assert (answer.status_code, answer.url) == (303, "/tasks/")
    with firm_scope(a.firm):
        task.refresh_from_db()
        assert (task.state, task.done_by) == ("done", a.paralegal)
    assert "is open again" in client.post(f"/tasks/{task.pk}/undo/", follow=True).content.decode()


def test_fields_are_edited_where_they_stand(a, sign_in):
    task = make(a, due_on=timezone.localdate())
    client = sign_in(a.attorney)
    htmx = {"headers": {"HX-Request": "true", "HX-Target": "f-title"}}
    assert 'name="title"' in client.get(f"/tasks/{task.pk}/field/title/?edit=1", **htmx).content.decode()
    answer = client.post(f"/tasks/{task.pk}/field/title/", {"title": "Draft brief"}, **htmx)
    assert (answer.status_code, "Draft brief" in answer.content.decode()) == (200, True)
    for name in (
        "note assignee delegated_by supervising due_on priority type matter contact estimate_seconds recurrence "
        "needs_review private client_visible"
    ).split():
        assert client.get(f"/tasks/{task.pk}/field/{name}/?edit=1", **htmx).status_code == 200, name
    assert client.get(f"/tasks/{task.pk}/field/state/?edit=1", **htmx).status_code == 404
    later = client.post(f"/tasks/{task.pk}/field/due_on/", {"due_on": "+3"}, **htmx)
    assert (later.status_code, "Say why it is due later" in later.content.decode()) == (422, True)
    later = client.post(f"/tasks/{task.pk}/field/due_on/", {"due_on": "+3", "reason": "Stipulated"}, **htmx)
    assert later.status_code == 200
    page = client.get(f"/tasks/{task.pk}/").content.decode()
    assert "Stipulated" in page
    client.post(f"/tasks/{task.pk}/field/estimate_seconds/", {"estimate_seconds": "1.5"}, **htmx)
    client.post(f"/tasks/{task.pk}/field/assignee/", {"assignee": str(a.assistant.pk)}, **htmx)
    with firm_scope(a.firm):
        task.refresh_from_db()
        assert (task.estimate_seconds, task.assignee, task.due_on - task.original_due_on) == (
            5400,
            a.assistant,
            datetime.timedelta(days=3),
        )


def test_below_the_lowest_role_the_form_says_why_and_who(a, sign_in):
    with firm_scope(a.firm, a.attorney):
        kind = TaskType.objects.create(name="Legal research", nature="substantive", lowest="paralegal")
    task = make(a, type=kind)
    client = sign_in(a.attorney)
    answer = client.post(
        f"/tasks/{task.pk}/field/assignee/", {"assignee": str(a.assistant.pk)}, headers={"HX-Request": "true"}
    )
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Mireille Koss is a legal assistant" in said
    assert "Otis Farrow" in said
    values = {
        "title": "x",
        "assignee": a.assistant.pk,
        "type": kind.pk,
        "priority": "2",
        "matter": a.matter.pk,
    }
    answer = client.post("/tasks/new/", values)
    assert (answer.status_code, "is a task for a paralegal" in answer.content.decode()) == (422, True)


def test_a_new_task_by_form_and_by_line(a, sign_in):
    client = sign_in(a.attorney)
    assert client.get(f"/tasks/new/?matter={a.matter.pk}&name=Call%20back&from=slip:12").status_code == 200
    values = {
        "title": "Call back", "matter": a.matter.pk, "assignee": a.secretary.pk, "due_on": "+2", "priority": "1",
        "checklist": "Number\nTime", "from": "slip:12", "estimate_seconds": "30m",
    }  # fmt: skip
    assert client.post("/tasks/new/", values).status_code == 303
    with firm_scope(a.firm):
        task = Task.objects.get(title="Call back")
        assert (task.about_kind, task.about_id, task.checklist.count(), task.delegated_by) == (
            "slip",
            12,
            2,
            a.attorney,
        )
    line = "draft motion +5 @otis #2026-0001 !high ~1.5"
    echo = client.post("/tasks/quick/echo/", {"line": line}).content.decode()
    assert "Otis Farrow" in echo and "High" in echo
    assert client.post("/tasks/quick/", {"line": line}).status_code == 303
    with firm_scope(a.firm):
        task = Task.objects.get(title="draft motion")
        today = timezone.localdate()
        assert (task.assignee, task.matter, task.priority, task.estimate_seconds, task.due_on) == (
            a.paralegal,
            a.matter,
            1,
            5400,
            today + datetime.timedelta(days=5),
        )
    assert client.post("/tasks/quick/", {"line": "x @nobody"}).status_code == 422


def test_the_board_moves_and_says_why_not(a, sign_in):
    task = make(a)
    client = sign_in(a.paralegal)
    htmx = {"headers": {"HX-Request": "true", "HX-Target": "board"}}
    answer = client.post(f"/tasks/{task.pk}/state/?scope=mine", {"to": "doing"}, **htmx)
    assert (answer.status_code, 'id="board"' in answer.content.decode()) == (200, True)
    with firm_scope(a.firm, a.paralegal):
        other = services.create_task(by=a.paralegal, title="first", matter=a.matter)
        services.add_blocker(task, by=a.paralegal, on=other)
    answer = client.post(f"/tasks/{task.pk}/state/?scope=mine", {"to": "done"}, **htmx).content.decode()
    assert "It waits for “first”." in answer.replace("&quot;", '"')


def test_checklist_notes_watchers_and_blockers(a, sign_in):
    task = make(a, checklist=["one"])
    client = sign_in(a.paralegal)
    htmx = {"headers": {"HX-Request": "true"}}
    with firm_scope(a.firm):
        item = task.checklist.get()
    ticked = client.post(f"/tasks/items/{item.pk}/tick/", {"done": "1"}, **htmx).content.decode()
    assert 'aria-checked="true"' in ticked
    assert "two" in client.post(f"/tasks/{task.pk}/items/", {"text": "two"}, **htmx).content.decode()
    said = client.post(f"/tasks/{task.pk}/notes/", {"text": "@Bea <b>when</b>?"}, **htmx).content.decode()
    assert "&lt;b&gt;" in said
    with firm_scope(a.firm):
        assert Notice.objects.get(kind="mentioned").member == a.secretary
        assert task.watchers.get().member == a.secretary
    assert client.post(f"/tasks/{task.pk}/watch/", {}, **htmx).status_code == 200
    assert client.post(f"/tasks/items/{item.pk}/remove/", {}, **htmx).status_code == 200


def test_private_tasks_are_their_peoples_alone(a, sign_in):
    task = make(a, title="Talk about the raise", assignee=a.attorney, private=True, matter=None)
    for who, code in ((a.attorney, 200), (a.paralegal, 404), (a.associate, 404)):
        assert sign_in(who).get(f"/tasks/{task.pk}/").status_code == code
    assert "the raise" not in sign_in(a.paralegal).get("/tasks/list/?open=yes").content.decode()


def test_walls_and_guests(a, sign_in):
    with firm_scope(a.firm, a.attorney):
        matter = make_matter(a, number="2026-0077", name="Secret v. Secret")
        Wall.objects.create(matter=matter, member=a.associate, reason="x", created_by=a.attorney)
    task = make(a, title="Hidden work", matter=matter)
    office = make(a, title="Order toner", matter=None)
    walled = sign_in(a.associate)
    assert walled.get(f"/tasks/{task.pk}/").status_code == 404
    assert "Hidden work" not in walled.get("/tasks/list/?open=yes").content.decode()
    guest = sign_in(a.freelancer)
    assert guest.get(f"/tasks/{office.pk}/").status_code == 404
    assert guest.get("/tasks/").status_code == 200


def test_types_are_the_firms(a, sign_in):
    client = sign_in(a.admin)
    assert "No task types yet" in client.get("/settings/task-types/").content.decode()
    assert client.post("/settings/task-types/usual/").status_code == 303
    values = {
        "name": "Bates numbering",
        "nature": "substantive",
        "lowest": "legal_secretary",
        "is_active": "on",
    }
    answer = client.post("/settings/task-types/new/", values)
    assert (answer.status_code, "paralegal or an attorney" in answer.content.decode()) == (422, True)
    assert client.post("/settings/task-types/new/", values | {"lowest": "paralegal"}).status_code == 303
    assert sign_in(a.paralegal).get("/settings/task-types/").status_code == 403


def test_the_matter_does_not_close_on_open_tasks(a, sign_in):
    make(a)
    with firm_scope(a.firm, a.attorney):
        from matters.queries.points import closing_blocks

        assert "1 task is open. Complete or cancel it." in closing_blocks(a.matter)
