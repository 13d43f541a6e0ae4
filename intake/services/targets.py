"""Where an answer goes: the field of the lead that a question of a form or a script names."""

import datetime
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from intake.models import Lead
from practice.dates import NotADate, parse_day


def day_of(text: str) -> datetime.date | None:
    """A date as people type it; None for what is none."""
    try:
        return parse_day(text)
    except NotADate:
        return None


def put_value(target: str, answer: str) -> dict[str, Any]:
    """{field of the lead: value} for an answer; {} when it is empty or cannot be read as what the field holds."""
    text = " ".join(answer.split())
    if not text:
        return {}
    if target == "name":
        return {"name": text[:200]}
    if target == "company":
        return {"name": text[:200], "kind": Lead.Kind.COMPANY}
    if target == "email":
        try:
            validate_email(text)
        except ValidationError:
            return {}
        return {"email": text[:254]}
    if target == "phone":
        return {"phone": text[:40]}
    if target == "address":
        return {"address": answer.strip()[:500]}
    if target == "summary":
        return {"summary": answer.strip()[:10_000]}
    if target == "referrer_name":
        return {"referrer_name": text[:200]}
    if target == "limitation_on":
        day = day_of(text)
        return {"limitation_on": day} if day else {}
    if target == "value":
        try:
            amount = Decimal(re.sub(r"[^\d.]", "", text))
        except InvalidOperation:
            return {}
        return {"value": amount.quantize(Decimal("0.01"))} if 0 <= amount < 10**11 else {}
    return {}
