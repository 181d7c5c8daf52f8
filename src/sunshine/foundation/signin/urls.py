"""The addresses of signing in. allauth's own names where its views redirect by them; nothing else of it is mounted."""

from __future__ import annotations

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from sunshine.foundation.signin import views

urlpatterns = [
    path("sign-in/invitation/", views.invitation, name="invitation"),
    path("sign-in/factor/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("sign-in/again/", reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/", views.AccountView.as_view(), name="mfa_index"),
    path("account/password/", views.change_password, name="account-password"),
    path("account/sessions/", views.end_sessions, name="account-sessions"),
    path("account/leave/", views.leave_everywhere, name="account-leave"),
    path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("desk/sign-ins/", views.events, name="sign-ins"),
    path("desk/locks/", views.locks, name="sign-in-locks"),
]
