"""The working calendar: which days of which years are worked, as published by the State Council."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """One year; a deadline that touches a year not yet published is provisional."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    published = models.BooleanField(_("放假安排已公布"), default=False)
    source = models.TextField(_("依据"), blank=True)

    class Meta:
        ordering: ClassVar = ["year"]
        verbose_name = _("年度日历")
        verbose_name_plural = _("年度日历")

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day of a statutory holiday, or a weekend worked in exchange for one (调休)."""

    date = models.DateField(_("日期"), primary_key=True)
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120)

    class Meta:
        ordering: ClassVar = ["date"]
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"
