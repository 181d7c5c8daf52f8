"""Organs 机关, their officers 工作人员 and the posts 岗位 in which officers act."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Role(models.TextChoices):
    """What a post, or a person without one, may do. The first eight are granted by posts."""

    WINDOW = "window", _("窗口接访员")
    SORTER = "sorter", _("办信员")
    HANDLER = "handler", _("承办人")
    HEAD = "head", _("单位负责人")
    LEADER = "leader", _("领导")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计员")
    PETITIONER = "petitioner", _("信访人")
    SYSTEM = "system", _("系统")


POST_ROLES = [role for role in Role if role not in {Role.PETITIONER, Role.SYSTEM}]


class UnitKind(models.TextChoices):
    """What kind of organ a unit is."""

    GOVERNMENT = "government", _("人民政府")
    BUREAU = "bureau", _("信访局")
    DEPARTMENT = "department", _("部门")
    DISCIPLINE = "discipline", _("纪委监委")
    TOWNSHIP = "township", _("乡镇（街道）")
    OFFICE = "office", _("内设机构")


def holds(day: date | None = None, path: str = "") -> models.Q:
    """That a dated row, at this path, holds on this day, today unless said.

    ``valid_to`` is the first day on which it no longer holds, so that it can end at once; none means for good.
    """
    day = day or timezone.localdate()
    ends = models.Q(**{f"{path}valid_to": None}) | models.Q(**{f"{path}valid_to__gt": day})
    return ends & models.Q(**{f"{path}valid_from__lte": day})


def holds_on(row: Any, day: date | None = None) -> bool:
    """The same of a row at hand."""
    day = day or timezone.localdate()
    return bool(row.valid_from <= day and (row.valid_to is None or row.valid_to > day))


class Unit(models.Model):
    """An organ with powers of its own, or an inner office of one (``organ`` set).

    It has two superiors: 块 ``parent``, the government of its area, and 条 ``line``, the department above it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=160)
    short = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=UnitKind)
    division = models.ForeignKey("geography.Division", models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subordinates")
    line = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="line_subordinates")
    review_organ = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reviews_of")
    organ = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="offices")
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers."""

    def create_user(self, login: str, name: str, password: str | None = None, name_en: str = "") -> Officer:
        officer = self.model(login=login, name=name, name_en=name_en)
        officer.set_password(password)
        officer.save(using=self._db)
        return officer


class Officer(AbstractBaseUser):
    """A person who works here. Citizens never need an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    held: list[Post]  # posts in force, put here at sign-in

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[OfficerManager] = OfficerManager()

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class Post(models.Model):
    """One officer, in one role, in one unit, for a time. Every step stores the post it was made in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=[(r.value, r.label) for r in POST_ROLES])
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            # One at a time: who once left the post may be given it again.
            models.UniqueConstraint(
                fields=["officer", "unit", "role"],
                name="one_post_a_role_and_unit",
                condition=models.Q(valid_to=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class Token(models.Model):
    """A bearer token for the API. It acts in one post; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="tokens")
    digest = models.BinaryField(unique=True)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Invitation(models.Model):
    """A one-time code with which an officer chooses a password for the first time; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
