"""Tickets and a signed-in member of staff; the last line printed is what the clients need. Runs in the peer's Python."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import django

sys.path.append(str(Path(__file__).parents[2]))
django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402
from helpdesk.query import query_to_base64  # noqa: E402

from bench.texts import telling  # noqa: E402

BATCH = 5000


def fill(many: int) -> dict[str, str]:
    """Write everything; returns what to ask with."""
    call_command("migrate", verbosity=0)
    staff = get_user_model().objects.create_superuser("staff", "staff@example.com", "x")
    queue = Queue.objects.create(title="信访", slug="petitions", allow_public_submission=True)
    dice = random.Random(1)  # noqa: S311
    for start in range(0, many, BATCH):
        Ticket.objects.bulk_create(
            _ticket(n, dice, queue, staff) for n in range(start, min(start + BATCH, many))
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    newest = {"sorting": "created", "sortreverse": True, "search_string": ""}
    return {
        "session": session.session_key,
        "csrf": "c" * 32,
        "all": query_to_base64({"filtering": {}, **newest}),
        "open": query_to_base64({"filtering": {"status__in": [1], "priority__in": [3]}, **newest}),
        "mine": query_to_base64(
            {"filtering": {"assigned_to__id__in": [staff.pk], "status__in": [1, 2]}, **newest}
        ),
    }


def _ticket(n: int, dice: random.Random, queue: Queue, staff: object) -> Ticket:
    title, text = telling(dice)
    return Ticket(
        title=title, description=text, queue=queue, submitter_email=f"p{n}@example.com", status=dice.randint(1, 4),
        priority=dice.randint(1, 5), assigned_to=staff if n % 1000 == 0 else None,
    )  # fmt: skip


print(json.dumps(fill(int(sys.argv[1]))))
