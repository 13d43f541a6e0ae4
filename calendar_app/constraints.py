"""What PostgreSQL knows of the calendar that Django's own constraints cannot say."""

from practice.constraints import Functions

# Somebody behind a wall, or not asked to a private event, has to know that a colleague is not free, and nothing else. The
# function runs with the owner's rights and gives times alone, of the firm in scope: no title, matter, place or type.
# Instances that an exception stands for count as taken out of their series.
BUSY = """
CREATE OR REPLACE FUNCTION calendar_busy(people bigint[], rooms bigint[], since timestamptz, until timestamptz)
RETURNS TABLE (event_id bigint, member_id bigint, room_id bigint, starts_at timestamptz, ends_at timestamptz,
               zone text, all_day boolean, starts_on date, ends_on date, rrule text, out_of_series timestamptz[],
               travel_before int, travel_after int, tentative boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH near AS MATERIALIZED (
    SELECT e.* FROM calendar_app_event e
     WHERE e.firm_id = current_firm() AND e.state <> 'cancelled' AND e.rrule = ''
       AND e.starts_at < until + interval '1 day' AND e.ends_at > since - interval '1 day'
    UNION ALL
    SELECT e.* FROM calendar_app_event e
     WHERE e.firm_id = current_firm() AND e.state <> 'cancelled' AND e.rrule <> ''
       AND e.starts_at < until + interval '1 day'
       AND (e.repeats_until IS NULL OR e.repeats_until > since - interval '1 day')
), taken AS (
    SELECT n.id, a.member_id, NULL::bigint AS room_id FROM near n
      JOIN calendar_app_attendee a ON a.firm_id = n.firm_id AND a.event_id = n.id
     WHERE a.member_id = ANY (people) AND a.response <> 'declined'
    UNION ALL
    SELECT n.id, NULL, n.room_id FROM near n WHERE n.room_id = ANY (rooms)
)
SELECT n.id, t.member_id, t.room_id, n.starts_at, n.ends_at, n.zone::text, n.all_day, n.starts_on, n.ends_on, n.rrule::text,
       CASE WHEN n.rrule = '' THEN '{}'::timestamptz[] ELSE n.exdates || ARRAY(
           SELECT o.recurrence_id FROM calendar_app_event o WHERE o.firm_id = n.firm_id AND o.parent_id = n.id) END,
       n.travel_before, n.travel_after, n.state = 'tentative'
  FROM taken t JOIN near n ON n.id = t.id
 ORDER BY n.starts_at, n.id
$$
"""


class BusyTimes(Functions):
    """The function calendar_busy(people, rooms, since, until). Declared once, on Event; queries.busy reads it."""

    def create(self, model):
        return [BUSY]

    def drop(self, model):
        return ["DROP FUNCTION calendar_busy(bigint[], bigint[], timestamptz, timestamptz)"]
