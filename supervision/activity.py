"""How the acts on the firm's rules of approval are said; those of the rounds are in matters.activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "policy.changed": Phrase("changed {changes} in the firm’s approvals", "shield-check"),
}
