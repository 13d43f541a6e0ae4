"""What PostgreSQL knows of reminders that Django's own constraints cannot say."""

from practice.constraints import Functions

# Which firms the job has to look at, in one statement over all of them: those whose next hour has come, and those in which
# something was done since the last look. It runs with the owner's rights, because row-level security lets no statement see
# two firms, and gives the ids of firms alone, which every connection may read. Changes are counted by the seals of the audit
# trail: they are numbered in the order of commits, so that none slips past, as an id of an open transaction would.
AWAKE = """
CREATE OR REPLACE FUNCTION reminders_awake(moment timestamptz, rooms text[])
RETURNS TABLE (firm_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT f.id FROM practice_firm f LEFT JOIN reminders_reminderrules r ON r.firm_id = f.id
 WHERE f.is_active
   AND (r.wakes_at IS NULL OR r.wakes_at <= moment OR EXISTS (
        SELECT 1 FROM practice_auditseal s
          JOIN practice_auditevent e ON e.firm_id = s.firm_id AND e.id = s.event_id
         WHERE s.firm_id = f.id AND s.seq > r.looked_seq AND split_part(e.object_type, '.', 1) = ANY (rooms)))
 ORDER BY f.id
$$
"""


class AwakeFirms(Functions):
    """The function reminders_awake(moment, rooms). Declared once, on ReminderRules; queries.awake reads it."""

    def create(self, model):
        return [AWAKE]

    def drop(self, model):
        return ["DROP FUNCTION reminders_awake(timestamptz, text[])"]
