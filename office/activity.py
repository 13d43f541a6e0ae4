"""How the acts of the office are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "box.made": Phrase("made {object}", "archive"),
    "box.changed": Phrase("changed {object}", "archive"),
    "file.registered": Phrase("registered the folder {object}, {place}", "folder", url_name="file_detail"),
    "file.checked_out": Phrase(
        "handed the folder {object} to {holder}", "folder-share", url_name="file_detail"
    ),
    "file.checked_in": Phrase("checked in the folder {object}", "folder-check", url_name="file_detail"),
    "file.moved": Phrase("moved the folder {object} to {place}", "folder-symlink", url_name="file_detail"),
    "file.destroyed": Phrase("destroyed the folder {object}: {reason}", "folder-x", "warn"),
    "original.received": Phrase(
        "took in the original {object}, {place}", "certificate", url_name="original_detail"
    ),
    "original.changed": Phrase("changed the original {object}", "certificate", url_name="original_detail"),
    "original.returned": Phrase(
        "returned the original {object} to {returned_to}", "certificate", url_name="original_detail"
    ),
    "original.kept": Phrase("has the original {object} back", "certificate", url_name="original_detail"),
    "supply.added": Phrase("added {object} to the supplies", "package"),
    "supply.changed": Phrase("changed {object}", "package"),
    "supply.delivered": Phrase("booked a delivery of {object}", "package"),
    "supply.counted": Phrase("counted {object}", "package"),
    "supply_request.asked": Phrase("asked for {object}", "shopping-cart"),
    "supply_request.approved": Phrase("approved {object}", "check"),
    "supply_request.declined": Phrase("declined {object}: {reason}", "x"),
    "supply_request.done": Phrase("handed out {object}", "package"),
    "supply_request.withdrawn": Phrase("withdrew the request for {object}", "arrow-back"),
    "equipment.added": Phrase("registered {object}", "device-laptop"),
    "equipment.changed": Phrase("changed {object}", "device-laptop"),
    "equipment.lent": Phrase("gave {object} to {holder}", "device-laptop"),
    "equipment.returned": Phrase("took back {object}", "device-laptop"),
    "equipment.repair": Phrase("sent {object} to repair", "tool"),
    "equipment.retired": Phrase("retired {object}", "device-laptop-off"),
}
