"""The desk's addresses."""

from __future__ import annotations

from django.urls import path

from sunshine.petitions import (
    day_views,
    erasure_views,
    file_views,
    list_views,
    repeat_views,
    urgent_views,
    views,
)

urlpatterns = [
    path("", views.duties, name="duties"),
    path("petitions/", list_views.petitions, name="queue"),
    path("petitions/filed/", list_views.filed, name="filed"),
    path("petitions/export/", list_views.export, name="export"),
    path("petitions/forward/", list_views.forward, name="forward-many"),
    path("filters/", list_views.save_filter, name="save-filter"),
    path("filters/<uuid:pk>/drop/", list_views.drop_filter, name="drop-filter"),
    path("find/", list_views.search, name="find"),
    path("find/person/", list_views.person, name="find-person"),
    path("find/person/<uuid:pk>/", list_views.open_person, name="open-person"),
    path("readings/", list_views.readings, name="readings"),
    path("alerts/", urgent_views.alerts, name="alerts"),
    path("odd-ratings/", list_views.odd_ratings, name="odd-ratings"),
    path("petitions/<uuid:pk>/", views.petition, name="petition"),
    path("petitions/<uuid:pk>/repeats/", repeat_views.likely, name="repeats"),
    path("subjects/<uuid:pk>/<slug:code>/", views.move, name="move"),
    path("files/<uuid:pk>/", file_views.attachment, name="attachment"),
    path("files/<uuid:pk>/preview/", file_views.preview, name="file-preview"),
    path("files/<uuid:pk>/original/", file_views.original, name="original"),
    path("admin/erasures/", erasure_views.erasure_list, name="erasures"),
    path("admin/erasures/<uuid:pk>/<slug:code>/", erasure_views.decide_erasure, name="decide-erasure"),
    path("papers/<uuid:pk>/", views.paper, name="paper"),
    path("case-files/<uuid:pk>/", views.case_file, name="case-file"),
    path("calendar/", day_views.calendar, name="calendar"),
    path("calendar/feed/", day_views.calendar_feed, name="calendar-feed"),
    path("calendar/<str:secret>.ics", day_views.calendar_ics, name="calendar-ics"),
    path("absences/", day_views.absences, name="absences"),
    path("absences/new/", day_views.name_substitute, name="name-substitute"),
    path("absences/<uuid:pk>/end/", day_views.end_absence, name="end-absence"),
    path("handovers/", day_views.hand_over, name="hand-over"),
    path("handovers/<uuid:pk>/", day_views.handover, name="handover"),
    path("keys/", day_views.keys, name="keys"),
]
