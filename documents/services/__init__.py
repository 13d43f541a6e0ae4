"""Writes of documents and of the links that show them."""

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

__all__ = [
    "add_version",
    "create_document",
    "create_share_link",
    "find_same",
    "note_download",
    "note_view",
    "rename_document",
    "restore_document",
    "revoke_share_link",
    "set_category",
    "trash_document",
]
