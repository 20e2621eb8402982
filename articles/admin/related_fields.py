"""Form fields of related things, without links to change or delete those things for every article."""


def without_distractions(field):
    for name in ("can_change_related", "can_delete_related", "can_view_related"):
        if field and hasattr(field.widget, name):
            setattr(field.widget, name, False)
    return field
