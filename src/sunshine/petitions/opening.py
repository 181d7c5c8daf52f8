"""Opening a document as its petitioner. Opening an opinion is its delivery (条例 第三十二条、第三十五条)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from sunshine.foundation.offices.actors import petitioner
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.petitions.documents.kinds import BETWEEN_ORGANS
from sunshine.petitions.models import Delivery, DeliveryState, Filing, Handling, Method, Review


def opened(filing: UUID, paper: UUID) -> bytes:
    """The PDF of a document of this filing's matter. The first opening of an opinion is recorded as its delivery.

    Nothing is recorded when the file cannot be shown. Raises Unseen when there is no such document.
    """
    root = Filing.objects.values_list("petition", flat=True).get(pk=filing)
    mine = Q(subject=filing) | Q(subject__in=Review.objects.filter(filing=filing).values("subject"))
    own = mine | ~Q(subject__kind__in=("filing", "review"))  # what another filer was given is theirs alone
    found = Paper.objects.filter(own, pk=paper, subject__root=root).first()
    if found is None or found.kind in BETWEEN_ORGANS:
        raise Unseen
    data = pdf(found)
    _deliver(filing, paper)
    return data


def _deliver(filing: UUID, paper: UUID) -> None:
    answers = (
        Handling.objects.filter(answer=paper).exists()
        or Review.objects.filter(answer=paper, filing=filing).exists()
    )
    if (
        answers
        and not Delivery.objects.filter(filing=filing, paper=paper, state=DeliveryState.SERVED).exists()
    ):
        given = Given({"paper": str(paper), "method": Method.ONLINE.value})
        perform(filing, "deliver", petitioner(filing), given, request_key=f"open:{paper}")
