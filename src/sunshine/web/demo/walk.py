"""Walking one story through the engine: every act is planned, checked and written as if people had made it then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sunshine.foundation.files.store import store
from sunshine.foundation.offices.actors import ANYONE, Actor, petitioner
from sunshine.foundation.offices.directory import directory
from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.forms import FactsForm
from sunshine.foundation.procedure.given import Given, StoredFile
from sunshine.foundation.procedure.perform import perform, perform_opening
from sunshine.foundation.procedure.table import Procedure
from sunshine.petitions.categories import code_of
from sunshine.petitions.models import Branch, Demand, Filing, Handling
from sunshine.petitions.procedure import handling
from sunshine.petitions.procedure.filing import PROCEDURE, REGISTER
from sunshine.petitions.registration import RegisterForm
from sunshine.web.demo.attachments import content
from sunshine.web.demo.staff import Staff
from sunshine.web.demo.stories.shape import Answer, Step, Story

Data = Mapping[str, Any]
Rows = Mapping[UUID, Data]
SERVED = {"web": "online", "visit": "hand", "letter": "post", "phone": "post"}


class Unlawful(Exception):
    """A story says something its form does not take."""


@dataclass
class Walk:
    """One story on its way. ``stored`` are its attachments, to be taken back if the demo is not loaded after all."""

    story: Story
    staff: Staff
    petition: UUID = field(init=False)
    filing: UUID = field(init=False)
    handling: UUID = field(init=False)
    demands: list[UUID] = field(init=False)
    stored: tuple[StoredFile, ...] = ()

    def go(self, step: Step, at: datetime) -> None:
        """Take one step at this time. Raises Unlawful or the engine's Refused."""
        ACTS[step](self, at)

    def look_up(self, at: datetime) -> None:
        """The case officer opens the name and telephone before calling: the petitioner sees that too."""
        self._act(self.filing, PROCEDURE, "unmask", self.handler, at, {"purpose": "contact"})

    @property
    def handler(self) -> Actor:
        return self.staff.of(self.story.unit, Role.HANDLER)

    @property
    def sorter(self) -> Actor:
        return self.staff.of(self.story.desk, Role.SORTER)

    @property
    def petitioner(self) -> Actor:
        return petitioner(self.filing)

    def _act(
        self, subject: UUID, kind: Procedure, code: str, actor: Actor, at: datetime,
        data: Data | None = None, rows: Rows | None = None,
    ) -> None:  # fmt: skip
        move = kind.by_code[code]
        given = self._given(move.facts(data or {}))
        if move.each:
            form = move.each.form
            given = replace(given, rows={str(pk): self._given(form(row)) for pk, row in (rows or {}).items()})
        perform(subject, code, actor, given, now=at)

    def _given(self, form: FactsForm, files: tuple[StoredFile, ...] = ()) -> Given:
        if not form.is_valid():
            raise Unlawful(f"{self.story.id}: {form.errors.as_json(escape_html=False)}")
        return form.given(files)

    def _handle(self, code: str, at: datetime, data: Data | None = None, rows: Rows | None = None) -> None:
        self._act(self.handling, handling.PROCEDURE, code, self.handler, at, data, rows)

    def _register(self, at: datetime) -> None:
        self.stored = store([SimpleUploadedFile(name, content(name)) for name in self.story.files])
        given = self._given(RegisterForm(_filed(self.story)), self.stored)
        actor = ANYONE if self.story.channel == "web" else self.staff.desk(self.story.desk)
        _, done = perform_opening(REGISTER, actor, given, now=at)
        self.petition = done.step.subject_id
        self.filing = Filing.objects.get(petition=self.petition).pk
        demands = Demand.objects.filter(petition=self.petition).order_by("nth")
        self.demands = list(demands.values_list("pk", flat=True))

    def _sort(self, at: datetime) -> None:
        category = code_of(*self.story.category.split("/"))
        row = Given({"klass": self.story.klass, "branch": self.story.branch, "category": category})
        rows = {str(pk): row for pk in self.demands}
        perform(self.petition, "sort", self.sorter, Given(rows=rows), now=at)

    def _summed_up(self, nth: int) -> dict[str, str]:
        """What the handling unit reads in place of the words of somebody it is not to know."""
        said = self.story.summary or self.story.demands[nth]
        return {"summary": said} if self.story.visibility == "bureau" else {}

    def _forward(self, at: datetime) -> None:
        # The form offers units to a sorting officer at the desk; the engine itself checks where a demand may go.
        unit = {"unit": str(directory().by_code[self.story.unit].id)}
        texts = {"note": self.story.summary} if self.story.summary else {}
        rows = {str(pk): Given(unit, self._summed_up(nth)) for nth, pk in enumerate(self.demands)}
        given = Given(texts=texts, rows=rows)
        perform(self.petition, "forward", self.sorter, given, now=at)
        self.handling = Handling.objects.get(petition=self.petition).pk

    def _sign(self, at: datetime) -> None:
        self._handle("sign", at)

    def _notify(self, at: datetime) -> None:
        story, unit = self.story, directory().by_code[self.story.unit]
        whom = {"person": self.handler.name, "phone": unit.phone}
        way = {"branch": story.branch, "procedure": story.procedure, "where": unit.zh, "reason": story.reason}
        self._handle("accept" if story.branch == Branch.PETITION else "guide", at, whom | way)

    def _contact(self, at: datetime) -> None:
        self._handle("contact", at, {"method": self.story.contact_by, "words": self.story.contact})

    def _urge(self, at: datetime) -> None:
        self._act(self.filing, PROCEDURE, "urge", self.petitioner, at, {"words": self.story.urge})

    def _reply(self, at: datetime) -> None:
        self._handle("reply_urge", at, {"words": self.story.reply})

    def _propose(self, at: datetime) -> None:
        opinion = self.story.opinion
        assert opinion is not None
        rows = dict(zip(self.demands, map(_answered, opinion.answers), strict=True))
        self._handle("issue_opinion", at, {"findings": opinion.facts}, rows)

    def _issue(self, at: datetime) -> None:
        head = self.staff.of(self.story.unit, Role.HEAD)
        self._act(self.handling, handling.PROCEDURE, "confirm", head, at)

    def _deliver(self, at: datetime) -> None:
        actor = self.petitioner if self.story.channel == "web" else self.handler
        paper = Handling.objects.values_list("answer", flat=True).get(pk=self.handling)
        method = SERVED[self.story.channel]
        data: dict[str, Any] = {"paper": paper, "method": method}
        if method != "online":
            data |= {"day": timezone.localdate(at), "receiver": self.story.filer.name, "relation": "self"}
        self._act(self.filing, PROCEDURE, "deliver", actor, at, data)

    def _rate(self, at: datetime) -> None:
        rating = self.story.rating
        assert rating is not None
        data, rows = {"bureau": rating.bureau, "words": rating.words}, {self.handling: {"unit": rating.unit}}
        self._act(self.filing, PROCEDURE, "rate", self.petitioner, at, data, rows)


def _filed(story: Story) -> Data:
    accused = directory().by_code[story.accused].zh if story.accused else ""
    return {
        "text": story.text, "demands": "\n".join(story.demands), "purpose": story.purpose, "place": story.place,
        "accused": accused, "name": story.filer.name, "phone": story.filer.phone, "address": story.filer.address,
        "visibility": story.visibility, "channel": story.channel,
    }  # fmt: skip


def _answered(answer: Answer) -> Data:
    return {"outcome": answer.outcome, "opinion": answer.reply, "basis": answer.basis}


ACTS: dict[Step, Callable[[Walk, datetime], None]] = {
    Step.REGISTERED: Walk._register,
    Step.SORTED: Walk._sort,
    Step.FORWARDED: Walk._forward,
    Step.SIGNED: Walk._sign,
    Step.NOTIFIED: Walk._notify,
    Step.CONTACTED: Walk._contact,
    Step.URGED: Walk._urge,
    Step.REPLIED: Walk._reply,
    Step.PROPOSED: Walk._propose,
    Step.ISSUED: Walk._issue,
    Step.DELIVERED: Walk._deliver,
    Step.RATED: Walk._rate,
}
