"""The people in a filing: who asks, for whom. What is shown is a mask; the rest is sealed with the filing's words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class PartyRole(models.TextChoices):
    """In what capacity somebody appears in a filing. The first of its parties is whoever filed it."""

    PETITIONER = "petitioner", _("信访人")
    GUARDIAN = "guardian", _("监护人")
    WARD = "ward", _("被监护人")
    AGENT = "agent", _("代理人")
    PRINCIPAL = "principal", _("委托人")
    CONTACT = "contact", _("单位联系人")
    ORGANISATION = "organisation", _("反映的单位")
    REPRESENTATIVE = "representative", _("代表")
    COSIGNER = "cosigner", _("联名人")


# Whose matter it is when somebody else files it.
PRINCIPALS = frozenset({PartyRole.WARD, PartyRole.PRINCIPAL, PartyRole.ORGANISATION})


class Document(models.TextChoices):
    """The kind of a personal document 证件类型. Foreigners and stateless people file as anybody does (条例 第四十八条)."""

    ID_CARD = "id_card", _("居民身份证")
    HK_MACAO = "hk_macao", _("港澳居民来往内地通行证或居住证")
    TAIWAN = "taiwan", _("台湾居民来往大陆通行证或居住证")
    PASSPORT = "passport", _("护照")
    RESIDENCE = "residence", _("外国人永久居留身份证")
    TRAVEL = "travel", _("无国籍人旅行证或居留许可")
    OTHER = "other", _("其他证件")


class Sex(models.TextChoices):
    """性别, asked at the window only and only if the petitioner wishes."""

    FEMALE = "female", _("女")
    MALE = "male", _("男")


class Relation(models.TextChoices):
    """How whoever files stands to whose matter it is (民法典 第二十七条、第二十八条、第一百六十三条)."""

    PARENT = "parent", _("父母")
    GUARDIAN = "guardian", _("其他监护人")
    RELATIVE = "relative", _("近亲属")
    LAWYER = "lawyer", _("律师或法律工作者")
    RECOMMENDED = "recommended", _("村（社区）或单位推荐的人")
    OTHER = "other", _("其他")


class Party(models.Model):
    """One person or organisation in one filing: number ``nth`` of its parties, 0 being whoever filed it.

    The identity itself is a sealed text of the filing's step ``seq``, named by ``text_name(nth)``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey("ledger.Subject", models.PROTECT, related_name="parties")
    seq = models.IntegerField()
    nth = models.SmallIntegerField(default=0)
    role = models.CharField(max_length=16, choices=PartyRole, default=PartyRole.PETITIONER)
    name_mask = models.CharField(max_length=40, blank=True)
    phone_mask = models.CharField(max_length=20, blank=True)
    phone_index = models.BinaryField(null=True)
    id_index = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["phone_index"], name="party_phone", condition=models.Q(phone_index__isnull=False)
            ),
            models.Index(fields=["id_index"], name="party_id", condition=models.Q(id_index__isnull=False)),
        ]
