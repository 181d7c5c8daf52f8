"""Official documents 文书: issued with a step, typeset once, proven by their hash."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Fault(models.TextChoices):
    """Why a document is not ready yet; the job tries again."""

    SEAL = "seal", _("电子印章暂时用不了")
    TYPESET = "typeset", _("排版没有成功")


class Paper(models.Model):
    """A document as issued. Its data is the sealed text ``paper`` of the step; ``template`` names the version used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, related_name="papers")
    seq = models.IntegerField()
    kind = models.CharField(max_length=20)
    template = models.CharField(max_length=40)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, related_name="papers")
    number = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    sm3 = models.CharField(max_length=64, blank=True)
    key = models.BinaryField(null=True)
    rendered_at = models.DateTimeField(null=True)
    fault = models.CharField(
        max_length=10, choices=Fault, blank=True
    )  # what kept it from being ready, last time

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "number"], name="one_paper_a_number", condition=~models.Q(number="")
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sm3"], name="paper_sm3", condition=~models.Q(sm3="")),
            models.Index(fields=["issued_at"], name="paper_waiting", condition=models.Q(sm3="")),
        ]


class SealKey(models.Model):
    """The key pair with which one organ's documents are signed. The private half is sealed under the keyring."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("offices.Unit", models.PROTECT, related_name="seal_keys")
    public_key = models.BinaryField()
    private_key = models.BinaryField()
    key = models.BinaryField()  # the data key the private half is sealed with, wrapped by the master key
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], name="one_seal_key_a_unit", condition=models.Q(retired_at__isnull=True)
            )
        ]


class Signature(models.Model):
    """The organ's electronic seal under one document: over the SM3 of its PDF, checkable with the public key alone."""

    paper = models.OneToOneField(Paper, models.PROTECT, primary_key=True, related_name="signature")
    algorithm = models.CharField(max_length=20)
    value = models.BinaryField()
    public_key = models.BinaryField()
    serial = models.CharField(max_length=64)  # of the key or certificate, as its provider names it
    signed_at = models.DateTimeField()


class Template(models.Model):
    """One edited version of a kind's template. Its stage is its subject's; papers name it by its id for ever."""

    subject = models.OneToOneField(
        "ledger.Subject", models.PROTECT, primary_key=True, related_name="paper_template"
    )
    kind = models.CharField(max_length=20)
    source = models.TextField()
    note = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
