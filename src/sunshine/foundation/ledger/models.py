"""Subjects, their append-only steps 步骤, and the sealed words and personal data that steps commit to.

Every index is paid for by every act, so a foreign key has none of its own where another index begins with it, or
where nobody asks by it (``db_index=False``).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Cast
from uuid_utils.compat import uuid7


class Subject(models.Model):
    """Anything bound to a procedure. Its lock, its chain and its scope live here, once.

    ``root`` is the petition (or other envelope) the subject belongs to, itself for an envelope. ``stage_seq`` is the
    sequence number of the last step that changed the stage: what an officer's form is checked against. ``key`` is the
    subject's data key, wrapped by the master key; destroying it is lawful erasure.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20)
    root = models.ForeignKey("self", models.PROTECT, related_name="family")
    stage = models.CharField(max_length=30)
    stage_seq = models.IntegerField()
    pending_seq = models.IntegerField(null=True)  # the proposal waiting for a second person, if one is
    unit = models.ForeignKey("offices.Unit", models.PROTECT, db_index=False, related_name="subjects")
    # The post inside the unit that its work is named to, if somebody named it. Others of the unit may still act.
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, db_index=False, related_name="+")
    area = models.CharField(max_length=12)
    rules = models.CharField(max_length=20)
    sealed = models.BooleanField(default=False)
    seq = models.IntegerField()
    head = models.BinaryField(max_length=32)
    key = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "kind", "stage", "-id"], name="subject_queue"),
            models.Index(fields=["kind", "stage", "-id"], name="subject_stage"),
            models.Index(
                fields=["kind", "area", "-id"], name="subject_area", opclasses=["", "varchar_pattern_ops", ""]
            ),
        ]


class Audience(models.TextChoices):
    """Who may see that a step was taken."""

    PUBLIC = "public"
    PETITIONER = "petitioner"
    HANDLERS = "handlers"
    SEALED = "sealed"


class Step(models.Model):
    """One act by anyone on anything. Rows are only ever inserted; the database refuses anything else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="steps")
    seq = models.IntegerField()
    move = models.CharField(max_length=40)
    phase = models.CharField(max_length=10, default="", blank=True)  # "", proposed, returned, recalled
    stage = models.CharField(
        max_length=30, default="", blank=True
    )  # the stage it led to, when it changed the stage
    actor = models.CharField(max_length=50)
    officer = models.ForeignKey(
        "offices.Officer", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    post = models.ForeignKey("offices.Post", models.PROTECT, null=True, db_index=False, related_name="+")
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, db_index=False, related_name="+")
    at = models.DateTimeField()
    audience = models.CharField(max_length=10, choices=Audience)
    facts = models.JSONField()
    # No key is NULL, not an empty text: NULLs do not collide in the unique constraint.
    request_key = models.CharField(max_length=64, null=True)  # noqa: DJ001
    request_hash = models.BinaryField(max_length=32, null=True)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    tx = models.BigIntegerField(
        db_default=Cast(
            Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
        )
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq"], name="one_step_a_number"),
            models.UniqueConstraint(
                fields=["actor", "request_key"],
                name="one_step_a_request",
                condition=models.Q(request_key__isnull=False),
            ),
        ]


class Content(models.Model):
    """Words and personal data, sealed with the subject's key. The step keeps SM3(salt ‖ plaintext)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="contents")
    seq = models.IntegerField()
    name = models.CharField(max_length=80)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq", "name"], name="one_content_a_name")
        ]


class Bar(models.Model):
    """Who is kept out of a matter: a unit complained of with its whole side (条例 第三十条), or one officer who has an
    interest in it 回避 (第二十八条). They may not see, receive or review it.

    ``lifted_seq`` is the step of the petition by which an officer, giving a reason, found the matter to be a demand
    that this unit itself must answer; a report 检举控告 is never lifted, nor is an officer's.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="bars")
    unit = models.ForeignKey("offices.Unit", models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey(
        "offices.Officer", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    lifted_seq = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["root", "unit"], name="one_bar_a_unit"),
            models.UniqueConstraint(fields=["root", "officer"], name="one_bar_an_officer"),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) ^ models.Q(officer__isnull=False),
                name="unit_or_officer",
            ),
        ]


class Reader(models.Model):
    """知悉名单: one officer of a unit that the head named for a sealed matter. While a unit has named anyone, its others do
    not see it (条例 第三十条). ``removed_seq`` is the step of the petition by which they were taken off the list again.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    root = models.ForeignKey(Subject, models.PROTECT, db_index=False, related_name="readers")
    unit = models.ForeignKey("offices.Unit", models.PROTECT, db_index=False, related_name="+")
    officer = models.ForeignKey("offices.Officer", models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=20)  # of the post in which they were named
    removed_seq = models.IntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "root", "officer", "role"],
                name="one_reader_a_role",
                condition=models.Q(removed_seq=None),
            )
        ]


class Counter(models.Model):
    """The last number given out in a series by a unit in a year. Taken by UPDATE … RETURNING, so there are no gaps."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    value = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "series", "year"], name="one_counter_a_series")
        ]


class Access(models.Model):
    """The access log 查阅日志: ordinary openings of a subject's page. Unmasking and sealed views are steps instead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="accesses")
    officer = models.ForeignKey("offices.Officer", models.PROTECT, related_name="+")
    post = models.ForeignKey("offices.Post", models.PROTECT, related_name="+")
    at = models.DateTimeField()
