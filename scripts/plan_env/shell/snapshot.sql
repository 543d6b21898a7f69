-- Run by snapshot.py: cut the database of scripts/snapshot down. What is left out here, an update of this addon neither reads nor writes.

-- Of our own rows the first forty of each kind, and all that another row needs.
DO $$
DECLARE
    kept record;
    reference record;
    unused text;
    gone integer;
    again boolean := true;
BEGIN
    WHILE again LOOP
        again := false;
        FOR kept IN
            SELECT c.oid, c.oid::regclass AS name FROM pg_class c
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'plan\_%'
               AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id')
        LOOP
            unused := '';
            FOR reference IN
                SELECT f.conrelid::regclass AS name, a.attname AS column_name FROM pg_constraint f
                  JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
                 WHERE f.confrelid = kept.oid AND f.contype = 'f'
            LOOP
                unused := unused || format(
                    ' AND NOT EXISTS (SELECT FROM %s f WHERE f.%I = t.id)', reference.name, reference.column_name);
            END LOOP;
            EXECUTE format(
                'DELETE FROM %s t WHERE id > (SELECT id FROM %s ORDER BY id OFFSET 39 LIMIT 1)%s',
                kept.name, kept.name, unused);
            GET DIAGNOSTICS gone = ROW_COUNT;
            again := again OR gone > 0;
        END LOOP;
    END LOOP;
END $$;

-- What hung on the rows that have gone.
DO $$
DECLARE
    model record;
    link text;
BEGIN
    FOR model IN
        SELECT m.model AS name, replace(m.model, '.', '_') AS table_name FROM ir_model m
         WHERE to_regclass(replace(m.model, '.', '_')) IS NOT NULL AND m.model LIKE 'plan.%'
    LOOP
        FOREACH link IN ARRAY ARRAY['mail_activity', 'mail_followers', 'ir_attachment'] LOOP
            EXECUTE format('DELETE FROM %I l WHERE res_model = %L AND NOT EXISTS (SELECT FROM %I r WHERE r.id = l.res_id)',
                link, model.name, model.table_name);
        END LOOP;
        EXECUTE format('DELETE FROM mail_message l WHERE model = %L AND NOT EXISTS (SELECT FROM %I r WHERE r.id = l.res_id)',
            model.name, model.table_name);
    END LOOP;
END $$;

-- Odoo's own: modules that are not installed, provinces of all countries, messages on their way, texts for people.
DELETE FROM ir_module_module_dependency WHERE module_id IN (SELECT id FROM ir_module_module WHERE state <> 'installed');
DELETE FROM ir_model_data
 WHERE model = 'ir.module.module' AND res_id IN (SELECT id FROM ir_module_module WHERE state <> 'installed');
DELETE FROM ir_module_module WHERE state <> 'installed';
UPDATE ir_module_module SET description = NULL, summary = NULL, icon = NULL, author = NULL, website = NULL;
DELETE FROM res_country_state;
DELETE FROM ir_model_data WHERE model = 'res.country.state';
TRUNCATE bus_bus;
UPDATE res_company SET logo_web = NULL;
UPDATE ir_ui_view SET arch_prev = NULL;
UPDATE ir_model_fields SET help = NULL;
-- Names of other modules' fields, choices and constraints; only an update of those modules looks for them.
DELETE FROM ir_model_data
 WHERE module <> 'plan_tracking'
   AND model IN ('ir.model.fields', 'ir.model.fields.selection', 'ir.model.constraint', 'ir.model.inherit');
DELETE FROM ir_model_fields_selection s
 WHERE NOT EXISTS (SELECT FROM ir_model_data d WHERE d.model = 'ir.model.fields.selection' AND d.res_id = s.id);
DELETE FROM ir_model_constraint
 WHERE module <> (SELECT id FROM ir_module_module WHERE name = 'plan_tracking');
