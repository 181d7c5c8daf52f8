"""The addresses of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from sunshine.foundation.pages.views import preferences
from sunshine.web import views
from sunshine.web.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", RedirectView.as_view(url="/api/v1/docs"), name="api-docs"),
    path("api/v1/", api.urls),  # before the site's sixty patterns, which programs do not ask for
    path("", include("sunshine.channels.urls")),
    path("desk/", include("sunshine.petitions.urls")),
    path("entrance/", views.entrance, name="entrance"),
    path("post/", views.choose_post, name="choose-post"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/", views.sign_in, name="account_login"),  # allauth's name for it
    path("", include("sunshine.foundation.signin.urls")),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("desk/outbox/", views.outbox, name="outbox"),
    path("desk/admin/", include("sunshine.foundation.administration.urls")),
    path("ledger/", views.ledger, name="ledger"),
    path("preferences/", preferences, name="preferences"),
]

handler400 = "sunshine.foundation.pages.views.bad_request"
handler403 = "sunshine.foundation.pages.views.forbidden"
handler404 = "sunshine.foundation.pages.views.not_found"
handler500 = "sunshine.foundation.pages.views.broken"
