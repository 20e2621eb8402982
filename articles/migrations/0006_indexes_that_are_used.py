from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_json_as_written'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='source',
            name='source_by_digest',
        ),
        migrations.RemoveIndex(
            model_name='source',
            name='source_by_fingerprint',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['needs_look'], name='article_that_needs_a_look'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['origin', 'digest'], name='source_by_digest'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['origin', 'fingerprint'], name='source_by_fingerprint'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['pending_digest'], name='source_that_waits'),
        ),
    ]
