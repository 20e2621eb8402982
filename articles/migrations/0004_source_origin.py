import django.db.models.deletion
from django.db import migrations, models


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
    ]
