"""Rules of a trip that PostgreSQL keeps.

A trip hangs on its leading matter, and each part of it on one of the trip's matters, so that a wall around a matter hides
the trip, or that part of it, by row-level security alone.
"""

from practice.constraints import Trigger

# A part without a matter would be shown to whoever is screened from the trip's matter.
PART = """
    SELECT t.matter_id INTO lead FROM travel_trip t WHERE t.firm_id = NEW.firm_id AND t.id = NEW.trip_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION '{table} % is of no trip', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (lead IS NULL) <> (NEW.matter_id IS NULL) THEN
        RAISE EXCEPTION '{table} % hangs on no matter of its trip', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.matter_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM travel_tripmatter m
         WHERE m.firm_id = NEW.firm_id AND m.trip_id = NEW.trip_id AND m.matter_id = NEW.matter_id) THEN
        RAISE EXCEPTION '{table} % hangs on no matter of its trip', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""

# At the end of the transaction, when all shares are written. With the owner's rights, so that the shares of a matter behind
# the writer's wall are counted too; it reads rows of the row's own firm and trip alone.
SHARES = """
    IF (SELECT sum(m.share) FROM travel_tripmatter m
         WHERE m.firm_id = {row}.firm_id AND m.trip_id = {row}.{column}) <> 100 THEN
        RAISE EXCEPTION 'the shares of trip % are not 100 percent', {row}.{column}
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM travel_trip t WHERE t.firm_id = {row}.firm_id AND t.id = {row}.{column}
           AND t.matter_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM travel_tripmatter m
                WHERE m.firm_id = t.firm_id AND m.trip_id = t.id AND m.matter_id = t.matter_id)) THEN
        RAISE EXCEPTION 'trip % does not have its leading matter', {row}.{column}
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def hangs_on_its_trip(table: str) -> Trigger:
    """The row's matter is one of its trip's matters; without any, as the trip."""
    return Trigger(
        name=f"{table}_of_trip",
        when="BEFORE INSERT OR UPDATE OF matter_id, trip_id",
        declare="lead bigint;",
        body=PART.format(table=table),
    )


def whole_shares(table: str, column: str) -> Trigger:
    """The shares of a trip are 100 percent together, and its leading matter has one."""
    if column == "id":
        return Trigger(
            name=f"{table}_whole",
            when="AFTER INSERT OR UPDATE OF matter_id",
            deferred=True,
            definer=True,
            body=SHARES.format(row="NEW", column=column),
        )
    return Trigger(
        name=f"{table}_whole",
        when="AFTER INSERT OR UPDATE OR DELETE",
        deferred=True,
        definer=True,
        declare="r record;",
        body="    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;"
        + SHARES.format(row="r", column=column),
    )
