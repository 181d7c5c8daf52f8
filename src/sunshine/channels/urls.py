"""The citizens' and the public addresses."""

from __future__ import annotations

from django.urls import path

from sunshine.channels import citizen, files, guidance, protection, public, recovery, tell, window

urlpatterns = [
    path("", citizen.home, name="home"),
    path("file/", citizen.file, name="file"),
    path("tell/", tell.begin, name="tell"),
    path("tell/check/", tell.check, name="tell-check"),
    path("tell/forget/", tell.forget, name="tell-forget"),
    path("tell/<slug:code>/", tell.screen, name="tell-screen"),
    path("receipt/<uuid:filing>/", citizen.show_receipt, name="receipt"),
    path("receipt/<uuid:filing>/sheet/", citizen.print_receipt, name="receipt-sheet"),
    path("progress/", citizen.trace, name="trace"),
    path("progress/<uuid:filing>/", citizen.progress, name="progress"),
    path("progress/<uuid:filing>/prove/", citizen.prove, name="prove"),
    path("progress/<uuid:filing>/papers/<uuid:pk>/", citizen.my_paper, name="my-paper"),
    path("progress/<uuid:filing>/files/<uuid:pk>/", files.my_file, name="my-file"),
    path("progress/<uuid:filing>/files/<uuid:pk>/preview/", files.my_preview, name="my-preview"),
    path("progress/<uuid:filing>/renew/", recovery.renew_mine, name="renew-mine"),
    path("progress/<uuid:filing>/withdraw/", protection.withdraw, name="withdraw"),
    path("progress/<uuid:filing>/withdraw/code/", protection.withdraw_code, name="withdraw-code"),
    path("progress/<uuid:filing>/retaliation/", protection.report_retaliation, name="report-retaliation"),
    path("progress/lost/", recovery.lost, name="lost"),
    path("progress/lost/code/", recovery.lost_code, name="lost-code"),
    path("progress/lost/filings/", recovery.lost_filings, name="lost-filings"),
    path("progress/lost/<uuid:filing>/", recovery.lost_renew, name="lost-renew"),
    path("desk/renew/", recovery.window_renew, name="window-renew"),
    path("desk/withdraw/", protection.window_withdraw, name="window-withdraw"),
    path("progress/<uuid:filing>/<slug:code>/", citizen.act, name="act"),
    path("how/", public.how, name="how"),
    path("routes/", guidance.routes, name="routes"),
    path("offices/", guidance.offices, name="offices"),
    path("privacy/", guidance.privacy, name="privacy"),
    path("accessibility/", guidance.accessibility, name="accessibility"),
    path("verify/", public.verify, name="verify"),
    path("verify/<slug:code>/", public.verify, name="verify-code"),
    path("desk/register/", window.window, name="window"),
]
