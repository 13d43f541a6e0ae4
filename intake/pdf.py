"""Letters on the firm's paper."""

from django.template.loader import render_to_string
from django.utils import timezone

from intake.models import Letter, LetterText
from intake.queries.wording import fee_words
from practice.pdf import render


def letter_html(letter: Letter) -> str:
    """The page that becomes the PDF; a draft shows the fee as it stands now."""
    body = letter.body.replace("{fee_terms}", fee_words(letter.lead) or "[no terms are proposed yet]")
    context = {
        "letter": letter,
        "firm": letter.firm,
        "paragraphs": [p for p in body.split("\n\n") if p.strip()],
        "on": timezone.localtime(letter.signed_off_at or timezone.now()).date(),
        "signer": letter.signed_off_by,
        "signature_line": letter.kind == LetterText.Kind.ENGAGEMENT,
    }
    return render_to_string("pdf/letter.html", context)


def letter_pdf(letter: Letter) -> bytes:
    """The letter as a PDF (PDF/UA-1)."""
    return render(letter_html(letter), letter.firm.paper, sheet="letter")
