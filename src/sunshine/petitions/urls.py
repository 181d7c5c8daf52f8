"""The desk's addresses."""

from __future__ import annotations

from django.urls import path

from sunshine.petitions import views

urlpatterns = [
    path("", views.duties, name="duties"),
    path("petitions/", views.petitions, name="queue"),
    path("find/", views.find, name="find"),
    path("petitions/<uuid:pk>/", views.petition, name="petition"),
    path("subjects/<uuid:pk>/<slug:code>/", views.move, name="move"),
    path("files/<uuid:pk>/", views.attachment, name="attachment"),
    path("papers/<uuid:pk>/", views.paper, name="paper"),
]
