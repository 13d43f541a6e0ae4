"""Writes of documents and of the links that show them."""

from documents.services.guests import copy_for_guest
from documents.services.links import create_share_link, note_view, revoke_share_link
from documents.services.papers import (
    add_version,
    create_document,
    find_same,
    note_download,
    rename_document,
    restore_document,
    set_category,
    trash_document,
)
from documents.services.review import (
    mark_proofread,
    propose_privilege,
    set_privilege,
    sign_off,
    switch_sign_off,
)
from documents.services.sharing import propose_share

__all__ = [
    "add_version",
    "copy_for_guest",
    "create_document",
    "create_share_link",
    "find_same",
    "mark_proofread",
    "note_download",
    "note_view",
    "propose_privilege",
    "propose_share",
    "rename_document",
    "restore_document",
    "revoke_share_link",
    "set_category",
    "set_privilege",
    "sign_off",
    "switch_sign_off",
    "trash_document",
]
