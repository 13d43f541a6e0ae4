"""The private Redis: on a socket, jobs survive kill -9; without a Redis the file broker is a real one."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest
import redis as client
from celery import Celery

from tools import redis
from tools.common import ToolError, wait_for


@pytest.fixture
def folder():
    path = Path(tempfile.mkdtemp(prefix="bailiwick-redis-"))
    yield path
    shutil.rmtree(path)


def connect(server: redis.Redis) -> client.Redis:
    return client.Redis(unix_socket_path=str(server.socket))


def test_a_queued_job_survives_kill_9(folder):
    server = redis.Redis(folder / "data")
    try:
        server.start()
        with connect(server) as connection:
            assert connection.config_get("port")["port"] == "0"
            assert connection.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
            connection.rpush("celery", "a job")
        # A killed process loses nothing: its writes are with the kernel already (appendfsync everysec).
        os.kill(server.pid(), signal.SIGKILL)
        assert wait_for(lambda: not server.alive(), 10)

        server.start()

        with connect(server) as connection:
            assert connection.lrange("celery", 0, -1) == [b"a job"]
        assert server.socket.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop(immediate=True)
    assert not server.alive()


def test_a_server_left_by_a_killed_supervisor_is_taken_over(folder):
    first = redis.Redis(folder / "data")
    try:
        first.start()
        second = redis.Redis(folder / "data")
        assert second.pid() == first.pid()
        second.start()
        assert second.pid() == first.pid()
        assert second.process is None
    finally:
        first.stop(immediate=True)


def test_the_program_without_a_service_is_a_server_too():
    binary = shutil.which("redis-check-rdb")
    if binary is None:
        pytest.skip("this system keeps the server in a program of its own")
    assert redis.server_name(binary) == "redis-server"
    assert redis.version(binary) >= redis.OLDEST


def test_no_program_is_said_clearly(folder, monkeypatch):
    monkeypatch.setattr(redis, "find_binary", lambda: None)
    with pytest.raises(ToolError, match=r"No Redis or Valkey 6\.2 or newer was found"):
        redis.Redis(folder)


def test_the_file_broker_carries_a_message(folder):
    url = redis.file_broker_url(folder / "broker")
    assert url == f"filesystem://{folder}/broker"
    place = str(folder / "broker")
    options = {"data_folder_in": place, "data_folder_out": place, "control_folder": f"{place}/control"}
    app = Celery(broker="filesystem://", broker_transport_options=options)
    app.send_task("anything", kwargs={"firm_id": 1}, ignore_result=True)
    with app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        message = queue.get(timeout=5)
        assert message.headers["task"] == "anything"
        message.ack()
        queue.close()
