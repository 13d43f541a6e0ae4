"""Persons and bodies the firm deals with."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from custom_fields.constraints import Valued
from practice.constraints import Trigger
from practice.models import FirmForeignKey, FirmModel, FirmQuerySet, firm_manager
from search.constraints import Indexed, IndexedText

# The main phone, e-mail and postal address of a contact stand in two places: on the contact, where bills, links and imports
# read and write them, and as the main row of its list. Whoever writes the contact, the main rows follow.
MAIN_ROWS = """
    -- A merge moves the rows themselves, and its undo puts every one back.
    IF current_setting('app.merging', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF NEW.phone = '' THEN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM matters_phone WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        END IF;
    ELSE
        SELECT p.number INTO held FROM matters_phone p
         WHERE p.firm_id = NEW.firm_id AND p.contact_id = NEW.id AND p.is_main;
        IF NOT FOUND THEN
            UPDATE matters_phone SET is_main = true WHERE firm_id = NEW.firm_id AND id = (
                SELECT min(p.id) FROM matters_phone p
                 WHERE p.firm_id = NEW.firm_id AND p.contact_id = NEW.id AND p.number = NEW.phone);
            IF NOT FOUND THEN
                INSERT INTO matters_phone (firm_id, contact_id, label, number, is_main)
                VALUES (NEW.firm_id, NEW.id, 'main', NEW.phone, true);
            END IF;
        ELSIF held <> NEW.phone THEN
            UPDATE matters_phone SET number = NEW.phone
             WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        END IF;
    END IF;
    IF NEW.email = '' THEN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM matters_email WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        END IF;
    ELSE
        SELECT e.address INTO held FROM matters_email e
         WHERE e.firm_id = NEW.firm_id AND e.contact_id = NEW.id AND e.is_main;
        IF NOT FOUND THEN
            UPDATE matters_email SET is_main = true WHERE firm_id = NEW.firm_id AND id = (
                SELECT min(e.id) FROM matters_email e
                 WHERE e.firm_id = NEW.firm_id AND e.contact_id = NEW.id AND upper(e.address) = upper(NEW.email));
            IF NOT FOUND THEN
                INSERT INTO matters_email (firm_id, contact_id, label, address, is_main)
                VALUES (NEW.firm_id, NEW.id, 'main', NEW.email, true);
            END IF;
        ELSIF held <> NEW.email THEN
            UPDATE matters_email SET address = NEW.email
             WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        END IF;
    END IF;
    IF NEW.address || NEW.city || NEW.region || NEW.postcode || NEW.country = '' THEN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM matters_address WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        END IF;
    ELSE
        UPDATE matters_address SET street = NEW.address, city = NEW.city, region = NEW.region,
               postcode = NEW.postcode, country = NEW.country
         WHERE firm_id = NEW.firm_id AND contact_id = NEW.id AND is_main;
        IF NOT FOUND THEN
            INSERT INTO matters_address (firm_id, contact_id, label, street, city, region, postcode, country, is_main)
            VALUES (NEW.firm_id, NEW.id, 'main', NEW.address, NEW.city, NEW.region, NEW.postcode, NEW.country, true);
        END IF;
    END IF;
    RETURN NULL;
"""


class ContactQuerySet(FirmQuerySet):
    def visible_to(self, member: Member):
        """Contacts the member may see: all of the firm's, or for a guest those of the guest's matters."""
        if member.sees_named_matters_only:
            shown = apps.get_model("matters.Matter").objects
            parts = apps.get_model("matters.Party").objects
            return self.filter(
                models.Q(pk__in=shown.values("client"))
                | models.Q(pk__in=parts.values("contact"))
                | models.Q(pk__in=parts.filter(represented_by__isnull=False).values("represented_by"))
            )
        return self


class Contact(FirmModel):
    """A person or body the firm deals with."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        COMPANY = "company", "Company"
        TRUST = "trust", "Trust or estate"
        COURT = "court", "Court"
        GOVERNMENT = "government", "Government body"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"
        SMS = "sms", "Text message"
        POST = "post", "Letter"
        PORTAL = "portal", "Private link"

    class TaxForm(models.TextChoices):
        W9 = "w9", "W-9"
        W8 = "w8", "W-8"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    name = models.CharField(max_length=200, help_text="Shown name: first and last, or the body's name.")
    sort_name = models.CharField(max_length=200, help_text="Last, first; or the body's name.")
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    prefix = models.CharField(max_length=20, blank=True, help_text="Ms., Dr., Hon.")
    middle_name = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=20, blank=True, help_text="Jr., III, Esq.")
    company = models.CharField(max_length=200, blank=True, help_text="Where a person works.")
    title = models.CharField(max_length=100, blank=True)
    # The main e-mail address, phone and postal address: see MAIN_ROWS, and contact_parts.py for the whole lists.
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    ledes_client_id = models.CharField("LEDES client ID", max_length=20, blank=True)
    notes = models.TextField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    birthday = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=40, blank=True, help_text="Language to write and speak in.")
    preferred_channel = models.CharField(max_length=6, choices=Channel, blank=True)
    preferred_hours = models.CharField(max_length=80, blank=True, help_text="Best time to reach, in words.")
    do_not_mail = models.BooleanField(
        default=False, help_text="No newsletters, greetings or other mass mail."
    )
    do_not_call = models.BooleanField(default=False, help_text="Write, do not phone.")
    represented = models.BooleanField(
        default=False, help_text="Has a lawyer who is not of this firm: nobody writes or calls directly."
    )
    represented_by = FirmForeignKey("self", null=True, blank=True, related_name="represents")
    tax_form = models.CharField(max_length=2, choices=TaxForm, blank=True)
    tax_form_on = models.DateField(null=True, blank=True, help_text="When the form was received.")
    # The number itself stays on the form, among the documents: here is only what tells one form from another.
    tax_id_end = models.CharField(
        max_length=4, blank=True, help_text="Last four characters of the tax number."
    )
    restricted = models.BooleanField(
        default=False, help_text="Each opening of the record is kept in the audit trail."
    )
    custom = models.JSONField(
        default=dict, blank=True, help_text="Values of custom fields by the field's id."
    )
    external_id = models.CharField(
        max_length=60, blank=True, help_text="Id in the system it was imported from."
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = FirmForeignKey("accounts.Member", null=True, related_name="+")

    objects = firm_manager(ContactQuerySet)()

    class Meta:
        ordering = ["sort_name", "id"]
        indexes = [models.Index(fields=["firm", "sort_name", "id"], name="contact_by_name")]
        constraints = [
            Valued(host="contact", name="matters_contact_valued"),
            Indexed(name="matters_contact_names", kind="contact", columns=["name", "company"], contact="id"),
            IndexedText(name="matters_contact_texts", kind="contact", columns=["notes"], contact="id"),
            models.CheckConstraint(
                condition=models.Q(represented_by__isnull=True) | models.Q(represented=True),
                name="contact_represented_when_by",
            ),
            models.CheckConstraint(
                condition=models.Q(represented_by__isnull=True) | ~models.Q(represented_by=models.F("id")),
                name="contact_not_own_counsel",
            ),
            Trigger(
                name="matters_contact_main_rows",
                when="AFTER INSERT OR UPDATE OF phone, email, address, city, region, postcode, country",
                declare="held text;",
                body=MAIN_ROWS,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contact_detail", args=[self.pk])

    @property
    def address_lines(self) -> list[str]:
        """The postal address, a line each, without empty ones."""
        place = " ".join(p for p in (self.region, self.postcode) if p)
        city = ", ".join(p for p in (self.city, place) if p)
        return [line for line in (*self.address.splitlines(), city, self.country) if line]
