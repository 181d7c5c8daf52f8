"""``sunshine token LOGIN``: print a fresh bearer token for one of an officer's posts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sunshine.foundation.offices import tokens
from sunshine.foundation.offices.models import Post, holds


class Command(BaseCommand):
    """A program gets the rights of one post, never of a person."""

    help = "print a new API token acting in an officer's post; it is shown once and lasts 90 days"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("login")
        parser.add_argument("--unit", help="the unit's code, for an officer with several posts")
        parser.add_argument("--label", default="sunshine token", help="what the token is for")

    def handle(self, *args: Any, **options: Any) -> None:
        posts = Post.objects.filter(holds(), officer__login=options["login"], officer__is_active=True)
        if options["unit"]:
            posts = posts.filter(unit__code=options["unit"])
        found = list(posts.select_related("unit"))
        if len(found) != 1:
            codes = ", ".join(post.unit.code for post in found) or "none"
            raise CommandError(
                f"{options['login']}: one post is needed, found {codes}; name it with --unit CODE"
            )
        self.stdout.write(tokens.issue(found[0], options["label"]))
