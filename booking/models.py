"""Pages on which a time is booked, their hosts and the bookings."""
