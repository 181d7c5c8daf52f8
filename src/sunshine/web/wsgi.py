"""The WSGI application the web server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from sunshine.foundation.listening import listen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sunshine.web.settings")

application = get_wsgi_application()
listen()
