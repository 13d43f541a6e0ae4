"""What clients did behind private links to bills, as a matter's activity says it (practice.phrases)."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "invoice.viewed": Phrase("looked at {object}", "eye", group="money", url_name="invoice_detail"),
    "invoice.downloaded": Phrase("downloaded {object}", "download", group="money", url_name="invoice_detail"),
    "invoice.link_created": Phrase(
        "made a private link to {object} for {for}", "link", group="money", url_name="invoice_detail"
    ),
    "invoice.link_revoked": Phrase(
        "revoked {for_before}’s private link to {object}",
        "link-off",
        group="money",
        url_name="invoice_detail",
    ),
    "invoice.question_asked": Phrase(
        "asked about {object}: “{question}”", "message", "warn", group="money", url_name="invoice_detail"
    ),
    "invoice.question_answered": Phrase(
        "answered a question about {object}", "message", group="money", url_name="invoice_detail"
    ),
}
