"""The supervisor: what dies is started again, all stops in order, and what a killed one left is cleared."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tools.common import birth, is_alive, kill_group, locked, wait_for
from tools.supervisor import Child, Supervisor, clear_orphans, record_process, run_step

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# A program with a child of its own that outlives it, as gunicorn's workers may.
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess, sys, time\n"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(p.pid, flush=True); time.sleep(600)",
]


class FakeServer:
    """Stands for PostgreSQL in the order of stopping."""

    def __init__(self, name, story):
        self.name, self.story, self.running = name, story, False

    def start(self):
        self.running = True
        self.story.append(f"start {self.name}")

    def alive(self):
        return self.running

    def stop(self, *, immediate=False):
        self.running = False
        self.story.append(f"stop {self.name}{' now' if immediate else ''}")


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "run")
    yield supervisor
    supervisor.hurry = True
    supervisor.stop()


def child(tmp_path, name="web", command=SLEEP, patience=5.0):
    return Child(name, command, dict(os.environ), tmp_path / f"{name}.log", patience)


def test_a_killed_child_and_a_dead_server_are_started_again(supervisor, tmp_path, capsys):
    story = []
    server, web = FakeServer("PostgreSQL", story), child(tmp_path)
    supervisor.start_server(server)
    supervisor.start_child(web)
    first = web.process.pid
    os.kill(first, signal.SIGKILL)
    server.running = False
    assert wait_for(lambda: not web.alive(), 5)

    supervisor.check()

    assert web.alive()
    assert web.process.pid != first
    assert story == ["start PostgreSQL", "start PostgreSQL"]
    said = capsys.readouterr().out
    assert "web was killed by SIGKILL: starting it again" in said
    assert "PostgreSQL has stopped: starting it again" in said


def test_the_family_of_a_killed_child_is_ended_before_the_restart(supervisor, tmp_path):
    web = child(tmp_path, command=FAMILY)
    supervisor.start_child(web)
    assert wait_for(lambda: web.log.read_text().strip(), 10)
    grandchild = int(web.log.read_text().split()[0])
    os.kill(web.process.pid, signal.SIGKILL)
    assert wait_for(lambda: not web.alive(), 5)

    supervisor.check()

    assert wait_for(lambda: not is_alive(grandchild), 5)


def test_a_child_that_keeps_failing_is_tried_less_and_less_often(supervisor, tmp_path, capsys):
    broken = child(tmp_path, "beat", [sys.executable, "-c", "print('no such table'); raise SystemExit(3)"])
    supervisor.start_child(broken)
    starts = 1
    end = time.monotonic() + 5
    while time.monotonic() < end and broken.failures < 3:
        before = broken.process.pid
        supervisor.check()
        starts += broken.process.pid != before
        time.sleep(0.02)

    assert broken.failures == 3
    assert starts == 3
    said = capsys.readouterr().out
    assert "beat ended with status 3: starting it again" in said
    assert "again in 4 s" in said
    assert "no such table" in said


def test_all_stop_in_order_with_the_first_server_last(supervisor, tmp_path):
    story = []
    supervisor.start_server(FakeServer("PostgreSQL", story))
    supervisor.start_server(FakeServer("Redis", story))
    mail, web = child(tmp_path, "mail"), child(tmp_path, "web")
    supervisor.start_child(mail, stop_last=True)
    supervisor.start_child(web)

    supervisor.stop()

    assert not mail.alive()
    assert not web.alive()
    assert story[-2:] == ["stop Redis", "stop PostgreSQL"]
    assert list((tmp_path / "run").iterdir()) == []


def test_a_second_signal_kills_what_does_not_stop(supervisor, tmp_path):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True); time.sleep(600)"
    )
    story = []
    supervisor.start_server(FakeServer("PostgreSQL", story))
    web = child(tmp_path, "web", [sys.executable, "-c", deaf], patience=60.0)
    supervisor.start_child(web)
    assert wait_for(lambda: web.log.read_text(), 10)
    supervisor.starting = False
    supervisor._on_signal(signal.SIGINT, None)
    supervisor._on_signal(signal.SIGINT, None)
    started = time.monotonic()

    supervisor.stop()

    assert time.monotonic() - started < 10
    assert not web.alive()
    assert story[-1] == "stop PostgreSQL now"


def test_orphans_of_a_killed_supervisor_are_cleared_and_strangers_are_not(tmp_path):
    orphan = subprocess.Popen(FAMILY, stdout=subprocess.PIPE, text=True, start_new_session=True)
    headless = subprocess.Popen(FAMILY, stdout=subprocess.PIPE, text=True, start_new_session=True)
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        family = [int(p.stdout.readline()) for p in (orphan, headless)]
        record_process(tmp_path, "web", orphan.pid)
        record_process(tmp_path, "worker", headless.pid)
        headless.kill()
        headless.wait()
        # The record of a process whose number a stranger has now.
        record_process(tmp_path, "beat", stranger.pid)
        text = (tmp_path / "beat.json").read_text()
        (tmp_path / "beat.json").write_text(text.replace(birth(stranger.pid), "another birth"))

        assert clear_orphans(tmp_path) == ["web"]

        assert wait_for(lambda: not any(is_alive(pid) for pid in [orphan.pid, *family]), 10)
        assert stranger.poll() is None
        assert list(tmp_path.glob("*.json")) == []
    finally:
        for process in (orphan, headless, stranger):
            kill_group(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout:
                process.stdout.close()


def test_a_lock_names_its_holder_and_frees_itself_when_the_holder_is_killed(tmp_path):
    program = (
        "import time; from pathlib import Path; from tools.common import locked\n"
        f"with locked(Path({str(tmp_path / 'demo.lock')!r})):\n"
        "    print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with (
        pytest.raises(Exception, match=f"runs already in process {holder.pid}"),
        locked(tmp_path / "demo.lock", "The demo runs already in process {pid}."),
    ):
        pass
    holder.kill()
    holder.communicate()
    with locked(tmp_path / "demo.lock", "The demo runs already in process {pid}."):
        pass


def test_a_failing_step_shows_what_it_said(tmp_path):
    command = [sys.executable, "-c", "import sys; print('half'); sys.exit('column rate does not exist')"]
    with pytest.raises(Exception, match="column rate does not exist"):
        run_step(command, os.environ, tmp_path / "manage.log")
    assert run_step([sys.executable, "-c", "print(42)"], os.environ, tmp_path / "manage.log") == "42\n"
