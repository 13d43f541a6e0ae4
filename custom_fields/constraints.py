"""`Valued`: the triggers that keep custom_fields_value equal to the `custom` column of a host, whoever writes it."""

from practice.constraints import SqlConstraint

# A formula's value is kept as the type of its result.
_KIND = "CASE WHEN f.type = 'formula' THEN coalesce(f.settings->>'result', 'text') ELSE f.type END"

_BODY = """
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM custom_fields_value WHERE firm_id = OLD.firm_id AND host = '{host}' AND object_id = OLD.id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.custom = NEW.custom{same} THEN
            RETURN NULL;
        END IF;
        DELETE FROM custom_fields_value WHERE firm_id = NEW.firm_id AND host = '{host}' AND object_id = NEW.id;
    END IF;
    IF NEW.custom = '{{}}'::jsonb THEN
        RETURN NULL;
    END IF;
    INSERT INTO custom_fields_value (firm_id, host, object_id, field_id, matter_id, word, units, day, ref)
    SELECT NEW.firm_id, '{host}', NEW.id, f.id, {matter}, left(lower(one.text), 500),
           CASE WHEN k.kind IN ('numeric', 'currency') AND one.text ~ '^-?[0-9]{{1,13}}([.][0-9]{{1,4}})?$'
                THEN (one.text::numeric * 10000)::bigint END,
           CASE WHEN k.kind = 'date' AND one.text ~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$' THEN one.text::date END,
           CASE WHEN k.kind IN ('contact', 'matter', 'user', 'file') AND one.text ~ '^[0-9]{{1,18}}$'
                THEN one.text::bigint END
      FROM (SELECT e.key, e.value FROM jsonb_each(NEW.custom) e
            UNION ALL
            SELECT m.key, m.value
              FROM jsonb_each(NEW.custom) g
              CROSS JOIN LATERAL jsonb_array_elements(
                  CASE WHEN jsonb_typeof(g.value) = 'array' THEN g.value ELSE '[]'::jsonb END) AS r(item)
              CROSS JOIN LATERAL jsonb_each(
                  CASE WHEN jsonb_typeof(r.item) = 'object' THEN r.item ELSE '{{}}'::jsonb END) m) AS v
      JOIN custom_fields_field f ON f.firm_id = NEW.firm_id AND f.host = '{host}' AND f.type <> 'group'
           AND f.id = CASE WHEN v.key ~ '^[0-9]{{1,18}}$' THEN v.key::bigint END
      CROSS JOIN LATERAL (SELECT {kind} AS kind) k
      CROSS JOIN LATERAL jsonb_array_elements_text(
          CASE WHEN jsonb_typeof(v.value) = 'array' THEN v.value ELSE jsonb_build_array(v.value) END) AS one(text)
     WHERE one.text IS NOT NULL;
    RETURN NULL;
END
"""


class Valued(SqlConstraint):
    """In Meta.constraints of a host: `Valued(host="task", matter="matter_id", name="work_task_valued")`.

    `matter` is the column whose matter's walls hide the values too; "" when there is none.
    """

    def __init__(self, *, host: str, matter: str = "", name: str):
        super().__init__(name=name)
        self.host, self.matter = host, matter

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "host": self.host, "matter": self.matter}

    def create(self, model):
        moves = self.matter and self.matter != "id"
        body = _BODY.format(
            host=self.host,
            kind=_KIND,
            matter=f"NEW.{self.matter}" if self.matter else "NULL",
            same=f" AND OLD.{self.matter} IS NOT DISTINCT FROM NEW.{self.matter}" if moves else "",
        )
        columns = f"custom, {self.matter}" if moves else "custom"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}_do"() RETURNS trigger LANGUAGE plpgsql AS $${body}$$',
            f'CREATE TRIGGER "{self.name}" AFTER INSERT OR DELETE OR UPDATE OF {columns} ON "{model._meta.db_table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.name}_do"()',
        ]

    def drop(self, model):
        return [
            f'DROP TRIGGER "{self.name}" ON "{model._meta.db_table}"',
            f'DROP FUNCTION "{self.name}_do"()',
        ]
