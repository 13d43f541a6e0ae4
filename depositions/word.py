"""The draft of a notice of deposition as a Word document. An attorney finishes it and signs it off.

California: what Code Civ. Proc. § 2025.220(a) asks of a notice. Federal: Fed. R. Civ. P. 30(b)(1) to (3) and (6). What the
product does not know stands in square brackets.
"""

from collections.abc import Iterator

from accounts.models import BarLicence, Member
from depositions.models import Deposition
from practice.models import Firm
from practice.word import Paragraph, document

Rules, Method, Witness = Deposition.Rules, Deposition.Method, Deposition.Witness


def notice_docx(depo: Deposition, firm: Firm, *, amended: bool = False) -> bytes:
    """The draft, a .docx file. The deposition has its day, its matter and its people joined."""
    return document(_notice(depo, firm, amended))


def _notice(depo: Deposition, firm: Firm, amended: bool) -> Iterator[Paragraph]:
    matter, client = depo.matter, depo.matter.client.name
    counsel = depo.taken_by or matter.responsible
    yield Paragraph(_counsel(counsel, firm))
    yield Paragraph(f"Attorneys for {client}")
    yield Paragraph()
    yield Paragraph((matter.court or "[Court]").upper(), bold=True, align="center")
    yield Paragraph()
    yield Paragraph(matter.name)
    yield Paragraph(f"Case No. {matter.case_number or '[number]'}")
    yield Paragraph()
    yield Paragraph(_title(depo, amended), bold=True, align="center")
    yield Paragraph()
    yield Paragraph("TO ALL PARTIES AND THEIR ATTORNEYS OF RECORD:")
    for text in _body(depo, client):
        yield Paragraph(text, first=True, double=True)
    if depo.documents_demanded:
        yield Paragraph("DOCUMENTS TO BE PRODUCED", bold=True, align="center")
        for number, asked in enumerate(filter(None, map(str.strip, depo.documents_demanded.splitlines())), 1):
            yield Paragraph(f"{number}. {asked}", double=True)
    yield Paragraph()
    yield Paragraph("Dated: ____________________")
    yield Paragraph(f"{firm.name}\n\n\nBy: ______________________________")
    yield Paragraph(f"{counsel.name if counsel else '[Attorney]'}\nAttorneys for {client}")


def _counsel(counsel: Member | None, firm: Firm) -> str:
    lines = []
    if counsel is not None:
        # The bar's number; an admission to a federal court has none of its own.
        bars = BarLicence.objects.filter(member=counsel, status=BarLicence.Status.ACTIVE)
        bars = bars.exclude(jurisdiction__startswith="Federal").order_by("jurisdiction")
        numbers = ", ".join(f"{bar.jurisdiction} Bar No. {bar.number}" for bar in bars)
        lines.append(f"{counsel.name}{f' ({numbers})' if numbers else ''}")
    lines += [firm.name, *firm.address.splitlines()]
    lines += [f"Telephone: {firm.phone}" if firm.phone else "", firm.email]
    return "\n".join(line for line in lines if line)


def _title(depo: Deposition, amended: bool) -> str:
    volume = f", VOLUME {depo.volume}" if depo.volume > 1 else ""
    asks = " AND REQUEST FOR PRODUCTION OF DOCUMENTS" if depo.documents_demanded else ""
    return f"{'AMENDED ' if amended else ''}NOTICE OF DEPOSITION OF {depo.witness.name.upper()}{volume}{asks}"


def _where(depo: Deposition) -> str:
    places = [depo.place] if depo.place else []
    if depo.room is not None:
        lines = depo.room.office.address.splitlines() if depo.room.office is not None else []
        places.insert(0, ", ".join([depo.room.name, *filter(None, map(str.strip, lines))]))
    if not places and depo.remote_link:
        return "by remote means"
    return f"at {', '.join(places) or '[address]'}"


def _body(depo: Deposition, client: str) -> Iterator[str]:
    on, rules = depo.starts, Rules(depo.rules)
    if on is None:
        return
    when = f"{on:%A, %B} {on.day}, {on.year}, at {on:%-I:%M %p} {on:%Z}"
    under = {
        Rules.CALIFORNIA: "Code of Civil Procedure section 2025.010 et seq.",
        Rules.FEDERAL: "Rules 26 and 30 of the Federal Rules of Civil Procedure",
    }.get(rules, "the rules of this court")
    yield (
        f"PLEASE TAKE NOTICE that, under {under}, {client} will take the deposition of {depo.witness.name} on {when}, "
        f"{_where(depo)}, before an officer authorized to administer oaths, and from day to day until completed."
    )
    contact = [part for part in (" ".join(depo.witness.address.split()), depo.witness.phone) if part]
    if depo.witness_kind != Witness.PARTY:
        yield f"The deponent’s address and telephone number, as far as known: {', '.join(contact) or '[address, telephone]'}."
    if depo.witness_kind == Witness.ENTITY:
        rule = "Rule 30(b)(6)" if rules == Rules.FEDERAL else "Code of Civil Procedure section 2025.230"
        yield (
            f"The deponent is not a natural person. Under {rule} it is to designate those who testify on its behalf on these "
            "matters: [describe each with reasonable particularity]."
        )
    if depo.witness_kind == Witness.NON_PARTY:
        yield "The deponent is not a party and is served with a subpoena."
    cite = {
        Rules.FEDERAL: " (Rule 30(b)(3))",
        Rules.CALIFORNIA: " (Code Civ. Proc., § 2025.220, subd. (a)(5))",
    }.get(rules, "")
    how = {
        Method.STENOGRAPHIC: "stenographically",
        Method.VIDEO: "stenographically and by video technology",
        Method.AUDIO: "by audio technology",
    }[Method(depo.method)]
    yield f"The testimony will be recorded {how}{cite if depo.method != Method.STENOGRAPHIC or rules == Rules.FEDERAL else ''}."
    if depo.remote_link:
        rule = {
            Rules.FEDERAL: " (Rule 30(b)(4))",
            Rules.CALIFORNIA: " (Code Civ. Proc., § 2025.310)",
        }.get(rules, "")
        yield f"The deposition may be attended by remote electronic means{rule}; the connection is sent to all who give notice."
    if depo.language:
        yield f"An interpreter of {depo.language} will be present."
    if depo.documents_demanded:
        yield "The deponent is to produce at the deposition the documents listed below."
    if rules == Rules.CALIFORNIA:
        yield (
            "[State here any contract between the noticing party, or whoever finances the action, and the deposition officer "
            "or the entity that provides it, and any direction about how its services are charged (Code Civ. Proc., § 2025.220, "
            "subd. (a)(8)), or strike this paragraph.]"
        )
