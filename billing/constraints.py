"""Rules that PostgreSQL keeps about what may stand on a bill."""

from practice.constraints import SqlConstraint

# Whose time must be approved before it is billed (supervision.models.Policy.time_approval): by default guests'.
# `{member}` is a member's id, `{firm}` a firm's.
NEEDS_SHEET = """SELECT m.id FROM accounts_member m
          JOIN accounts_role r ON r.firm_id = m.firm_id AND r.id = m.role_id
          LEFT JOIN supervision_policy p ON p.firm_id = m.firm_id
         WHERE m.firm_id = {firm} AND CASE coalesce(p.time_approval, 'guests')
               WHEN 'guests' THEN r.template = 'freelancer' WHEN 'staff' THEN r.template <> 'attorney' ELSE false END"""
# The amount from which an expense must be approved before it is billed.
NEEDS_WORD = "coalesce((SELECT p.expense_approval_from FROM supervision_policy p WHERE p.firm_id = {firm}), 'Infinity')"


class OnlyApprovedWork(SqlConstraint):
    """No line holds time of an unapproved sheet, or an expense without its approval, where the firm asks for one.

    New lines are checked a statement at a time, so that a bill run of thousands of lines pays for it once a batch.
    """

    def create(self, model):
        table = model._meta.db_table
        moved = "(SELECT NEW.firm_id, NEW.time_entry_id, NEW.expense_id, NEW.holds_work)"
        return [
            self._function("new", "fresh"),
            f'CREATE TRIGGER "{self.name}_new" AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS fresh '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}_new_do"()',
            self._function("moved", moved),
            f'CREATE TRIGGER "{self.name}_moved" AFTER UPDATE OF time_entry_id, expense_id, holds_work ON "{table}" '
            "FOR EACH ROW WHEN (NEW.holds_work AND (NEW.time_entry_id, NEW.expense_id, NEW.holds_work) "
            "IS DISTINCT FROM (OLD.time_entry_id, OLD.expense_id, OLD.holds_work)) "
            f'EXECUTE FUNCTION "{self.name}_moved_do"()',
        ]

    def _function(self, name: str, lines: str) -> str:
        # Reads people and the firm's rules, which a guest's scope may not show. As to seqscan see practice.constraints.Trigger.
        return f"""CREATE OR REPLACE FUNCTION "{self.name}_{name}_do"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    unapproved bigint;
BEGIN
    SELECT l.time_entry_id INTO unapproved FROM {lines} l
      JOIN billing_timeentry t ON t.firm_id = l.firm_id AND t.id = l.time_entry_id
      LEFT JOIN billing_timesheet s ON s.firm_id = t.firm_id AND s.id = t.sheet_id
     WHERE l.holds_work AND s.state IS DISTINCT FROM 'approved'
       AND t.member_id IN ({NEEDS_SHEET.format(firm="l.firm_id")}) LIMIT 1;
    IF unapproved IS NOT NULL THEN
        RAISE EXCEPTION 'time entry % is not approved', unapproved USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT l.expense_id INTO unapproved FROM {lines} l
      JOIN billing_expense e ON e.firm_id = l.firm_id AND e.id = l.expense_id
     WHERE l.holds_work AND e.approval <> 'approved' AND e.amount >= {NEEDS_WORD.format(firm="l.firm_id")} LIMIT 1;
    IF unapproved IS NOT NULL THEN
        RAISE EXCEPTION 'expense % is not approved', unapproved USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$"""

    def drop(self, model):
        table = model._meta.db_table
        return [f'DROP TRIGGER "{self.name}_{name}" ON "{table}"' for name in ("new", "moved")] + [
            f'DROP FUNCTION "{self.name}_{name}_do"()' for name in ("new", "moved")
        ]
