"""The documents name files, modules, commands and addresses that exist."""

import os
import re
import tomllib
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from accounts.permissions import Perm

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
APPS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
# What a set-up or a server makes.
MADE = ("var", "node_modules", "vendor", "__pycache__")
# Files of the reader's own.
OWN = {"my.yaml", "/srv/bailiwick/manage.py"}
FILE = re.compile(r"[\w./*-]+\.(?:py|html|css|js|md|sql|yaml|yml|toml|sh|json|txt|png)\b")


def files() -> list[str]:
    """The project's files, without what the set-up makes."""
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in MADE and (name == ".ci" or name[0] != ".")]
        found += [str((Path(folder) / name).relative_to(ROOT)) for name in names]
    return found


ALL = files()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_in(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_each_named_file_exists(path):
    text = re.sub(r"https?://\S+", "", text_of(path))
    absent = []
    for name in sorted(set(FILE.findall(text))):
        name = name.removeprefix("./")
        if name in OWN or "*" in name or set(name.split("/")) & set(MADE):
            continue
        if not any(found == name or found.endswith(f"/{name}") for found in ALL):
            absent.append(name)
    assert absent == []


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_each_named_module_and_function_exists(path):
    absent = []
    for code in code_in(text_of(path)):
        for name in re.findall(r"(?<![\w./-])[a-z_]+(?:\.[A-Za-z_]\w*)+(?![\w/-])", code):
            if name.partition(".")[0] in APPS and not FILE.fullmatch(name) and not exists(name):
                absent.append(name)
    assert absent == []


def exists(name: str) -> bool:
    """Whether a dotted name leads to a module or to something in one; a model and a power are named shorter."""
    if name in set(Perm):
        return True
    parts = name.split(".")
    if parts[0] in apps.app_configs and len(parts) > 1 and parts[1].lower() in apps.all_models[parts[0]]:
        return True
    for end in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            fields = {f.name for f in found._meta.get_fields()} if hasattr(found, "_meta") else set()
            if not hasattr(found, part) and part not in fields:
                return False
            found = getattr(found, part, None)
        return True
    return False


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_each_named_command_exists(path):
    text = text_of(path)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"(?:`|^)(?:\w+=\S+ )*make ([a-z-]+)", text, re.M)) - targets == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - set(get_commands()) == set()
    tools = {path.stem for path in (ROOT / "tools").glob("*.py")}
    assert set(re.findall(r"-m tools\.([a-z_]+)", text)) - tools == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_each_named_page_has_an_address(path):
    absent = []
    for code in code_in(text_of(path)):
        for address in re.findall(r"(?<![\w.<>{}/…-])/[a-z0-9][\w./<>{}:-]*/(?![\w<{])", code):
            if not answers(address):
                absent.append(address)
    assert absent == []


def answers(address: str) -> bool:
    """Whether a page answers at `address` or right below it, with "1" or "word" in the place of its arguments."""
    for filled in ("1", "word"):
        path = re.sub(r"<[^>]*>|\{[^}]*\}|(?<=/)[A-Z]+(?=/)", filled, address)
        for tried in (path, f"{path}{filled}/"):
            with suppress(Resolver404):
                resolve(tried)
                return True
    return False


def test_the_layers_are_those_of_the_import_contract():
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    said = " ".join(text_of(ROOT / "docs" / "architecture.md").split())
    assert " > ".join(f"`{layer}`" for layer in contract["layers"]) in said
