"""What must hold afterwards, asked of the site's own tables and of what clients and provider remember.

Each check returns what is wrong, in lines; nothing when all is well. Django is set up before this is imported.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import UUID

from drill.clients import Book
from drill.provider import Provider
from sunshine.foundation.calendar.queries import work_calendar
from sunshine.foundation.duties.local import local_terms
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.files.store import read
from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.sealing import Unreadable
from sunshine.foundation.ledger.stores import StoreFailed
from sunshine.foundation.notices.models import Message, MessageState
from sunshine.petitions.clocks import FORWARD
from sunshine.petitions.models import Filing, Petition

NAMED = 5  # of the same fault, before the rest is only counted


@dataclass
class Checks:
    """All checks over one run; ``figures`` fills as they are made."""

    book: Book
    provider: Provider
    clients: int
    figures: dict[str, int] = field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        yield from self.book.faults
        for check in (
            self.petitions,
            self.unacknowledged,
            self.numbers,
            self.duties,
            self.messages,
            self.files,
        ):
            found = list(check())
            yield from found[:NAMED]
            if len(found) > NAMED:
                yield f"… and {len(found) - NAMED} more of {check.__name__}"

    @cached_property
    def by_key(self) -> dict[str, list[UUID]]:
        """The petitions begun under each key."""
        found: dict[str, list[UUID]] = defaultdict(list)
        for key, petition in Step.objects.filter(request_key__startswith="drill-").values_list(
            "request_key", "subject"
        ):
            found[str(key)].append(petition)
        return dict(found)

    @cached_property
    def filings(self) -> dict[UUID, list[Filing]]:
        """The filings of each petition."""
        found: dict[UUID, list[Filing]] = defaultdict(list)
        for filing in Filing.objects.select_related("petition__subject"):
            found[filing.petition_id].append(filing)
        return dict(found)

    def petitions(self) -> Iterator[str]:
        """Everything acknowledged is there once, as it was acknowledged."""
        for key, done in self.book.acknowledged.items():
            told = (done.answer["petition"], done.answer["filing"], done.answer["number"])
            there = [
                (str(petition), str(filing.pk), filing.number)
                for petition in self.by_key.get(key, ())
                for filing in self.filings.get(petition, ())
            ]
            if there != [told]:
                yield f"{done.answer['number']} of key {key} was acknowledged, and there is {there or 'nothing'}"

    def unacknowledged(self) -> Iterator[str]:
        """Nothing is there that nobody asked for, and no more unacknowledged than was in flight at the end."""
        self.figures["never acknowledged, in flight at the end"] = len(self.book.abandoned)
        unknown = self.by_key.keys() - self.book.acknowledged.keys()
        self.figures["of these registered all the same"] = len(unknown)
        for key in unknown - self.book.abandoned:
            yield f"key {key} is registered, was never acknowledged and was not in flight"
        if len(self.book.abandoned) > self.clients:
            yield f"{len(self.book.abandoned)} filings were in flight at the end with {self.clients} clients"
        for what, count in (("petitions", Petition.objects.count()), ("filings", Filing.objects.count())):
            if count != len(self.by_key):
                yield f"there are {count} {what} for {len(self.by_key)} keys"

    def numbers(self) -> Iterator[str]:
        """No number is given twice; gaps are for ``sunshine verify`` to find."""
        found = Counter(filing.number for one in self.filings.values() for filing in one)
        yield from (f"number {number} is given {times} times" for number, times in found.items() if times > 1)
        ahead = datetime.now(UTC) + timedelta(days=1)
        self.figures["registered by the clock that was ahead"] = sum(
            filing.registered_at > ahead for one in self.filings.values() for filing in one
        )

    def duties(self) -> Iterator[str]:
        """Each petition owes one thing, to be passed on, by the day its registration demands (条例 第二十二条)."""
        owed: dict[UUID, list[tuple[str, str, datetime]]] = defaultdict(list)
        for subject, rule, state, due in Duty.objects.values_list("subject", "rule", "state", "due_at"):
            owed[subject].append((rule, state, due))
        self.figures["duties"] = sum(map(len, owed.values()))
        for petition, (filing, *_) in self.filings.items():
            wanted = [(FORWARD.code, "open", _due(filing))]
            if owed.pop(petition, []) != wanted:
                yield f"{filing.number} does not owe just {wanted}"
        yield from (f"{subject} owes {found} without being a petition" for subject, found in owed.items())

    def messages(self) -> Iterator[str]:
        """Each filing has one message, which the provider has taken at least once, under one id and in the same words."""
        by_filing: dict[UUID, list[Message]] = defaultdict(list)
        for message in Message.objects.all():
            by_filing[message.subject_id].append(message)
        for petition, (filing, *_) in self.filings.items():
            found = by_filing.pop(filing.pk, [])
            if [one.state for one in found] != [MessageState.SENT]:
                yield f"{filing.number} has messages {[one.state for one in found]}, not one that was sent"
            for one in found:
                if len(set(self.provider.taken.get(str(one.pk), ()))) != 1:
                    yield f"message {one.pk} of petition {petition} never reached the provider, or in several wordings"
        yield from (f"{subject} has messages without being a filing" for subject in by_filing)
        known = {str(pk) for pk in Message.objects.values_list("pk", flat=True)}
        yield from (
            f"the provider took {pk}, which is no message" for pk in self.provider.taken.keys() - known
        )
        self.figures["messages"] = len(known)
        self.figures["handed over, repeats included"] = self.provider.handed_over

    def files(self) -> Iterator[str]:
        """Each file is there with its filing and opens, or the filing says that it could not be kept."""
        found: dict[UUID, list[Attachment]] = defaultdict(list)
        for attachment in Attachment.objects.all():
            found[attachment.subject_id].append(attachment)
        self.figures["files"] = sum(map(len, found.values()))
        self.figures["of these not kept, and said so"] = sum(
            one.state == FileState.NOT_KEPT for all_ in found.values() for one in all_
        )
        for done in self.book.acknowledged.values():
            there = found.get(UUID(done.answer["filing"]), [])
            if len(there) != int(done.filing.has_file):
                yield f"{done.answer['number']} has {len(there)} files"
            yield from (
                f"the file {one.pk} of {done.answer['number']} {fault}"
                for one in there
                if (fault := _unopened(one))
            )


def _due(filing: Filing) -> datetime:
    subject, at = filing.petition.subject, filing.registered_at
    return FORWARD.due(at, work_calendar(), local_terms().term(FORWARD, subject.area, at)).at


def _unopened(attachment: Attachment) -> str:
    if attachment.state == FileState.NOT_KEPT:
        return ""
    try:
        return "" if len(read(attachment)) == attachment.size else "is not as long as it was"
    except (Unreadable, StoreFailed) as error:
        return f"does not open: {error}"
