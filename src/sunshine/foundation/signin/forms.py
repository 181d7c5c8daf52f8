"""The forms of signing in: allauth's, in our words, with the lock-out and without a code that serves twice."""

from __future__ import annotations

import struct
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices import invitations
from sunshine.foundation.offices.models import Officer
from sunshine.foundation.signin.lockout import is_locked

LONG = _("至少 12 个字符，不能全是数字，也不要用常见的。几个不相干的词连起来最好记。")


def display(officer: Officer) -> str:
    return officer.name


def _password(label: Any, kind: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": kind})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text)


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    return forms.CharField(label=label, widget=widget, help_text=help_text, max_length=20)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        attrs = {"autocomplete": "username webauthn"}
        self.fields["login"] = forms.CharField(
            label=_("用户名"), widget=forms.TextInput(attrs=attrs), max_length=60
        )
        self.fields["password"] = _password(_("密码"), "current-password")
        self.order_fields(["login", "password"])


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["password"] = _password(_("密码"), "current-password")


class _Code:
    """A code from the authenticator app or a recovery code: refused while locked out, good for one use only."""

    user: Officer
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["code"] = _code(_("验证码"), _("验证器里的 6 位数字，或者一个没用过的备用码。"))

    def clean_code(self) -> str:
        if is_locked(context.request, self.user.login):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"signin.used:{self.user.pk}:{code}"
        steps = 2 * app_settings.TOTP_TOLERANCE + 1  # as long as the clock would take it
        if not cache.add(used, 1, timeout=steps * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class FactorForm(_Code, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class FactorAgainForm(_Code, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class TotpForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["code"] = _code(_("验证器里现在的 6 位数字"))


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey always signs in by itself: it is two factors in one, the device and its lock."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["name"].label = _("给它起个名字")
        self.fields["name"].help_text = _("比如“办公室电脑”“我的手机”，丢了好找到是哪一个。")
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


# What the libraries below raise on bytes that no authenticator made; a stranger must not get a 500 out of it.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, struct.error, InvalidSignature)


class _Ceremony:
    """A passkey's answer: whatever is wrong with it, it is a wrong answer."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeySignInForm(_Ceremony, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyFactorForm(_Ceremony, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(_Ceremony, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label, self.fields["new_password1"].help_text = _("新密码"), LONG
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = _("再填一次"), ""


class InvitationForm(forms.Form):
    code = forms.CharField(
        label=_("邀请码"), max_length=40, help_text=_("管理员交给您的 16 位，横线不用管。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    password = _password(_("给自己定一个密码"), "new-password", LONG)
    again = _password(_("再填一次"), "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = invitations.find(data.get("code", ""))
        if data.get("code") and found is None:
            self.add_error(
                "code", _("这个邀请码不能用：可能填错了、用过了，或者过了 14 天。请管理员再发一个。")
            )
        if found and data.get("password"):
            self._check(data["password"], found.officer)
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两次填的不一样，请再填一次。"))
        return data

    def _check(self, password: str, officer: Officer) -> None:
        try:
            validate_password(password, officer)
        except forms.ValidationError as weak:
            self.add_error("password", weak)


class SessionForm(forms.Form):
    """Which session to end; none is every other one."""

    handle = forms.UUIDField(required=False)
