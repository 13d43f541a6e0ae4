"""How the acts of booking are said in a matter's activity."""

from practice.phrases import Phrase

PHRASES: dict[str, Phrase] = {
    "booking.made": Phrase("took the booking of {object}", "calendar-plus", url_name="booking_detail"),
    "booking.moved": Phrase("moved the booking of {object}", "calendar-event", url_name="booking_detail"),
    "booking.cancelled": Phrase(
        "cancelled the booking of {object}", "calendar-off", url_name="booking_detail"
    ),
    "booking.declined": Phrase("declined the booking of {object}", "x", url_name="booking_detail"),
    "booking.restored": Phrase(
        "took the booking of {object} up again", "arrow-back-up", url_name="booking_detail"
    ),
    "booking.confirmed": Phrase("confirmed the booking of {object}", "check", url_name="booking_detail"),
    "booking.reminded": Phrase("reminded {object}", "bell", url_name="booking_detail"),
    "booking.held": Phrase("met {object}", "check", url_name="booking_detail"),
    "booking.missed": Phrase("noted that {object} did not come", "user-off", url_name="booking_detail"),
    "booking.screened": Phrase(
        "checked the names that {object} gave: {screen}", "arrows-split-2", url_name="booking_detail"
    ),
    "booking.link_sent": Phrase("sent {object} the booking page {page}", "send", url_name="lead_detail"),
    "booking.link_made": Phrase(
        "made {object} a link to the booking page {page}", "link", url_name="lead_detail"
    ),
    "booking.link_ended": Phrase("ended the booking link of {object}", "link-off", url_name="lead_detail"),
    "bookingpage.created": Phrase("made the booking page {object}", "plus", url_name="booking_page"),
    "bookingpage.changed": Phrase(
        "changed {changes} of the booking page {object}", "pencil", url_name="booking_page"
    ),
    "bookingpage.on": Phrase("put the booking page {object} on the web", "world", url_name="booking_page"),
    "bookingpage.paused": Phrase("paused the booking page {object}", "player-pause", url_name="booking_page"),
    "bookingpage.off": Phrase(
        "took the booking page {object} off the web", "world-off", url_name="booking_page"
    ),
    "bookingpage.moved": Phrase(
        "gave the booking page {object} a new address", "refresh", url_name="booking_page"
    ),
    "bookingpage.deleted": Phrase("deleted the booking page {object}", "trash"),
    "poll.created": Phrase("asked about times for {object}", "calendar-question", url_name="poll_detail"),
    "poll.answered": Phrase("answered the poll {object}: {who}", "message", url_name="poll_detail"),
    "poll.guest_added": Phrase("asked {who} in the poll {object}", "user-plus", url_name="poll_detail"),
    "poll.option_added": Phrase("proposed {starts_at} in {object}", "plus", url_name="poll_detail"),
    "poll.option_removed": Phrase("took {starts_at} out of {object}", "minus", url_name="poll_detail"),
    "poll.option_restored": Phrase(
        "put {starts_at} back into {object}", "arrow-back-up", url_name="poll_detail"
    ),
    "poll.guest_removed": Phrase(
        "asks {who} no longer in the poll {object}", "user-minus", url_name="poll_detail"
    ),
    "poll.guest_restored": Phrase(
        "asks {who} again in the poll {object}", "arrow-back-up", url_name="poll_detail"
    ),
    "poll.decided": Phrase("chose {starts_at} for {object}", "check", url_name="poll_detail"),
    "poll.cancelled": Phrase("called off the poll {object}", "x", url_name="poll_detail"),
    "poll.reopened": Phrase("opened the poll {object} again", "arrow-back-up", url_name="poll_detail"),
}
