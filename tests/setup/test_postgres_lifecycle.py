"""The embedded PostgreSQL: rows survive kill -9, remains never block a start, the roles are as promised."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psycopg2
import pytest

from tools.binaries import server_user
from tools.common import is_alive, wait_for
from tools.postgres import Postgres

ROLES = """
SELECT rolname, rolsuper, rolcanlogin, rolcreatedb, rolcreaterole, rolbypassrls, rolinherit
  FROM pg_roles WHERE rolname LIKE 'bailiwick%' ORDER BY 1
"""


def query(url: str, text: str) -> list[tuple]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(text)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def folder():
    # Not tmp_path: pytest's folder is closed to other users, which is a case of its own below.
    path = Path(tempfile.mkdtemp(prefix="bailiwick-pg-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def server(folder):
    # Durable on purpose: this is the cluster that must survive kill -9.
    server = Postgres(folder / "pg")
    yield server
    server.stop(immediate=True)
    shutil.rmtree(server.staging, ignore_errors=True)


def test_start_makes_roles_and_database_and_nothing_on_tcp(server):
    server.start()

    roles = {row[0]: row[1:] for row in query(server.url("postgres", "postgres"), ROLES)}
    #                            superuser login createdb createrole bypassrls inherit
    assert roles == {
        "bailiwick_app": (False, True, False, False, False, False),
        "bailiwick_backup": (False, True, False, False, True, True),
        "bailiwick_owner": (False, True, True, False, True, True),
    }
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'bailiwick'"
    assert query(server.url(), owner) == [("bailiwick_owner",)]
    assert query(server.url(), "SHOW listen_addresses") == [("",)]
    assert query(server.url(), "SHOW fsync") == [("on",)]
    assert query(server.url(), "SHOW data_checksums") == [("on",)]
    member = "SELECT count(*) FROM pg_auth_members WHERE member = 'bailiwick_app'::regrole"
    assert query(server.url(), member) == [(0,)]
    for refused in ("CREATE TABLE mine (id int)", "CREATE TEMP TABLE mine (id int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            query(server.url(), refused)
    assert server.data.stat().st_mode & 0o077 == 0


def test_committed_rows_survive_kill_9_and_a_second_start_keeps_the_server(server):
    server.start()
    owner = server.url("bailiwick_owner")
    query(owner, "CREATE TABLE kept (id int); INSERT INTO kept SELECT generate_series(1, 1000)")
    first = server.pid()

    server.start()
    assert server.pid() == first

    os.kill(first, signal.SIGKILL)
    assert wait_for(lambda: not server.alive(), 10)
    server.start()
    assert server.pid() != first
    assert query(owner, "SELECT count(*) FROM kept") == [(1000,)]

    server.stop()
    assert not server.alive()
    assert not is_alive(first)
    server.start()
    assert query(owner, "SELECT count(*) FROM kept") == [(1000,)]


def test_a_pid_file_with_the_number_of_another_program_does_not_block_the_start(server):
    server.start()
    pid_file = server.data / "postmaster.pid"
    text = pid_file.read_text()
    server.stop()
    # As after a reboot: the number belongs to another living program now.
    pid_file.write_text(text.replace(text.split()[0], str(os.getpid()), 1))

    assert not server.alive()
    server.start()

    assert server.alive()
    assert query(server.url(), "SELECT 1") == [(1,)]


def test_a_zombie_does_not_block_the_start(server):
    """A killed server whose parent never reaps it, as in a container without init."""
    program = (
        "import sys, time; from pathlib import Path; from tools.postgres import Postgres\n"
        f"server = Postgres(Path({str(server.wanted)!r})); server.start(); print(server.pid(), flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        killed = int(parent.stdout.readline())
        os.kill(killed, signal.SIGKILL)
        assert wait_for(lambda: not is_alive(killed), 10)
        os.kill(killed, 0)  # the number is still taken: it is a zombie

        server.start()

        assert server.pid() != killed
        assert query(server.url(), "SELECT 1") == [(1,)]
    finally:
        parent.kill()
        parent.communicate()


def test_two_starts_at_once_give_one_server(folder):
    servers = [Postgres(folder / "pg", test=True) for _ in range(3)]
    threads = [threading.Thread(target=server.start) for server in servers]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({server.pid() for server in servers}) == 1
        assert query(servers[0].url(), "SELECT 1") == [(1,)]
    finally:
        servers[0].stop(immediate=True)
        for server in servers:
            if server.process is not None:
                server.process.wait(10)


def test_a_path_too_long_for_a_socket_works(folder):
    deep = folder / ("long-" * 20) / 'it\'s, "odd"'
    deep.mkdir(parents=True)
    server = Postgres(deep / "pg", test=True)
    try:
        server.start()
        assert server.socket.parent == Path("/tmp")
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert query(server.url(), "SHOW fsync") == [("off",)]
    finally:
        server.stop(immediate=True)
        shutil.rmtree(server.socket)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the server to another user")
def test_root_in_a_closed_folder_opens_nothing_and_works(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "var" / "pg", test=True)
    try:
        server.start()
        assert query(server.url(), "SELECT 1") == [(1,)]
        assert closed.stat().st_mode & 0o777 == 0o700
        assert server.data.parent == server.staging
        assert server.data.stat().st_uid == server_user(server.data).pw_uid != 0
        again = Postgres(closed / "var" / "pg", test=True)
        assert again.pid() == server.pid()
    finally:
        server.stop(immediate=True)
        shutil.rmtree(server.staging, ignore_errors=True)
