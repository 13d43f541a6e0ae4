"""What happened to documents, as a matter's activity says it (practice.phrases)."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "document.uploaded": Phrase("added {object}", "file-upload"),
    "document.version_added": Phrase("added version {version} of {object}", "versions"),
    "document.changed": Phrase("changed {object}: {changes}", "pencil"),
    "document.trashed": Phrase("moved {object} to the trash", "trash"),
    "document.restored": Phrase("took {object} out of the trash", "arrow-back-up"),
    "document.signed_off": Phrase("signed off version {version} of {object}", "pencil-check"),
    "document.privilege_changed": Phrase("marked {object}: {privilege}: {reason}", "shield-lock"),
    "document.sign_off_switched": Phrase(
        "changed whether {object} needs a sign-off: {reason}", "pencil-check"
    ),
    "document.proofread": Phrase("proofread version {version} of {object}", "checks"),
    "document.share_stopped": Phrase("did not share {object}: {reason}", "link-off"),
    "document.viewed": Phrase("looked at {object}", "eye"),
    "document.taken": Phrase("took a copy of {object}", "download"),
    "document.downloaded": Phrase("opened {object}", "eye"),
    "document.link_created": Phrase("made a private link to {object} for {for}", "link"),
    "document.link_revoked": Phrase("revoked {for_before}’s private link to {object}", "link-off"),
}
