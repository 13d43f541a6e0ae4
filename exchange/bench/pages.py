"""B5: list and matter pages under gunicorn against a view that reads 50 rows and renders a plain table."""

import http.client
import os
import subprocess
import sys
import threading
import time
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from exchange.bench.table import Row, quantiles

PORT = 8391


def session_cookie(member) -> str:
    """A signed-in session of `member`, as the Cookie header's value."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(member.user_id)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    store["firm_id"] = member.firm_id
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


class Server:
    """gunicorn with the benchmark's addresses, two workers of four threads."""

    def __enter__(self):
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.bench.settings", "DEBUG": "0"}
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "practice.wsgi", "-k", "gthread", "-w", "2", "--threads", "4",
                "-b", f"127.0.0.1:{PORT}", "--log-level", "warning",
            ],
            env=environment,
        )  # fmt: skip
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return self
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("gunicorn did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def sample(path: str, cookie: str, requests: int, clients: int = 1) -> list[float]:
    """Milliseconds of `requests` GETs of `path` by each of `clients` connections, after a warm-up."""
    found: list[float] = []
    faults: list[str] = []

    def run():
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for number in range(requests + 5):
            start = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                faults.append(f"{path} answered {answer.status}")
                return
            if number >= 5:
                found.append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return found


def measure(member, matter_id: int, *, requests: int, report) -> list[Row]:
    """Rows B5: each page's p50 and p95 beside the trivial view's, alone and with four clients."""
    cookie = session_cookie(member)
    pages = {
        "matters list": "/matters/",
        "matters list, filtered and sorted": "/matters/?state=open&sort=name",
        "time list": "/time/list/",
        "bills list": "/billing/",
        "contacts list": "/contacts/",
        "matter page": f"/matters/{matter_id}/",
    }
    rows = []
    with Server():
        for clients in (1, 4):
            floor = quantiles(sample("/bench/floor/", cookie, requests, clients))
            for name, path in pages.items():
                report(f"{name}, {clients} client(s)")
                p50, p95 = quantiles(sample(path, cookie, requests, clients))
                rows.append(
                    Row(
                        f"B5 {name}, {clients} client{'s' if clients > 1 else ''}",
                        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms",
                        f"p50 {floor[0]:.0f} ms, p95 {floor[1]:.0f} ms",
                        f"{p95 / floor[1]:.1f}",
                        "p95 ≤ 2, < 100 ms",
                    )
                )
    return rows
