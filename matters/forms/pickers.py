"""Fields that pick a matter or a contact from a searched list. Other apps use them too."""

from django.db.models import QuerySet

from accounts.models import Member
from matters.models import Contact, Matter
from matters.queries.find import find_contacts, find_matters
from practice.fields import PickField


class MatterPick(PickField):
    """A matter the member may see, by number, caption, client or case number; those opened last come first.

    `queryset` narrows the choice further (open ones, for example).
    """

    def __init__(self, member: Member, *, queryset: QuerySet | None = None, **kwargs):
        rows = Matter.objects.visible_to(member) if queryset is None else queryset
        kwargs.setdefault("label", "Matter")
        kwargs.setdefault("placeholder", "Number, caption or client")
        super().__init__(
            rows.select_related("client"), url_name="matter_options", find=find_matters, **kwargs
        )


class ContactPick(PickField):
    """A contact the member may see, by name, company or e-mail address."""

    def __init__(
        self, member: Member, *, queryset: QuerySet | None = None, url_name="contact_options", **kwargs
    ):
        rows = Contact.objects.visible_to(member) if queryset is None else queryset
        kwargs.setdefault("label", "Contact")
        kwargs.setdefault("placeholder", "Name, company or e-mail")
        super().__init__(rows, url_name=url_name, find=find_contacts, **kwargs)
