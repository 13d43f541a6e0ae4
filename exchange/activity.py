"""How imports are said."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "import.uploaded": Phrase("brought a file to import: {object}", "upload"),
    "import.cancelled": Phrase("called off the import {object}", "x"),
    "import.finished": Phrase("imported {object}", "check"),
    "contact.imported": Phrase("imported the contact {object}", "address-book", url_name="contact_detail"),
    "matter.imported": Phrase("imported the matter", "briefcase-2"),
}
