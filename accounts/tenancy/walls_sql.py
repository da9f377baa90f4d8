"""SQL of row-level security, for migrations that put a table behind the walls (see `accounts.tenancy.walls`).

Migrations call these functions, and must mean the same for ever: what one of them writes is never changed. A new rule
is a new function, used by a new migration.
"""

# Wrapped in SELECT each, so that PostgreSQL asks once for a query and not once for a row.
OWN_CLINIC = "clinic_id = ANY ((SELECT evenstep_clinics())::uuid[])"
IN_SIGHT = "patient_id IN (SELECT care_patients_in_sight())"


def in_scope(*scopes: str) -> str:
    """A condition: whether the transaction works in one of `scopes`."""
    return f"(SELECT evenstep_scopes() && '{{{','.join(scopes)}}}')"


def wall(table: str, condition: str) -> str:
    """Nobody reads or writes a row of `table` but where `condition` holds; the owner, who migrates, may."""
    return f"""
        {_force(table)}
        CREATE POLICY within_the_walls ON {table} USING ({condition}) WITH CHECK ({condition});
    """


def wall_what_is_only_added_to(table: str, condition: str) -> str:
    """Nobody reads a row but where `condition` holds; a row of the own clinic can be added, and none is changed.

    A change may end the sight of what it changes, as leaving a care team does, and is written down all the same.
    """
    return f"""
        {_force(table)}
        CREATE POLICY within_the_walls ON {table} FOR SELECT USING ({condition});
        CREATE POLICY only_added_to ON {table} FOR INSERT WITH CHECK ({OWN_CLINIC});
        REVOKE UPDATE, DELETE ON {table} FROM evenstep_app;
    """  # noqa: S608  # nosec B608 # the names and conditions are a migration's own words


def wall_with_built_in(table: str) -> str:
    """As `wall`, for rows of the own clinic, and of no clinic: those everybody reads, and commands alone write."""
    condition = f"{OWN_CLINIC} OR (clinic_id IS NULL AND {in_scope('built_in')})"
    return f"""
        {wall(table, condition)}
        CREATE POLICY built_in_is_read ON {table} FOR SELECT USING (clinic_id IS NULL);
    """


def no_wall_with_built_in(table: str) -> str:
    """Undo it."""
    return f"DROP POLICY built_in_is_read ON {table}; {no_wall(table)}"


def wall_history_with_built_in(table: str) -> str:
    """For the history of such a table: the own clinic's is read, rows are added as there, and none is changed."""
    return f"""
        {_force(table)}
        CREATE POLICY within_the_walls ON {table} FOR SELECT USING ({OWN_CLINIC});
        CREATE POLICY only_added_to ON {table} FOR INSERT
            WITH CHECK ({OWN_CLINIC} OR (clinic_id IS NULL AND {in_scope("built_in")}));
        REVOKE UPDATE, DELETE ON {table} FROM evenstep_app;
    """  # noqa: S608  # nosec B608 # the names are a migration's own words


def _force(table: str) -> str:
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        DO $do$ BEGIN
            EXECUTE format(
                'CREATE POLICY owner_migrates ON {table} TO %I USING (true) WITH CHECK (true)', current_user
            );
        END $do$;
    """


def no_wall(table: str) -> str:
    """Undo either of the two."""
    return f"""
        DROP POLICY owner_migrates ON {table};
        DROP POLICY within_the_walls ON {table};
        DROP POLICY IF EXISTS only_added_to ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        GRANT UPDATE, DELETE ON {table} TO evenstep_app;
    """
