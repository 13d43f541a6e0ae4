"""Rules that PostgreSQL keeps about matters and contacts."""


def follows_merge(column: str) -> str:
    """SQL on OLD and NEW: the pointer `column` goes from a contact to the one it was merged into, or back by an undo.

    What was billed to, or paid by, a contact stays as it is; only the record that stands for the contact changes.
    """
    return (
        "EXISTS (SELECT 1 FROM matters_contactmerge m WHERE m.firm_id = OLD.firm_id AND ("
        f"(m.lost_pk = OLD.{column} AND m.kept_pk = NEW.{column} AND m.undone_at IS NULL) OR "
        f"(m.kept_pk = OLD.{column} AND m.lost_pk = NEW.{column} AND m.undone_at IS NOT NULL)))"
    )
