"""A real browser against a real server. Every page is watched: no script error, no console error, no CSP violation."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.conftest import came_in
from tests.soak import SOAK
from tools.setup import find_chromium

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("AXE") or ROOT / "node_modules" / "axe-core" / "axe.min.js")
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules about what is seen. The others read the page itself, which is the same in the dark: `make soak` asks them again.
SEEN = (
    None if SOAK else ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
)
# What Chromium writes to the console for a status that a test provokes on purpose.
STATUS_NOISE = (
    "Failed to load resource",
    "Response Status Error Code",
    "htmx:sendError",
    "htmx:afterRequest",
)


def until(page, expression: str, seconds: float = 15) -> None:
    """Wait until `expression` is true on the page. (Playwright's own wait_for_function needs eval; our CSP has none.)"""
    for _ in range(int(seconds * 20)):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"Not true within {seconds} s: {expression}")


@pytest.fixture(scope="session")
def chromium():
    """One browser for the session."""
    from playwright.sync_api import sync_playwright

    # None is Playwright's own browser, which the set-up brings where the machine's is none that can be driven.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What went wrong on the pages of one test."""

    def __init__(self):
        self.said: list[str] = []
        self.expected: tuple[str, ...] = ()

    def on(self, page) -> None:
        page.on("pageerror", lambda error: self.said.append(f"script error on {page.url}: {error}"))
        page.on(
            "console",
            lambda m: (
                self.said.append(f"{m.type} on {page.url}: {m.text}")
                if m.type in ("error", "warning")
                else None
            ),
        )

    def wrong(self) -> list[str]:
        return [line for line in self.said if not any(noise in line for noise in self.expected)]

    def allow_failed_requests(self) -> None:
        """This test provokes error statuses; the browser's own lines about them do not count."""
        self.expected = STATUS_NOISE


@pytest.fixture
def watch():
    """Fails the test when a page it opened had a script error, a console error or a CSP violation."""
    found = Watch()
    yield found
    assert not found.wrong(), "\n".join(found.wrong())


@pytest.fixture
def open_as(transactional_db, live_server, chromium, watch) -> Callable:
    """open_as(member, path, size=DESK, dark=False, **options) → a page, signed in as `member` (None: a stranger)."""
    contexts = []

    def enter(member, path="/", *, size=DESK, dark=False, **options):
        context = chromium.new_context(
            viewport=size,
            color_scheme="dark" if dark else "light",
            base_url=live_server.url,
            has_touch=size["width"] < 500,
            is_mobile=size["width"] < 500,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if member is not None:
            client = Client()
            client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            came_in(client.session, member)
            name = django_settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch.on(page)
        page.goto(path)
        return page

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable:
    """axe(page) fails with what axe-core finds on the page as it stands."""

    def check(page, *, rules: list[str] | None = None, exclude: tuple[str, ...] = ()):
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            """async ([rules, exclude]) => {
                const result = await axe.run({ exclude: exclude.map((e) => [e]) }, { runOnly: rules, resultTypes: ["violations"] });
                window.axePasses = result.passes.length;
                return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
            }""",
            [rules or RULES, list(exclude)],
        )
        assert page.evaluate("window.axePasses") > (0 if rules else 5), "axe looked at nothing"
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def axe_both(axe) -> Callable:
    """axe_both(page) has axe look at the page as it stands, in light and in the dark. Loading it twice tells no more: the
    device's colours reach a page by the media query alone.
    """

    def check(page):
        for scheme, rules in (("light", None), ("dark", SEEN)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            axe(page, rules=rules)

    return check
