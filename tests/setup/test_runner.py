"""What the test runner lets through of the shell it is started from."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tools.test import environment, settings_names

SERVER = SimpleNamespace(environment=lambda: {"DATABASE_URL": "postgresql://tests"})


@pytest.mark.parametrize(
    "name",
    [
        "DEBUG", "SECRET_KEY_FILE", "DATABASE_ROLE", "DATABASE_URL_FILE", "TRUSTED_PROXIES", "FIRM_SIGNUP_OPEN", "REDIS_URL",
        "EMAIL_URL", "PORT", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS",
    ],
)  # fmt: skip
def test_no_setting_of_the_shell_reaches_the_tests(monkeypatch, name):
    monkeypatch.setenv(name, "of the shell")
    assert name not in environment(SERVER, Path("/tmp"))


def test_the_database_is_the_tests_own(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere-else")
    assert environment(SERVER, Path("/tmp"))["DATABASE_URL"] == "postgresql://tests"


def test_a_proxy_is_kept_for_the_world_and_not_asked_for_this_machine(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    env = environment(SERVER, Path("/tmp"))
    assert env["HTTPS_PROXY"] == "http://proxy.example:3128"
    assert env["NO_PROXY"] == env["no_proxy"] == "intranet.example,127.0.0.1,localhost,::1,testserver.local"


def test_the_settings_are_found_where_they_are_read():
    assert {"SECRET_KEY", "DATABASE_ROLE", "PORT", "SSO_PRIVATE_PROVIDERS"} <= settings_names()
