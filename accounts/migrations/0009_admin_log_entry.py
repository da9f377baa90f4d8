from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_outgoing_mail'),
    ]

    operations = [
        migrations.RenameModel('AdminAct', 'AdminLogEntry'),
        migrations.RenameIndex('AdminLogEntry', new_name='admin_log_about', old_name='admin_act_about'),
        migrations.RenameIndex('AdminLogEntry', new_name='admin_log_by_time', old_name='admin_act_by_time'),
    ]
