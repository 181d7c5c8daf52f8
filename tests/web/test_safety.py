"""Every answer carries the headers that keep other sites and scripts out."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_scripts_and_frames_from_elsewhere_are_refused(client: Client):
    headers = client.get("/nowhere/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
