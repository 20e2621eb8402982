"""The four roles of the newsroom as groups; what each may do with an article is decided in articles.desk."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYDAY = ["view_article", "add_article", "change_article", "view_author", "view_category", "view_tag", "add_tag"]
PICTURES = ["view_image", "add_image", "view_imagesource"]
IMPORTS = ["view_importrun", "view_importedrecord", "view_source"]
DESK = [
    *["add_author", "change_author", "change_tag", "change_image"],
    *["view_event", "view_correction", "add_correction"],
]
ROLES = {
    "Writer": [*EVERYDAY, *PICTURES],
    "Editor": [*EVERYDAY, *PICTURES, *IMPORTS, *DESK],
    "Chief": [
        *EVERYDAY,
        *PICTURES,
        *IMPORTS,
        *DESK,
        *["add_category", "change_category", "delete_category", "delete_author", "delete_tag"],
        *["view_redirect", "add_redirect", "change_redirect", "delete_redirect", "delete_image"],
    ],
    "Admin": [
        *["view_user", "add_user", "change_user", "delete_user", "view_group"],
        *["view_article", "view_category", "change_category", "view_event", *IMPORTS],
    ],
}


def make_roles(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    # Django makes permissions only after the last migration; the roles need them now.
    for label in ("articles", "auth"):
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps)
    for role, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(*Permission.objects.filter(codename__in=codenames))


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
