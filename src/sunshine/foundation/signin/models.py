"""Sessions that know whose they are, and the trail of signing in 登录记录."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Session(AbstractBaseSession):
    """A browser's session. An officer's has an owner and a place; a citizen's has neither.

    ``handle`` names it in lists: the key itself opens it and is shown to nobody.
    """

    handle = models.UUIDField(default=uuid7, unique=True, editable=False)
    officer = models.ForeignKey("offices.Officer", models.CASCADE, null=True, related_name="sessions")
    since = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    place = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=80, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from sunshine.foundation.signin.sessions import SessionStore

        return SessionStore


class Kind(models.TextChoices):
    """What happened at the door."""

    IN = "in", _("登录")
    FAILED = "failed", _("登录失败")
    LOCKED = "locked", _("试错太多，已锁定")
    UNLOCKED = "unlocked", _("解除锁定")
    OUT = "out", _("退出")
    EXPIRED = "expired", _("太久没有操作，自动退出")
    REVOKED = "revoked", _("让一处登录退出")
    PASSWORD = "password", _("设置了新密码")
    FACTOR_ADDED = "factor+", _("添加第二道验证")
    FACTOR_REMOVED = "factor-", _("删除第二道验证")
    FACTOR_RESET = "factor0", _("重置第二道验证")


MEANS: dict[str, Any] = {
    "password": _("密码"), "totp": _("验证器"), "webauthn": _("通行密钥"), "recovery_codes": _("备用码"),
    "mfa": _("第二道验证"), "invitation": _("邀请码"), "reset": _("管理员重置"),
}  # fmt: skip


class Event(models.Model):
    """One line of the trail. The database lets nobody change it, nor remove it before six months are over.

    ``officer`` is empty where the name typed is nobody's: people type passwords into that field, so it is not kept.
    ``by`` is who did it, where that is somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=Kind)
    officer = models.ForeignKey("offices.Officer", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("offices.Officer", models.PROTECT, null=True, db_index=False, related_name="+")
    place = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=80, blank=True)
    means = models.CharField(max_length=20, blank=True)  # password, totp, webauthn, recovery_codes, cast

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="signin_event_at")]

    @property
    def by_what(self) -> str:
        """The means in words."""
        return " + ".join(str(MEANS.get(one, one)) for one in self.means.split("+") if one)
