"""``python -m drill.offices``: keys, and the demo's organs and officers, without a petition."""

from __future__ import annotations

import os


def main() -> None:
    """Write them into the database and the data folder that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.web.settings")
    import django

    django.setup()
    from django.db import transaction

    from sunshine.foundation.administration.actions import adopt_all
    from sunshine.web.demo.load import make_keys
    from sunshine.web.demo.staff import appoint

    make_keys()
    with transaction.atomic():
        appoint()
        adopt_all()


if __name__ == "__main__":
    main()
