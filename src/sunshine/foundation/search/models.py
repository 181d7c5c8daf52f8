"""The search index 检索索引: one row a matter, holding keyed tokens and no word."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """The tokens of one matter (root), in no order and each once: what it says cannot be read off them.

    Made by a job after each step, and anew by ``sunshine reindex``; erasing the matter removes its tokens.
    """

    root = models.OneToOneField("ledger.Subject", models.PROTECT, primary_key=True, related_name="entry")
    tokens = ArrayField(models.IntegerField())
    version = models.SmallIntegerField()  # of the rules that made the tokens; another one is made anew

    class Meta:
        # Without a list of pending entries every search costs the same, whatever was filed just before.
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="search_tokens", opclasses=["gin__int_ops"], fastupdate=False)
        ]
