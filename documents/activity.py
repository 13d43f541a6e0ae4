"""What happened to documents, as a matter's activity says it (matters.activity)."""

from matters.activity import Phrase

PHRASES: dict[str, Phrase] = {
    "document.uploaded": Phrase("added {object}", "file-upload"),
    "document.version_added": Phrase("added version {version} of {object}", "versions"),
    "document.changed": Phrase("changed {object}: {changes}", "pencil"),
    "document.trashed": Phrase("moved {object} to the trash", "trash"),
    "document.restored": Phrase("took {object} out of the trash", "arrow-back-up"),
    "document.viewed": Phrase("looked at {object}", "eye"),
    "document.downloaded": Phrase("opened {object}", "eye"),
    "document.link_created": Phrase("made a private link to {object} for {for}", "link"),
    "document.link_revoked": Phrase("revoked {for_before}’s private link to {object}", "link-off"),
}
