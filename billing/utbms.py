"""UTBMS codes: the American Bar Association's task, activity and expense codes that client e-billing asks
for.

Tables, not an enumeration: `SETS` names the task sets, and a code's first letter says its set. The ABA
permits
reproduction of the codes for non-profit use.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """One code: `phase` is the code of the group it belongs to, or its own for a group that is used as a
    code.
    """

    code: str
    name: str
    phase: str
    group: str

    def __str__(self):
        return f"{self.code} {self.name}"


_LITIGATION = """
L100 Case Assessment, Development and Administration
  L110 Fact Investigation/Development
  L120 Analysis/Strategy
  L130 Experts/Consultants
  L140 Document/File Management
  L150 Budgeting
  L160 Settlement/Non-Binding ADR
  L190 Other Case Assessment, Development and Administration
L200 Pre-Trial Pleadings and Motions
  L210 Pleadings
  L220 Preliminary Injunctions/Provisional Remedies
  L230 Court Mandated Conferences
  L240 Dispositive Motions
  L250 Other Written Motions and Submissions
  L260 Class Action Certification and Notice
L300 Discovery
  L310 Written Discovery
  L320 Document Production
  L330 Depositions
  L340 Expert Discovery
  L350 Discovery Motions
  L390 Other Discovery
L400 Trial Preparation and Trial
  L410 Fact Witnesses
  L420 Expert Witnesses
  L430 Written Motions and Submissions
  L440 Other Trial Preparation and Support
  L450 Trial and Hearing Attendance
  L460 Post-Trial Motions and Submissions
  L470 Enforcement
L500 Appeal
  L510 Appellate Motions and Submissions
  L520 Appellate Briefs
  L530 Oral Argument
"""
_PROJECT = """
P100 Project Administration
P200 Fact Gathering/Due Diligence
  P210 Corporate Review
  P220 Tax
  P230 Environmental
  P240 Real and Personal Property
  P250 Employee/Labor
  P260 Intellectual Property
  P270 Regulatory Reviews
  P280 Other
P300 Structure/Strategy/Analysis
P400 Initial Document Preparation/Filing
P500 Negotiation/Revision/Responses
P600 Completion/Closing
P700 Post-Completion/Post-Closing
P800 Maintenance and Renewal
"""
_BANKRUPTCY = """
B100 Administration
  B110 Case Administration
  B120 Asset Analysis and Recovery
  B130 Asset Disposition
  B140 Relief from Stay/Adequate Protection Proceedings
  B150 Meetings of and Communications with Creditors
  B160 Fee/Employment Applications
  B170 Fee/Employment Objections
  B180 Avoidance Action Analysis
  B185 Assumption/Rejection of Leases and Contracts
  B190 Other Contested Matters (excluding assumption/rejection motions)
  B195 Non-Working Travel
B200 Operations
  B210 Business Operations
  B220 Employee Benefits/Pensions
  B230 Financing/Cash Collections
  B240 Tax Issues
  B250 Real Estate
  B260 Board of Directors Matters
B300 Claims and Plan
  B310 Claims Administration and Objections
  B320 Plan and Disclosure Statement (including Business Plan)
B400 Bankruptcy-Related Advice
  B410 General Bankruptcy Advice/Opinions
  B420 Restructurings
"""
_COUNSELING = """
C100 Fact Gathering
C200 Researching Law
C300 Analysis and Advice
C400 Third Party Communication
"""
_ACTIVITIES = """
A101 Plan and prepare for
A102 Research
A103 Draft/revise
A104 Review/analyze
A105 Communicate (in firm)
A106 Communicate (with client)
A107 Communicate (other outside counsel)
A108 Communicate (other external)
A109 Appear for/attend
A110 Manage data/files
A111 Other
"""
_EXPENSES = """
E101 Copying
E102 Outside printing
E103 Word processing
E104 Facsimile
E105 Telephone
E106 Online research
E107 Delivery services/messengers
E108 Postage
E109 Local travel
E110 Out-of-town travel
E111 Meals
E112 Court fees
E113 Subpoena fees
E114 Witness fees
E115 Deposition transcripts
E116 Trial transcripts
E117 Trial exhibits
E118 Litigation support vendors
E119 Experts
E120 Private investigators
E121 Arbitrators/mediators
E122 Local counsel
E123 Other professionals
E124 Other
"""


def _read(text: str, group: str) -> dict[str, Code]:
    found: dict[str, Code] = {}
    phase = ""
    for line in text.strip().splitlines():
        code, name = line.split(maxsplit=1)
        if not line.startswith(" "):
            phase = code
        found[code] = Code(code, name, phase, group)
    return found


SETS = {
    "Litigation": _read(_LITIGATION, "Litigation"),
    "Project": _read(_PROJECT, "Project"),
    "Bankruptcy": _read(_BANKRUPTCY, "Bankruptcy"),
    "Counseling": _read(_COUNSELING, "Counseling"),
}
TASKS: dict[str, Code] = {code: found for group in SETS.values() for code, found in group.items()}
ACTIVITIES = _read(_ACTIVITIES, "Activities")
EXPENSES = _read(_EXPENSES, "Expenses")

# Costs that a firm carries in its own house; the others are paid to somebody.
SOFT_EXPENSES = frozenset({"E101", "E103", "E104", "E105", "E108"})


def clean(text: str) -> str:
    """The code of a typed or picked text: `l160`, `L160 Settlement/Non-Binding ADR` → `L160`."""
    return text.split()[0].upper() if text.split() else ""


def name_of(code: str) -> str:
    """The name of a task, activity or expense code; nothing for one that is not in the tables."""
    found = TASKS.get(code) or ACTIVITIES.get(code) or EXPENSES.get(code)
    return found.name if found else ""
