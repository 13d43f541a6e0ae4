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


# A month of thousands shows a handful a day: the database deals them out to their days and hands over those with a place,
# and how many there are. `midnights` are the instants at which the days begin, and the last one ends. Series come as they
# are, with `day` null: only the application expands a rule.
OUTLINE = """
CREATE OR REPLACE FUNCTION calendar_outline(people bigint[], rooms bigint[], midnights timestamptz[], first_day date, most int)
RETURNS TABLE (day int, on_day bigint, event_id bigint, members bigint[], room_id bigint, starts_at timestamptz,
               ends_at timestamptz, zone text, all_day boolean, tentative boolean, rrule text, out_of_series timestamptz[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH there AS (
    SELECT e.firm_id, e.id, e.room_id, e.starts_at, e.ends_at, e.zone, e.all_day, e.state,
           generate_series(
               greatest(CASE WHEN e.all_day THEN e.starts_on - first_day
                             ELSE width_bucket(e.starts_at, midnights) - 1 END, 0),
               least(CASE WHEN e.all_day THEN e.ends_on - first_day
                          ELSE greatest(width_bucket(e.ends_at - interval '1 microsecond', midnights),
                                        width_bucket(e.starts_at, midnights)) - 1 END, cardinality(midnights) - 2)) AS day
      FROM calendar_app_event e
     WHERE e.firm_id = current_firm() AND e.state <> 'cancelled' AND e.rrule = ''
       AND e.starts_at < midnights[cardinality(midnights)] AND e.ends_at > midnights[1]
       AND (e.room_id = ANY (rooms) OR EXISTS (
           SELECT FROM calendar_app_attendee a
            WHERE a.firm_id = e.firm_id AND a.event_id = e.id AND a.member_id = ANY (people) AND a.response <> 'declined'))
), dealt AS (
    SELECT t.*, count(*) OVER (PARTITION BY t.day) AS on_day,
           row_number() OVER (PARTITION BY t.day ORDER BY NOT t.all_day, t.starts_at, t.id::text COLLATE "C") AS place
      FROM there t
)
SELECT e.day, e.on_day, e.id, ARRAY(
           SELECT a.member_id FROM calendar_app_attendee a
            WHERE a.firm_id = e.firm_id AND a.event_id = e.id AND a.member_id = ANY (people)
              AND a.response <> 'declined'),
       CASE WHEN e.room_id = ANY (rooms) THEN e.room_id END, e.starts_at, e.ends_at, e.zone::text, e.all_day,
       e.state = 'tentative', '', '{}'::timestamptz[]
  FROM dealt e WHERE e.place <= most
UNION ALL
SELECT NULL, 0, e.id, who.members, CASE WHEN e.room_id = ANY (rooms) THEN e.room_id END, e.starts_at, e.ends_at,
       e.zone::text, e.all_day, e.state = 'tentative', e.rrule::text, e.exdates || ARRAY(
           SELECT o.recurrence_id FROM calendar_app_event o WHERE o.firm_id = e.firm_id AND o.parent_id = e.id)
  FROM calendar_app_event e,
       LATERAL (SELECT ARRAY(
           SELECT a.member_id FROM calendar_app_attendee a
            WHERE a.firm_id = e.firm_id AND a.event_id = e.id AND a.member_id = ANY (people)
              AND a.response <> 'declined') AS members) who
 WHERE e.firm_id = current_firm() AND e.state <> 'cancelled' AND e.rrule <> ''
   AND e.starts_at < midnights[cardinality(midnights)] AND (e.repeats_until IS NULL OR e.repeats_until > midnights[1])
   AND (who.members <> '{}' OR e.room_id = ANY (rooms))
$$
"""


class OutlineOfDays(Functions):
    """The function calendar_outline(people, rooms, midnights, first day, most a day). Declared once, on Event;
    queries.outlines reads it.
    """

    def create(self, model):
        return [OUTLINE]

    def drop(self, model):
        return ["DROP FUNCTION calendar_outline(bigint[], bigint[], timestamptz[], date, int)"]
