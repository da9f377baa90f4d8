"""What no log may hold."""

# A refusal as PostgreSQL words it of a row that it may show: its detail has the row in it, over several lines.
REFUSE = r"""
    DO $$ BEGIN
        RAISE EXCEPTION 'new row violates check constraint "reps"'
        USING ERRCODE = '23514', DETAIL = E'Failing row contains (M62.561, Doyle\nSENTINEL).', CONSTRAINT = 'reps';
    END $$
"""
