"""Writes of documents and share links."""

from documents.services.links import create_share_link, revoke_share_link
from documents.services.papers import add_version, create_document

__all__ = ["add_version", "create_document", "create_share_link", "revoke_share_link"]
