"""Every act that the product records is said in words of its own: each verb that the source records has its phrase."""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.permissions import Perm
from practice.phrases import BOOKS, PHRASES, phrases
from practice.templatetags.ui import icon

ROOT = Path(settings.BASE_DIR)
APPS = sorted({path.split(".")[0] for path in BOOKS} | {"practice", "home", "search"})
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
# Modules that record nothing of a user's.
LEFT_OUT = ("migrations", "demo", "bench")


def sources() -> Iterator[tuple[str, ast.Module]]:
    """The modules of the product that record acts, parsed."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if not set(path.parts) & set(LEFT_OUT) and "audit" in (text := path.read_text()):
                yield str(path.relative_to(ROOT)), ast.parse(text)


def recorded(tree: ast.Module) -> Iterator[ast.expr]:
    """The verb of each call of audit.record and audit.record_many."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("record", "record_many") and ast.unparse(node.func.value) == "audit":
                yield node.args[1]


def texts(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of source that could be verbs, but for the names of powers."""
    powers = {perm.value for perm in Perm}
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and VERB.fullmatch(part.value):
            if part.value not in powers:
                yield part.value


def pattern(node: ast.JoinedStr) -> str:
    """f"{kind}.removed" as a pattern: [a-z_]+\\.removed."""
    return "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+" for part in node.values
    )


def test_each_verb_that_is_recorded_has_a_phrase():
    book = phrases()
    nouns = {verb.partition(".")[0] for verb in book}
    missing = []
    for path, tree in sources():
        for verb in recorded(tree):
            if isinstance(verb, ast.JoinedStr):
                if not any(re.fullmatch(pattern(verb), known) for known in book):
                    missing.append(f"{path}:{verb.lineno} {ast.unparse(verb)}")
                continue
            # A name: whoever calls gives it, and stands in the same module.
            named = list(texts(verb)) if not isinstance(verb, ast.Name) else list(texts(tree))
            missing += [
                f"{path}:{verb.lineno} {text}"
                for text in named
                if text not in book and (text.partition(".")[0] in nouns or not isinstance(verb, ast.Name))
            ]
    assert sorted(set(missing)) == []


def test_each_state_that_a_record_moves_to_has_a_phrase():
    """practice.states records a move as the model's name and the state."""
    book = phrases()
    moving = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]
    nouns = {"supplyrequest": "supply_request"}  # records its moves itself
    verbs = {
        f"{nouns.get(one._meta.model_name, one._meta.model_name)}.{to}"
        for one in moving
        for to in chain(*one.TRANSITIONS.values())
    }
    assert len(moving) > 5
    assert sorted(verbs - book.keys()) == []


def test_no_verb_has_two_phrases_and_each_icon_exists():
    tables = [PHRASES, *(import_string(path) for path in BOOKS)]
    verbs = [verb for table in tables for verb in table]
    assert sorted({verb for verb in verbs if verbs.count(verb) > 1}) == []
    for phrase in phrases().values():
        icon(phrase.icon)
