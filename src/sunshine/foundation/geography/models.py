"""Administrative divisions (行政区划): province, prefectures, counties and townships."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How many steps below the state: 省、市、县、乡."""

    PROVINCE = 1, _("省")
    PREFECTURE = 2, _("市（州）")
    COUNTY = 3, _("县（市、区）")
    TOWNSHIP = 4, _("乡镇（街道）")


class Division(models.Model):
    """One division under its national code: six digits down to the county, nine for a township.

    A division that is merged or renamed keeps its row; `valid_to` is its last day.
    """

    code = models.CharField(_("代码"), max_length=9, primary_key=True)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    sort = models.PositiveIntegerField(_("排序"))

    class Meta:
        ordering: ClassVar = ["sort"]
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name
