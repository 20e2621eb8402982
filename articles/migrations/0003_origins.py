import django.core.validators
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

ROLES = {
    "Editor": ["view_origin"],
    "Chief": ["view_origin", "change_origin", "add_importrun", "change_importrun"],
    "Admin": ["view_origin", "change_origin", "add_importrun", "change_importrun"],
}


def make_origins(apps, schema_editor):
    """Give each archive that stories came from its row, and say of their dates no more than is known."""
    Origin, Source = apps.get_model("articles", "Origin"), apps.get_model("articles", "Source")
    keys = Source.objects.order_by().values_list("origin", flat=True).distinct()
    Origin.objects.bulk_create(Origin(key=key, name=key) for key in keys)
    imported = apps.get_model("articles", "Article").objects.filter(source__isnull=False)
    imported.update(date_origin="", date_precision="")


def give_rights(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    # Django makes permissions only after the last migration; the roles need them now.
    create_permissions(installed.get_app_config("articles"), verbosity=0, apps=apps)
    for role, codenames in ROLES.items():
        for group in Group.objects.filter(name=role):
            group.permissions.add(*Permission.objects.filter(codename__in=codenames))


LONG_OF_ARTICLE = {
    "standfirst": models.TextField(blank=True, verbose_name="standfirst"),
    "extra": models.JSONField(blank=True, default=dict, editable=False),
    "body_source": models.TextField(blank=True, editable=False),
    "body": models.TextField(blank=True, verbose_name="body"),
    "body_html": models.TextField(blank=True, editable=False, null=True),
}


def moved_to_the_end(model, fields):
    for name, field in fields.items():
        yield migrations.RemoveField(model, name)
        yield migrations.AddField(model, name, field)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('key', models.CharField(editable=False, max_length=200, primary_key=True, serialize=False, verbose_name='key')),
                ('name', models.CharField(help_text='As readers are told it.', max_length=200, verbose_name='name')),
                ('is_ours', models.BooleanField(default=False, help_text="Otherwise search engines are told that the source address is the story's own.", verbose_name='its stories are ours')),
                ('landing', models.CharField(choices=[('as stated', 'As their files say'), ('draft', 'As drafts')], default='as stated', max_length=10, verbose_name='new stories land')),
                ('picture_rights', models.CharField(choices=[('unknown', 'Unknown'), ('ours', 'Ours'), ('licensed', 'Licensed'), ('not ours', 'Not ours to show')], default='unknown', max_length=10, verbose_name='rights in its pictures')),
                ('most_lost_percent', models.PositiveSmallIntegerField(default=5, help_text='A story that loses more of its text on the way in waits as a draft for someone to look.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='most text that may be lost, in percent')),
                ('headline_suffix', models.CharField(blank=True, help_text='Such as “ - The Gazette”: taken off the headlines of stories that come in.', max_length=100, verbose_name='ending of its headlines')),
            ],
            options={
                'verbose_name': 'origin',
                'verbose_name_plural': 'origins',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='date_origin',
            field=models.CharField(blank=True, choices=[('desk', 'The desk'), ('front matter', 'Front matter'), ('file name', "The file's name"), ('export', 'An export'), ('feed', 'A feed')], default='desk', editable=False, max_length=15, verbose_name='the date is from'),
        ),
        migrations.AddField(
            model_name='article',
            name='date_precision',
            field=models.CharField(blank=True, choices=[('second', 'To the second'), ('minute', 'To the minute'), ('day', 'The day alone'), ('month', 'The month alone'), ('year', 'The year alone')], default='second', editable=False, max_length=10, verbose_name='exactness of the date'),
        ),
        migrations.AddField(
            model_name='article',
            name='needs_look',
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name='needs a look because'),
        ),
        migrations.AddField(
            model_name='article',
            name='zone_stated',
            field=models.BooleanField(default=True, editable=False, verbose_name='the date states its zone'),
        ),
        migrations.AddField(
            model_name='importedrecord',
            name='loss',
            field=models.JSONField(blank=True, default=dict, verbose_name='loss'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='alive_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='importrun',
            name='expected',
            field=models.PositiveIntegerField(default=0, verbose_name='files'),
        ),
        migrations.AddField(
            model_name='source',
            name='context',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='source',
            name='format',
            field=models.CharField(blank=True, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='source',
            name='pending_content',
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='pending_context',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        # SQLite reads a row's columns in order: what is long comes last, so that lists need not read past it. The state
        # alone moves; the table follows when the last operation makes it anew.
        migrations.SeparateDatabaseAndState(state_operations=[*moved_to_the_end("article", LONG_OF_ARTICLE)]),
        migrations.AlterField("article", "body_html", models.TextField(blank=True, editable=False)),
        migrations.RunPython(make_origins, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
