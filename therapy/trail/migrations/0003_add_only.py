"""The application's role says what it shows to whom, and nothing else: who, when and from where the database fills in.

Who has looked is what the transaction has said to the walls (`accounts.tenancy.walls`), so an entry cannot name anybody else; and
a change can be claimed by the triggers alone, which know its shape.
"""

from django.db import migrations

ADD_ONLY = """
REVOKE INSERT, UPDATE, DELETE ON trail_entry FROM evenstep_app;
GRANT INSERT (kind, what, clinic_id, patient_id, patient_ids) ON trail_entry TO evenstep_app;
REVOKE USAGE ON SEQUENCE trail_entry_id_seq, trail_link_id_seq, trail_shape_id_seq FROM evenstep_app;
"""
AGAIN = """
GRANT USAGE ON SEQUENCE trail_entry_id_seq, trail_link_id_seq, trail_shape_id_seq TO evenstep_app;
REVOKE INSERT (kind, what, clinic_id, patient_id, patient_ids) ON trail_entry FROM evenstep_app;
GRANT INSERT, UPDATE, DELETE ON trail_entry TO evenstep_app;
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_triggers"), ("accounts", "0006_walls")]

    operations = [migrations.RunSQL(ADD_ONLY, AGAIN)]
