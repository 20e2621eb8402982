"""A form whose slug may stay empty."""


class FollowingSlug:
    """An empty slug is filled when the thing is saved, so a form does not judge it before."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"slug"}
