"""Never more than once for the same event: two readers at once, jobs delivered twice, a worker killed in the middle."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection, connections

from matters.services.stages import set_stage
from practice.scope import firm_scope
from tests.workflows.conftest import automation_of, stage_of
from work.models import Task
from workflows.models import Follow, Run, RunStep
from workflows.services import following, running

TASK = {
    "kind": "create_task",
    "title": "Call",
    "who": "responsible",
    "days": "",
    "unit": "calendar",
    "priority": "2",
}

# A worker that reads on, or carries the run out, and is killed with the work done and not committed.
WORKER = """
import os, sys, time
import django
django.setup()
from django.db import transaction
from practice.scope import firm_scope
from workflows.models import Run
from workflows.services import following, running
what, firm = sys.argv[1], int(sys.argv[2])
with firm_scope(firm):
    if what == "follow":
        assert following.follow() > 0
    else:
        assert running.carry_out(Run.objects.get().pk).state == "done"
    print("done, not committed", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def moved(transactional_db):
    """A firm whose matter has moved to Discovery after an automation about that was switched on; all committed."""
    from tests import cast

    people = cast.make_firm("Alder & Birch LLP", "alder")
    with firm_scope(people.firm):
        stage_of(people, "Discovery")
        automation_of(people, actions=[TASK])
    with firm_scope(people.firm):
        set_stage(people.matter, by=people.attorney, stage="Discovery")
    return people


def killed(what: str, people) -> None:
    """Run WORKER until its work is done and not committed, and kill it."""
    database = connection.settings_dict
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "practice.settings_test",
        "PYTHONPATH": str(settings.BASE_DIR),
        "TEST_DATABASE_NAME": database["NAME"],
    }
    code = WORKER.replace(
        "django.setup()",
        f"django.setup()\nfrom django.db import connection\nconnection.settings_dict['NAME'] = {database['NAME']!r}",
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code, what, str(people.firm.pk)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    line = worker.stdout.readline()
    assert "not committed" in line, worker.stderr.read()
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    worker.stderr.close()
    # The server notices the broken connection and rolls back.
    for _ in range(50):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)


def read_on(people) -> int:
    with firm_scope(people.firm):
        return following.follow()


def test_a_reader_that_is_killed_passes_nothing_over_and_takes_nothing_twice(moved):
    killed("follow", moved)
    with firm_scope(moved.firm):
        assert Run.objects.count() == 0
    assert read_on(moved) > 0
    assert read_on(moved) == 0
    with firm_scope(moved.firm):
        assert Run.objects.count() == 1


def test_a_worker_that_is_killed_has_done_nothing_and_the_run_is_done_once(moved):
    read_on(moved)
    killed("carry out", moved)
    with firm_scope(moved.firm):
        run = Run.objects.get()
        assert (run.state, Task.objects.count(), RunStep.objects.count()) == ("waiting", 0, 0)
    for _delivery in range(3):
        with firm_scope(moved.firm):
            running.carry_out(run.pk)
    with firm_scope(moved.firm):
        assert (Run.objects.get().state, Task.objects.count(), RunStep.objects.count()) == ("done", 1, 1)


def test_two_at_once_do_it_once(moved):
    """Two readers, then two workers with the same job, side by side."""

    def at_once(act):
        faults = []

        def one():
            try:
                with firm_scope(moved.firm):
                    act()
            except Exception as error:
                faults.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert faults == []

    at_once(following.follow)
    with firm_scope(moved.firm):
        run = Run.objects.get()
    at_once(lambda: running.carry_out(run.pk))
    with firm_scope(moved.firm):
        assert (Task.objects.count(), Run.objects.get().tries) == (1, 1)
        # Even a place that is put back by hand runs nothing again.
        Follow.objects.update(seq=0)
    read_on(moved)
    with firm_scope(moved.firm):
        assert Run.objects.count() == 1
