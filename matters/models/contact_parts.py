"""What a contact has several of: names, phones, e-mail addresses, postal addresses, relations."""

import re

from django.db import models
from django.db.models.functions import Upper

from matters.models.contacts import Contact
from practice.models import FirmForeignKey, FirmModel
from search.constraints import Indexed

EXTENSION = re.compile(r"\s*(?:;?ext\.?=?|extension|x|#)\s*\d+\s*$", re.IGNORECASE)


def digits_of(number: str) -> str:
    """The digits by which phone numbers are compared: without extension, international prefix or the 1 of North America.

    "+1 (510) 555-0142 ext. 7", "1-510-555-0142" and "5105550142" give the same.
    """
    number = EXTENSION.sub("", number.strip())
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    if digits.startswith("011") and len(digits) > 11:
        digits = digits[3:]
    elif digits.startswith("00"):
        digits = digits[2:]
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


class DigitsOf(models.Func):
    """digits_of() as PostgreSQL reckons it, so that the column is right whoever writes the row."""

    output_field = models.CharField(max_length=40)
    template = (
        r"regexp_replace(regexp_replace(regexp_replace(regexp_replace(lower(%(expressions)s), "
        r"'\s*(;?ext\.?=?|extension|x|#)\s*[0-9]+\s*$', ''), '[^0-9]', '', 'g'), "
        r"'^(011(?=[0-9]{9})|00)', ''), '^1([0-9]{10})$', '\1')"
    )


class LastOf(DigitsOf):
    """The last digits of a number, as many as `count` says."""

    template = f"right({DigitsOf.template}, %(count)s)"


class ContactName(FirmModel):
    """Another name of a contact: alias, former, maiden or trade name. Conflict checks read them."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "Also known as"
        FORMER = "former", "Former name"
        MAIDEN = "maiden", "Maiden name"
        TRADE = "trade", "Trade name (dba)"

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ALIAS)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "contact", "name"], name="contact_name_once"),
            Indexed(name="matters_contactname_names", kind="alias", columns=["name"], contact="contact_id"),
        ]

    def __str__(self):
        return self.name


class Phone(FirmModel):
    """A phone number of a contact."""

    class Label(models.TextChoices):
        MAIN = "main", "Main"
        MOBILE = "mobile", "Mobile"
        WORK = "work", "Work"
        HOME = "home", "Home"
        FAX = "fax", "Fax"
        OTHER = "other", "Other"

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(max_length=8, choices=Label, default=Label.MAIN)
    number = models.CharField(max_length=40, help_text="As typed, with any extension.")
    digits = models.GeneratedField(
        expression=DigitsOf("number"), output_field=models.CharField(max_length=40), db_persist=True
    )
    last7 = models.GeneratedField(
        expression=LastOf("number", count=7), output_field=models.CharField(max_length=7), db_persist=True
    )
    last4 = models.GeneratedField(
        expression=LastOf("number", count=4), output_field=models.CharField(max_length=4), db_persist=True
    )
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "contact"], condition=models.Q(is_main=True), name="contact_one_main_phone"
            )
        ]
        indexes = [
            models.Index(fields=["firm", "digits"], name="phone_by_digits"),
            # The end of a number. Equality, because row-level security keeps LIKE from using an index.
            models.Index(fields=["firm", "last7"], name="phone_by_last7"),
            models.Index(fields=["firm", "last4"], name="phone_by_last4"),
        ]

    def __str__(self):
        return self.number


class Email(FirmModel):
    """An e-mail address of a contact."""

    class Label(models.TextChoices):
        MAIN = "main", "Main"
        WORK = "work", "Work"
        HOME = "home", "Home"
        BILLING = "billing", "Billing"
        SERVICE = "service", "E-service"
        OTHER = "other", "Other"

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="emails")
    label = models.CharField(max_length=8, choices=Label, default=Label.MAIN)
    address = models.EmailField()
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "contact"], condition=models.Q(is_main=True), name="contact_one_main_email"
            )
        ]
        indexes = [models.Index("firm", Upper("address"), name="email_by_address")]

    def __str__(self):
        return self.address


class Address(FirmModel):
    """A postal address of a contact."""

    class Label(models.TextChoices):
        MAIN = "main", "Main"
        MAILING = "mailing", "Mailing"
        WORK = "work", "Office"
        HOME = "home", "Home"
        BILLING = "billing", "Billing"
        SERVICE = "service", "Service of process"
        OTHER = "other", "Other"

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=8, choices=Label, default=Label.MAIN)
    street = models.TextField(blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=60, blank=True)
    is_main = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_main", "id"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "contact"], condition=models.Q(is_main=True), name="contact_one_main_address"
            )
        ]

    def __str__(self):
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The address, a line each, without empty ones."""
        place = " ".join(p for p in (self.region, self.postcode) if p)
        city = ", ".join(p for p in (self.city, place) if p)
        return [line for line in (*self.street.splitlines(), city, self.country) if line]


class Relation(FirmModel):
    """How one contact stands to another: `contact` is `kind` of `other` (employee of, spouse of)."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse", "Spouse of"
        FORMER_SPOUSE = "ex_spouse", "Former spouse of"
        PARENT = "parent", "Parent of"
        SIBLING = "sibling", "Sibling of"
        RELATIVE = "relative", "Relative of"
        GUARDIAN = "guardian", "Guardian of"
        EMPLOYEE = "employee", "Employee of"
        OFFICER = "officer", "Officer or director of"
        OWNER = "owner", "Owner of"
        PARTNER = "partner", "Business partner of"
        SUBSIDIARY = "subsidiary", "Subsidiary of"
        AFFILIATE = "affiliate", "Affiliate of"
        TRUSTEE = "trustee", "Trustee of"
        EXECUTOR = "executor", "Executor of"
        BENEFICIARY = "beneficiary", "Beneficiary of"
        ATTORNEY = "attorney", "Attorney of"
        INSURER = "insurer", "Insurer of"
        AGENT = "agent", "Agent for service of"
        ASSISTANT = "assistant", "Assistant of"
        REFERRED = "referred", "Referred by"
        OTHER = "other", "Connected with"

    # What `other` is to `contact`.
    INVERSE = {
        "spouse": "Spouse of", "ex_spouse": "Former spouse of", "parent": "Child of", "sibling": "Sibling of",
        "relative": "Relative of", "guardian": "Ward of", "employee": "Employer of",
        "officer": "Has as officer or director", "owner": "Owned by", "partner": "Business partner of",
        "subsidiary": "Parent company of", "affiliate": "Affiliate of", "trustee": "Has as trustee",
        "executor": "Has as executor", "beneficiary": "Has as beneficiary", "attorney": "Client of",
        "insurer": "Insured by", "agent": "Has as agent for service", "assistant": "Assisted by",
        "referred": "Referred", "other": "Connected with",
    }  # fmt: skip

    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="relations")
    other = FirmForeignKey(Contact, on_delete=models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OTHER)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "contact", "other", "kind"], name="contact_relation_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(contact=models.F("other")), name="contact_relation_to_another"
            ),
        ]

    def __str__(self):
        return f"{self.contact} – {self.get_kind_display()} {self.other}"

    @property
    def inverse(self) -> str:
        """The relation seen from `other`, in words that come before the name of `contact`."""
        return self.INVERSE.get(self.kind, "Connected with")
