"""What PostgreSQL does when a name or a party is written: it notes it, so that checks are looked through again."""

from practice.constraints import SqlConstraint

# One function for three tables. Nothing happens in a firm without checks. One job waits in the outbox for all that is noted
# until it begins.
NOTE = """
CREATE OR REPLACE FUNCTION "conflicts_fresh_do"() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    what text;
    which bigint;
BEGIN
    IF TG_TABLE_NAME = 'search_name' THEN
        IF NEW.kind IN ('subject', 'matter') THEN
            RETURN NULL;
        END IF;
        what := NEW.kind;
        which := NEW.object_id;
    ELSE
        what := CASE TG_TABLE_NAME WHEN 'matters_party' THEN 'party' ELSE 'client' END;
        which := NEW.id;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM conflicts_check c WHERE c.firm_id = NEW.firm_id) THEN
        RETURN NULL;
    END IF;
    INSERT INTO conflicts_fresh (firm_id, kind, object_id, at) VALUES (NEW.firm_id, what, which, now())
    ON CONFLICT (firm_id, kind, object_id) DO NOTHING;
    IF NOT EXISTS (SELECT 1 FROM practice_outbox o WHERE o.firm_id = NEW.firm_id AND o.task = 'conflicts.tasks.watch'
                      AND o.done_at IS NULL AND o.queued_at IS NULL) THEN
        INSERT INTO practice_outbox (firm_id, task, arguments, created_at, not_before, tries, error)
        VALUES (NEW.firm_id, 'conflicts.tasks.watch', '{}', now(), now(), 0, '');
    END IF;
    RETURN NULL;
END $$
"""
TRIGGERS = {
    "search_name": "INSERT OR UPDATE OF name, contact_id, matter_id",
    "matters_party": "INSERT OR UPDATE OF contact_id, role, side",
    "matters_matter": "INSERT OR UPDATE OF client_id",
}


class Watched(SqlConstraint):
    """Triggers on names, parties and clients that note what is new (conflicts.Fresh)."""

    def create(self, model):
        return [
            NOTE,
            *(
                f'CREATE TRIGGER "conflicts_fresh_{table}" AFTER {when} ON "{table}" FOR EACH ROW '
                'EXECUTE FUNCTION "conflicts_fresh_do"()'
                for table, when in TRIGGERS.items()
            ),
        ]

    def drop(self, model):
        gone = [f'DROP TRIGGER "conflicts_fresh_{table}" ON "{table}"' for table in TRIGGERS]
        return [*gone, 'DROP FUNCTION "conflicts_fresh_do"()']
