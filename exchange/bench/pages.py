"""B5: list and matter pages under gunicorn against a view that reads 50 rows and renders a plain table.

Floor and pages are asked in turn, request by request, so that whatever else the machine does falls on all of them.
"""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exchange.bench.table import Row, quantiles

PORT = 8391
WARM_UP = 3
FLOOR = "/bench/floor/"


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


def sample(pages: Mapping[str, tuple[str, str]], requests: int, clients: int = 1) -> dict[str, list[float]]:
    """Milliseconds of `requests` GETs of each page by each of `clients` connections, in turn, after a warm-up.

    `pages` is {name: (path, cookie)}.
    """
    found: dict[str, list[float]] = {name: [] for name in pages}
    faults: list[str] = []

    def run():
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for number in range(requests + WARM_UP):
            for name, (path, cookie) in pages.items():
                start = time.perf_counter()
                connection.request("GET", path, headers={"Cookie": cookie})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    faults.append(f"{path} answered {answer.status}")
                    return
                if number >= WARM_UP:
                    found[name].append((time.perf_counter() - start) * 1000)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return found


def statements(path: str, cookie: str) -> int:
    """How many SQL statements the page takes, with those of the shell around it."""
    client = Client(SERVER_NAME="127.0.0.1", HTTP_COOKIE=cookie)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def measure(member, small, matter_id: int, *, requests: int, report) -> list[Row]:
    """Rows B5: each page's p50 and p95 beside the trivial view's, alone and with four clients.

    `small` is a member of the firm with few rows, whose time list is compared with the large one's.
    """
    cookie = session_cookie(member)
    paths = {
        "matters list": "/matters/?state=open",
        "matters list, mine by next date": "/matters/",
        "matters list, filtered and sorted": "/matters/?state=open&sort=name",
        "time list": "/time/list/",
        "bills list": "/billing/",
        "contacts list": "/contacts/",
        "matter page": f"/matters/{matter_id}/",
    }
    pages = {name: (path, cookie) for name, path in paths.items()}
    asked = {name: statements(path, cookie) for name, path in paths.items()}
    rows = []
    with Server():
        for clients in (1, 4):
            report(f"pages, {clients} client(s)")
            found = sample({"floor": (FLOOR, cookie), **pages}, requests, clients)
            floor = quantiles(found["floor"])
            for name in pages:
                p50, p95 = quantiles(found[name])
                rows.append(
                    Row(
                        f"B5 {name}, {clients} client{'s' if clients > 1 else ''}"
                        + (f"; {asked[name]} statements in all" if clients == 1 else ""),
                        f"p50 {p50:.0f} ms, p95 {p95:.0f} ms",
                        f"p50 {floor[0]:.0f} ms, p95 {floor[1]:.0f} ms",
                        f"{p95 / floor[1]:.1f} (p50 {p50 / floor[0]:.1f})",
                        "p95 ≤ 2, < 100 ms",
                    )
                )
        few = {"large": (paths["time list"], cookie), "small": (paths["time list"], session_cookie(small))}
        found = sample(few, requests)
        large, little = quantiles(found["large"]), quantiles(found["small"])
        rows.append(
            Row(
                "B5 time list, a firm's 100,000 entries among 1,000,000 against its 10,000",
                f"p50 {large[0]:.0f} ms, p95 {large[1]:.0f} ms",
                f"p50 {little[0]:.0f} ms, p95 {little[1]:.0f} ms",
                f"{large[0] / little[0]:.2f} (p50)",
                "≤ 1.5",
            )
        )
    return rows
