"""Writes about a firm's packs and the closures of its courts."""

from court_rules.services.closures import (
    add_closure,
    change_closure,
    confirm_closure,
    may_change,
    remove_closure,
    restore_closure,
    stand,
)
from court_rules.services.examples import add_example, remove_example
from court_rules.services.packs import (
    archive_pack,
    check_ready,
    create_pack,
    discard_draft,
    enter_force,
    import_pack,
    new_version,
    put_in_force,
    restore_pack,
    save_head,
    save_text,
)
from court_rules.services.rights import ensure_writes, may_write
from court_rules.services.rules import copy_rule, remove_rule, save_rule

__all__ = [
    "add_closure",
    "add_example",
    "archive_pack",
    "change_closure",
    "check_ready",
    "confirm_closure",
    "copy_rule",
    "create_pack",
    "discard_draft",
    "ensure_writes",
    "enter_force",
    "import_pack",
    "may_change",
    "may_write",
    "new_version",
    "put_in_force",
    "remove_closure",
    "remove_example",
    "remove_rule",
    "restore_closure",
    "restore_pack",
    "save_head",
    "save_rule",
    "save_text",
    "stand",
]
