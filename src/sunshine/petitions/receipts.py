"""The receipt as a sheet to print: made when asked for, never numbered, since it proves nothing but a registration."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from sunshine.foundation.calendar.rules import last_day
from sunshine.foundation.papers.qr import qr_svg
from sunshine.foundation.papers.seals import provider
from sunshine.foundation.papers.versions import current, press
from sunshine.petitions.documents.data import ReceiptData
from sunshine.petitions.documents.kinds import RECEIPT
from sunshine.petitions.following import receipt
from sunshine.petitions.models import Channel


def progress_address(number: str) -> str:
    """Where the QR code leads: the number is filled in, the code must be typed."""
    return f"{settings.SUNSHINE_URL}/progress/?number={number}"


def printed_receipt(filing: UUID) -> bytes:
    """The receipt of a filing as PDF, for whoever may see its code."""
    shown = receipt(filing)
    state, unit = shown["filing"], shown["unit"]
    registered = timezone.localtime(state.registered_at)
    address = progress_address(state.number)
    facts = ReceiptData(
        demo=settings.SUNSHINE_DEMO, organ=unit.zh, filing=state.number, code=shown["code"],
        petitioner=state.identity.name, channel=str(Channel(state.channel).label),
        registered=f"{registered:%Y-%m-%dT%H:%M}", date=registered.date().isoformat(), demands=shown["demands"],
        contact={"unit": unit.zh, "person": "", "phone": unit.phone},
        notice_due=last_day(shown["due"]).isoformat() if shown["due"] else "", progress_address=address, phone=unit.phone,
        kept=shown["kept"],
    )  # fmt: skip
    drawn = {"seal": provider().picture(unit.zh), "qr": qr_svg(address)}
    return press(current(RECEIPT.code, shown["rules"]), {**facts, **drawn})
