"""How the acts on a firm's own fields are said."""

from practice.phrases import Phrase

_SET, _FIELD = "field_set_detail", "field_detail"
PHRASES: dict[str, Phrase] = {
    "fieldset.created": Phrase("made the field set {object}", "forms", url_name=_SET),
    "fieldset.changed": Phrase("changed {changes} of the field set {object}", "forms", url_name=_SET),
    "fieldset.retired": Phrase("put the field set {object} away", "archive", url_name=_SET),
    "fieldset.restored": Phrase("brought the field set {object} back", "arrow-back-up", url_name=_SET),
    "field.created": Phrase("made the field {object}", "forms", url_name=_FIELD),
    "field.changed": Phrase("changed {changes} of the field {object}", "forms", url_name=_FIELD),
    "field.retired": Phrase("put the field {object} away", "archive", url_name=_FIELD),
    "field.restored": Phrase("brought the field {object} back", "arrow-back-up", url_name=_FIELD),
    "field.deleted": Phrase("deleted the field {object}", "trash"),
}
