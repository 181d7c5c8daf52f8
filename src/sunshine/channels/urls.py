"""The citizens' and the public addresses."""

from __future__ import annotations

from django.urls import path

from sunshine.channels import citizen, public, window

urlpatterns = [
    path("", citizen.home, name="home"),
    path("file/", citizen.file, name="file"),
    path("receipt/<uuid:filing>/", citizen.show_receipt, name="receipt"),
    path("receipt/<uuid:filing>/sheet/", citizen.print_receipt, name="receipt-sheet"),
    path("progress/", citizen.trace, name="trace"),
    path("progress/<uuid:filing>/", citizen.progress, name="progress"),
    path("progress/<uuid:filing>/prove/", citizen.prove, name="prove"),
    path("progress/<uuid:filing>/papers/<uuid:pk>/", citizen.my_paper, name="my-paper"),
    path("progress/<uuid:filing>/<slug:code>/", citizen.act, name="act"),
    path("how/", public.how, name="how"),
    path("verify/", public.verify, name="verify"),
    path("verify/<slug:code>/", public.verify, name="verify-code"),
    path("desk/register/", window.window, name="window"),
]
