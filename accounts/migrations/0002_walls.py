"""The application's own role, how a transaction says for whom it works, and the log of admins, which is only added to.

The role `evenstep_app` owns nothing, may bypass nothing, and has no password: whoever runs a server of their own gives it
one. It may read and write rows, and nothing else; what may only be added to takes more away from it later.
"""

from django.db import migrations

# Roles belong to the whole server. Two databases of it may be migrated at the same moment.
ROLE = """
DO $do$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenstep_app') THEN
        CREATE ROLE evenstep_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role evenstep_app is missing, and % may not create it', current_user
            USING HINT = 'Let an administrator of the server say: CREATE ROLE evenstep_app LOGIN PASSWORD ''…''';
END $do$;

GRANT USAGE ON SCHEMA public TO evenstep_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO evenstep_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO evenstep_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO evenstep_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO evenstep_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM evenstep_app;
"""

NO_ROLE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM evenstep_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM evenstep_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM evenstep_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM evenstep_app;
REVOKE ALL ON SCHEMA public FROM evenstep_app;
"""

# What was not said is NULL, which equals nothing and is in no list.
SAID = """
CREATE FUNCTION evenstep_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT string_to_array(nullif(current_setting('evenstep.scopes', true), ''), ',') $$;
CREATE FUNCTION evenstep_clinics() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT string_to_array(nullif(current_setting('evenstep.clinics', true), ''), ',')::uuid[] $$;
CREATE FUNCTION evenstep_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT nullif(current_setting('evenstep.person', true), '')::uuid $$;
CREATE FUNCTION evenstep_moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(nullif(current_setting('evenstep.moment', true), '')::timestamptz, now()) $$;
"""

UNSAID = """
DROP FUNCTION evenstep_moment();
DROP FUNCTION evenstep_person();
DROP FUNCTION evenstep_clinics();
DROP FUNCTION evenstep_scopes();
"""

ADD_ONLY = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME;
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON accounts_adminlogentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_refuse_change();
"""

NOT_ADD_ONLY = """
DROP TRIGGER only_added_to ON accounts_adminlogentry;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(ADD_ONLY, NOT_ADD_ONLY),
        migrations.RunSQL(ROLE, NO_ROLE),
        migrations.RunSQL(SAID, UNSAID),
    ]
