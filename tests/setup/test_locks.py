"""Lock files hold names, versions and hashes, no address to download from; set-up copies what pages use."""

import json
import re
from pathlib import Path

import pytest

from tools import setup, vendor
from tools.common import ROOT, ToolError

PYTHON_LOCKS = ["requirements.txt", "requirements-test.txt", "tools/uv.txt", "tools/node.txt"]


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_a_python_lock_has_versions_and_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for entry in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.M).strip()):
        assert re.match(r"[a-z0-9._-]+(\[.+\])?==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_both_python_locks_name_the_same_versions():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([a-z0-9._-]+(?:\[.+\])?==\S+)", (ROOT / name).read_text(), re.M))

    assert pins("requirements.txt") <= pins("requirements-test.txt")


def test_the_front_end_lock_has_hashes_and_no_address_of_a_package():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-")
            assert "resolved" not in package
    assert (
        lock["packages"][""]["dependencies"]
        == json.loads((ROOT / "package.json").read_text())["dependencies"]
    )
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text()


def test_set_up_copied_every_file_with_its_licence():
    for _source, target in vendor.FILES:
        assert (vendor.TARGET / target).stat().st_size > 1000, target
    assert len(list((vendor.TARGET / "icons").glob("*.svg"))) > 5000
    for _source, target in vendor.LICENCES:
        assert (vendor.TARGET / "licences" / target).exists()
    assert "static/vendor/" in (ROOT / ".gitignore").read_text()


def test_a_missing_package_file_is_named(tmp_path):
    with pytest.raises(ToolError, match=r"htmx\.org/dist/htmx\.min\.js is missing"):
        vendor.collect(tmp_path / "node_modules", tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_an_old_python_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (9, 9))
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    with pytest.raises(ToolError, match=r"needs Python 3\.11 or newer"):
        setup.right_python()


def test_without_root_the_demo_goes_on_and_the_tests_stop_with_the_command(monkeypatch, capsys):
    monkeypatch.setattr(setup, "missing_libraries", lambda: ["pango-1.0"])
    monkeypatch.setattr(setup.redis, "find_binary", lambda: None)
    monkeypatch.setattr(setup, "root_prefix", lambda: None)
    monkeypatch.setattr(setup, "MACOS", False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    command = "apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0"

    setup.install_native("demo")

    said = capsys.readouterr().out
    assert command in said
    assert "invoices have no PDF" in said
    assert "Going on without Redis" in said
    with pytest.raises(ToolError, match=command):
        setup.install_native("test")


def test_the_libraries_for_pdf_load_on_this_machine():
    assert setup.missing_libraries() == []


def test_a_chromium_is_found_for_the_browser_tests():
    assert Path(setup.find_chromium()).exists()
