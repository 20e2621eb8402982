import django.db.models.deletion
from django.db import migrations, models


LONG = {
    "context": models.JSONField(blank=True, default=dict, editable=False),
    "raw": models.BinaryField(),
    "pending_context": models.JSONField(blank=True, default=dict, editable=False),
    "pending_content": models.JSONField(blank=True, editable=False, null=True),
    "pending_raw": models.BinaryField(blank=True),
}


def moved_to_the_end():
    for name, field in LONG.items():
        yield migrations.RemoveField("source", name)
        yield migrations.AddField("source", name, field)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_origins'),
    ]

    operations = [
        migrations.AlterField(
            model_name='source',
            name='origin',
            field=models.ForeignKey(db_column='origin', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='articles.origin', verbose_name='origin'),
        ),
        # As in 0003: what is long comes last in SQLite's table, which the last operation makes anew.
        migrations.SeparateDatabaseAndState(state_operations=[*moved_to_the_end()]),
        migrations.AlterField("source", "pending_raw", models.BinaryField(blank=True, null=True)),
    ]
