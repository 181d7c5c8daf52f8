"""The addresses of administration, below ``desk/admin/``."""

from __future__ import annotations

from django.urls import path

from sunshine.foundation.administration import (
    audit_views,
    import_views,
    paper_template_views,
    table_views,
    views,
)

urlpatterns = [
    path("", views.index, name="administration"),
    path("tree/", views.unit_tree, name="administration-tree"),
    path("steps/", audit_views.steps, name="administration-steps"),
    path("readings/", audit_views.readings, name="administration-readings"),
    path("names/", audit_views.names, name="administration-names"),
    path("proofs/", audit_views.proofs, name="administration-proofs"),
    path("proofs/chain/", audit_views.export, name="administration-chain"),
    path("import/", import_views.upload, name="administration-upload"),
    path("import/submit/", import_views.submit, name="administration-submit"),
    path("import/template/<slug:table>/", import_views.template, name="administration-template"),
    path("import/<uuid:pk>/", import_views.one, name="administration-import"),
    path("import/<uuid:pk>/decide/", import_views.decide, name="administration-decide"),
    path("subject/<slug:code>/<uuid:pk>/", views.open_subject, name="administration-subject"),
    path("in-force/", paper_template_views.in_force, name="administration-in-force"),
    path(
        "in-force/<slug:code>/preview/",
        paper_template_views.preview_in_force,
        name="administration-paper-preview-in-force",
    ),
    path("in-force/<slug:what>/<slug:code>/copy/", paper_template_views.copy, name="administration-copy"),
    path(
        "paper_template/<uuid:pk>/preview/", paper_template_views.preview, name="administration-paper-preview"
    ),
    path("<slug:code>/", views.rows, name="administration-rows"),
    path("<slug:code>/new/", views.new, name="administration-new"),
    path("<slug:code>/table/", table_views.table, name="administration-table"),
    path("<slug:code>/<uuid:pk>/", views.one, name="administration-row"),
    path("<slug:code>/<uuid:pk>/<slug:name>/", views.move, name="administration-move"),
]
