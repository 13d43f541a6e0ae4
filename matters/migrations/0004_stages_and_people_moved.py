"""Stages become rows of their practice area, and the one phone, e-mail and address of a contact the first of several."""

from django.db import migrations

MOVE = """
INSERT INTO matters_stage (firm_id, practice_area_id, name, position, is_active, expects_deadline, needs_fields, needs_roles,
                           needs_documents)
SELECT p.firm_id, p.id, s.name, min(s.n), true, false, '{}', '{}', '{}'
  FROM matters_practicearea p, unnest(p.stage_names) WITH ORDINALITY s(name, n) WHERE s.name <> '' GROUP BY p.firm_id, p.id, s.name;

-- A stage that matters are in and the practice area no longer names stays, out of use.
INSERT INTO matters_stage (firm_id, practice_area_id, name, position, is_active, expects_deadline, needs_fields, needs_roles,
                           needs_documents)
SELECT DISTINCT m.firm_id, m.practice_area_id, m.stage_name, 100, false, false, '{}'::varchar[], '{}'::varchar[], '{}'::varchar[]
  FROM matters_matter m WHERE m.stage_name <> '' AND NOT EXISTS (
    SELECT 1 FROM matters_stage s WHERE s.firm_id = m.firm_id AND s.practice_area_id = m.practice_area_id AND s.name = m.stage_name);

UPDATE matters_matter m SET stage_id = s.id, staged_at = coalesce(m.opened_on, m.created_at)
  FROM matters_stage s
 WHERE s.firm_id = m.firm_id AND s.practice_area_id = m.practice_area_id AND s.name = m.stage_name;

INSERT INTO matters_stagevisit (firm_id, matter_id, stage_id, name, entered_at, back, reason)
SELECT m.firm_id, m.id, m.stage_id, m.stage_name, m.staged_at, false, '' FROM matters_matter m WHERE m.stage_id IS NOT NULL;

INSERT INTO matters_phone (firm_id, contact_id, label, number, is_main)
SELECT c.firm_id, c.id, 'main', c.phone, true FROM matters_contact c WHERE c.phone <> '';

INSERT INTO matters_email (firm_id, contact_id, label, address, is_main)
SELECT c.firm_id, c.id, 'main', c.email, true FROM matters_contact c WHERE c.email <> '';

INSERT INTO matters_address (firm_id, contact_id, label, street, city, region, postcode, country, is_main)
SELECT c.firm_id, c.id, 'main', c.address, c.city, c.region, c.postcode, c.country, true FROM matters_contact c
 WHERE concat(c.address, c.city, c.region, c.postcode, c.country) <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_parties_stages_and_people")]

    operations = [
        # A default of Django's stands in Python alone, so the text of a stage has none here; nothing is moved back.
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(model_name="practicearea", name="stage_names"),
        migrations.RemoveField(model_name="matter", name="stage_name"),
    ]
