"""The words of letters: the firm's text for a kind, and what goes into its places."""

import re

from custom_fields.queries import known_places
from custom_fields.queries import places as custom_places
from intake.models import Lead, LetterText
from intake.texts import DEFAULT_LETTERS
from matters.models import FeeArrangement

# What a place means, for the editor of the texts.
PLACES: dict[str, str] = {
    "client": "Who the letter is to",
    "address": "Their address, on one line",
    "firm": "The firm’s name",
    "firm_phone": "The firm’s phone",
    "attorney": "The attorney who would act",
    "practice_area": "The practice area",
    "matter": "The matter’s caption, else the practice area",
    "summary": "What it is about, as taken down",
    "limitation": "The limitation date, if one is known",
    "scope": "What the fee covers, from the matter’s terms",
    "referred_to": "Whom they were referred to",
    "fee_terms": "The fee, from the matter’s terms; put in when the letter is read, never typed",
}


def letter_text(kind: str, area_id: int | None) -> tuple[str, str]:
    """(subject, body) of the firm's text for a kind: of the practice area, else of all, else the product's own."""
    rows = {row.practice_area_id: row for row in LetterText.objects.filter(kind=kind)}
    row = rows.get(area_id) or rows.get(None)
    return (row.subject, row.body) if row else DEFAULT_LETTERS[kind]


def terms_of(lead: Lead) -> FeeArrangement | None:
    """The terms that count for the lead's matter: what is proposed, else what is in force."""
    if lead.matter_id is None:
        return None
    rows = FeeArrangement.objects.filter(matter=lead.matter_id)
    return rows.proposed().first() or rows.in_force().first()


def fee_words(lead: Lead) -> str:
    """The fee in sentences for a letter; "" without terms."""
    terms = terms_of(lead)
    if terms is None:
        return ""
    Kind = FeeArrangement.Kind
    if terms.kind == Kind.FLAT:
        said = f"We charge a flat fee of ${terms.flat_amount:,.2f}."
    elif terms.kind == Kind.CONTINGENCY:
        share = f"{terms.contingency_percent:.2f}".rstrip("0").rstrip(".")
        said = (
            f"Our fee is {share} percent of what is recovered. If nothing is recovered, there is no fee. A contingent "
            "fee is agreed in writing, signed by you."
        )
    elif terms.kind == Kind.HOURLY:
        said = "We charge for our time by the hour, at our rates in force; our current rates are on the first bill and on request."
    else:
        said = f"{terms.in_words}."
    if terms.payment_terms_days is not None:
        said += f" Bills are due within {terms.payment_terms_days} days."
    return said


def values_of(lead: Lead) -> dict[str, str]:
    """What goes into each place but the fee."""
    terms = terms_of(lead)
    contact = lead.contact if lead.contact_id else None
    attorney = lead.attorney or (lead.matter.responsible if lead.matter_id else None)
    area = str(lead.practice_area) if lead.practice_area_id else "your matter"
    address = lead.address or (", ".join(contact.address_lines) if contact else "")
    return {
        "client": lead.name,
        "address": " ".join(address.split()),
        "firm": lead.firm.name,
        "firm_phone": lead.firm.phone,
        "attorney": attorney.signed_name if attorney else "An attorney of the firm",
        "practice_area": area,
        "matter": lead.matter.name if lead.matter_id else area,
        "summary": " ".join(lead.summary.split()),
        "limitation": f"{lead.limitation_on:%B} {lead.limitation_on.day}, {lead.limitation_on.year}"
        if lead.limitation_on
        else "",
        "scope": (terms.note if terms else ""),
        "referred_to": lead.referred_to,
        **custom_places(*(obj for obj in (lead.matter, lead, contact) if obj is not None)),
    }


def places() -> dict[str, str]:
    """What a text may name in braces: PLACES, and the firm's own fields of matters, leads and contacts."""
    return PLACES | known_places("matter", "lead", "contact")


def merged(text: str, lead: Lead) -> str:
    """`text` with its places filled. The fee stays a place; a place without a value vanishes with the space before it."""
    values = values_of(lead)

    def fill(match: re.Match) -> str:
        name = match.group(2)
        if name not in values:
            return match.group(0)
        return f"{match.group(1)}{values[name]}" if values[name] else ""

    return re.sub(r"( ?)\{([\w.]+)\}", fill, text)
