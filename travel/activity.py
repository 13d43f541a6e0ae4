"""How the acts of travel are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "trip.created": Phrase("planned the trip {object} of {travellers}", "plane", url_name="trip_detail"),
    "trip.changed": Phrase("changed the trip {object}", "plane", url_name="trip_detail"),
    "trip.matters": Phrase("set the matters of the trip {object}: {matters}", "plane", url_name="trip_detail"),
    "trip.planned": Phrase("took the trip {object} back to planned", "plane", url_name="trip_detail"),
    "trip.booked": Phrase("has booked the trip {object}", "ticket", url_name="trip_detail"),
    "trip.under_way": Phrase("marked the trip {object} as under way, by the clock", "plane-departure", url_name="trip_detail"),
    "trip.done": Phrase("marked the trip {object} as done", "plane-arrival", url_name="trip_detail"),
    "trip.settled": Phrase("settled the trip {object}", "check", url_name="trip_detail"),
    "trip.cancelled": Phrase("cancelled the trip {object}: {reason}", "x", "warn", url_name="trip_detail"),
    "trip.resumed": Phrase("took the cancellation of the trip {object} back", "arrow-back-up", url_name="trip_detail"),
    "trip.contact_added": Phrase("put {contact} on the trip {object}", "user-plus", url_name="trip_detail", hidden=True),
    "trip.contact_removed": Phrase("took {contact_before} off the trip {object}", "user-minus", hidden=True),
    "trip.item_added": Phrase("put “{item}” on the checklist of {object}", "checklist", hidden=True),
    "trip.item_removed": Phrase("took “{item_before}” off the checklist of {object}", "checklist", hidden=True),
    "trip.item_done": Phrase("ticked off “{item}” for {object}", "check", hidden=True),
    "trip.item_undone": Phrase("took the tick off “{item}” for {object}", "x", hidden=True),
    "trip.document_taken": Phrase("put {document} among the papers of the trip {object}", "file", url_name="trip_detail"),
    "trip.document_left": Phrase("took {document_before} off the papers of the trip {object}", "file", hidden=True),
    "trip.cost_added": Phrase(
        "entered a cost of the trip {object}: {cost}", "receipt", "", "money", url_name="trip_detail", hidden=True
    ),
    "trip.cost_changed": Phrase("changed a cost of the trip {object}: {cost}", "receipt", "", "money", hidden=True),
    "trip.cost_removed": Phrase("took out a cost of the trip {object}: {cost_before}", "receipt", "", "money", hidden=True),
    "trip.receipt": Phrase("kept the receipt of {cost} on the trip {object}", "paperclip", "", "money", hidden=True),
    "trip.expensed": Phrase(
        "charged the costs of the trip {object}: {expenses} expenses, {amount}", "receipt", "", "money",
        url_name="trip_detail",
    ),
    "trip.time": Phrase("recorded the travel time of {object}: {entries} entries", "clock", "", "money", url_name="trip_detail"),
    "trip.expenses_back": Phrase("took back the expenses of {object}: {costs}", "arrow-back-up", "", "money", url_name="trip_detail"),
    "trip.rule": Phrase("chose how travel time of {object} is billed: {rule}, {terms}", "scale", "", "money", url_name="trip_detail"),
    "leg.added": Phrase("added {object} to a trip", "plane", hidden=True),
    "leg.changed": Phrase("changed {object} of a trip", "plane"),
    "leg.removed": Phrase("took {object} out of a trip", "plane", hidden=True),
    "leg.restored": Phrase("put {object} back into a trip", "plane", hidden=True),
    "stay.added": Phrase("added the hotel {object} to a trip", "bed", hidden=True),
    "stay.changed": Phrase("changed the hotel {object} of a trip", "bed"),
    "stay.removed": Phrase("took the hotel {object} out of a trip", "bed", hidden=True),
    "stay.restored": Phrase("put the hotel {object} back into a trip", "bed", hidden=True),
    "travelrule.set": Phrase("set how travel is billed: {object}, {terms}", "scale", "", "money"),
    "travelrule.retired": Phrase("took the travel rule {object} out of use", "scale", "", "money"),
}  # fmt: skip
