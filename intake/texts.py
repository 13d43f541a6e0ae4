"""What a new firm starts with: sources, a phone script, letters. Firms write their own over them.

Places in a letter: {client} {address} {date} {firm} {firm_phone} {attorney} {attorney_title} {practice_area} {matter}
{summary} {limitation} {fee_terms} {scope} {referred_to}. What has no value leaves its place empty.
"""

DEFAULT_SOURCES = (
    ("Former client", True),
    ("Referral by an attorney", True),
    ("Referral by somebody else", True),
    ("Web site", False),
    ("Search engine", False),
    ("Directory", False),
    ("Walk-in", False),
    ("Other", False),
)

# (question, hint, kind, choices, where the answer goes)
DEFAULT_SCRIPT = (
    "First call",
    "Thank you for calling. I am no attorney and cannot give legal advice; I will take down what happened, so that an "
    "attorney can decide whether we can help. May I ask you a few questions?",
    "Thank you. We have not agreed to represent you yet. An attorney reads this, and we call you back. If a court paper "
    "sets a date, do not wait for us.",
    (
        ("May I have your full name?", "Ask how it is spelled.", "text", (), "name"),
        ("What number do we call back if we are cut off?", "", "text", (), "phone"),
        ("And your e-mail address?", "Spell it back.", "text", (), "email"),
        ("Who is on the other side?", "Full names, companies too: they go into the conflict check.", "text", (),
         "party:opposing_party"),
        ("Does the other side have a lawyer?", "Their name, if known.", "text", (), "party:opposing_counsel"),
        ("What happened, and when?", "In their words. Do not say what it means in law.", "long", (), "summary"),
        ("Has a court, or a paper, set a date?", "The nearest one.", "date", (), "limitation_on"),
        ("Has another lawyer worked on this?", "", "yes_no", (), ""),
        ("How did you hear of us?", "", "text", (), "referrer_name"),
    ),
)  # fmt: skip

ENGAGEMENT = "\n\n".join(
    (
        "Dear {client}:",
        (
            "Thank you for asking {firm} to represent you. This letter says what we will do, what it costs, "
            "and how we work together. Read it, ask us about anything that is unclear, and sign below if you "
            "agree."
        ),
        (
            "What we will do. We will represent you in {matter} ({practice_area}). {scope} We will do no "
            "other work unless we agree to it in writing."
        ),
        "Fees. {fee_terms}",
        (
            "Costs. You pay filing fees, service of process, court reporters, experts and similar costs that "
            "we pay to others for you."
        ),
        (
            "Who works on it. {attorney} is responsible for your matter. Paralegals and assistants do part of "
            "the work under the supervision of an attorney; they are no lawyers and give no legal advice."
        ),
        (
            "Ending it. You may end our representation at any time. We may end it as the rules of "
            "professional conduct allow, with reasonable notice."
        ),
        (
            "We begin when you have signed this letter and returned it to us. Until then we do not represent "
            "you, and dates that run against you keep running."
        ),
    )
)

NON_ENGAGEMENT = "\n\n".join(
    (
        "Dear {client}:",
        (
            "Thank you for speaking with us on your matter ({practice_area}). After careful thought we have "
            "decided that {firm} will not represent you. This says nothing about whether you have a good "
            "case."
        ),
        (
            "We have not given you legal advice, and no attorney-client relationship exists between us. We "
            "will take no steps for you."
        ),
        (
            "Time limits apply to legal claims. If they pass, you may lose your rights for good. Speak with "
            "another attorney at once if you want to go on; the bar association of your state has a referral "
            "service."
        ),
        "What you told us stays confidential. Papers that you left with us are returned with this letter.",
    )
)

REFERRAL = "\n\n".join(
    (
        "Dear {client}:",
        (
            "Thank you for speaking with us on your matter ({practice_area}). {firm} will not represent you "
            "in it. We suggest that you speak with:"
        ),
        "{referred_to}",
        (
            "They are independent of us, and you are free to choose any other attorney. We have not given you "
            "legal advice, and no attorney-client relationship exists between us."
        ),
        (
            "Time limits apply to legal claims. If they pass, you may lose your rights for good. Make an "
            "appointment at once."
        ),
        "What you told us stays confidential.",
    )
)

DEFAULT_LETTERS = {
    "engagement": ("Our representation of you: {matter}", ENGAGEMENT),
    "non_engagement": ("We are not able to represent you", NON_ENGAGEMENT),
    "referral": ("An attorney who may help you", REFERRAL),
}

ACKNOWLEDGMENT = "\n\n".join(
    (
        "Thank you for writing to {firm}. We have received your answers, and somebody will be in touch.",
        (
            "We do not represent you yet. Sending the form forms no attorney-client relationship, and we have "
            "not given legal advice. If a court paper or a law sets you a date, do not wait for our answer: "
            "speak with an attorney before it."
        ),
    )
)

THANKS = (
    "Thank you. Your answers have reached us, and somebody will be in touch. Sending them forms no attorney-client "
    "relationship."
)
