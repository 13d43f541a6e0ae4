"""Files of custom fields: documents of the record's matter, so that versions, walls and sign-off are those of any paper."""

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Member
from custom_fields.hosts import matter_of
from custom_fields.models import Field
from custom_fields.services.values import set_custom
from practice.exceptions import DomainError

# An app above this one: create_document(matter, content=, filename=, by=) -> Version.
CREATE = "documents.services.create_document"


@transaction.atomic
def attach_file(obj: Any, field: Field, file: Any, *, by: Member) -> Any:
    """File an upload as a document of the record's matter and point the field at it."""
    if field.type != Field.Type.FILE:
        raise DomainError(f"{field.label} takes no file.", field=field.key)
    matter = matter_of(obj)
    if matter is None:
        raise DomainError("Files are kept on a matter, and this is on none.", field=field.key)
    version = import_string(CREATE)(matter, content=file, filename=file.name, by=by)
    return set_custom(obj, {field.pk: version.document_id}, by=by)
