"""How allauth fits this house: no e-mail, our words, secrets sealed with the keyring, a factor that cannot be dropped."""

from __future__ import annotations

import base64
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.ledger.sealing import boxed, unboxed
from sunshine.foundation.network import address
from sunshine.foundation.offices.backend import may_enter
from sunshine.foundation.offices.models import Officer
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.signin import factors, sessions

FRESH = 300  # seconds after signing in during which nobody is asked to prove themselves again
PLACE = b"signin"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Officers and their passwords."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("用户名和密码对不上，请再试一次。"),
        "incorrect_password": _("密码不对，请再试一次。"),
        "incorrect_code": _("验证码不对。请等手机上换了下一个，再填一次。"),
        "too_many_login_attempts": _("试错太多次了，请过一刻钟再试。"),
        "rate_limited": _("太快了，请过一会儿再试。"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return address(request)

    def add_message(self, *args: Any, **kw: Any) -> None:
        """Our pages say themselves what was done."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # an officer is invited, never registers

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/entrance/"

    def is_reauthentication_required(self, app: str) -> bool:
        """Not within minutes of signing in, which was the proof itself."""
        signed_in = self.request.session.get(sessions.SINCE, 0)
        return bool(time.time() - signed_in > FRESH)

    def pre_login(self, request: HttpRequest, user: Officer, **kw: Any) -> HttpResponse | None:
        """Nobody without a post in force comes in, by passkey either."""
        return None if may_enter(user) else redirect("sign-in")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "too_many_login_attempts": AccountAdapter.error_messages["too_many_login_attempts"],
        "cannot_delete_authenticator": _("这是您唯一的第二道验证，不能删。请先添加另一种。"),
        "cannot_generate_recovery_codes": _("请先添加验证器或通行密钥，再生成备用码。"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(boxed(text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unboxed(base64.b64decode(encrypted_text), PLACE).decode()

    def build_totp_svg(self, url: str) -> str:
        return qr_svg(url)

    def get_totp_issuer(self) -> str:
        return gettext("阳光信访")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": gettext("阳光信访")}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return factors.may_drop(authenticator)

    def generate_authenticator_name(self, user: Officer, type: Authenticator.Type) -> str:
        made = Authenticator.objects.filter(user=user, type=type).count()
        return str(gettext("通行密钥 %d") % (made + 1))
