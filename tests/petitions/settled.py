"""What the tests of settling share: a matter whose demands went somewhere else than to an organ's desk."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from sunshine.foundation.duties.models import Duty
from sunshine.foundation.ledger.queries import words_at
from sunshine.foundation.offices.actors import Actor
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.intake import ask
from sunshine.foundation.procedure.perform import load, perform
from sunshine.foundation.procedure.table import procedure
from sunshine.petitions.models import Handling
from tests.support.cast import Case, Cast

CONTACT = {"person": "李想", "phone": "028-0000 0000"}
REPLY = CONTACT | {"about": "public", "answer": "到居住地派出所办，带身份证。"}
AWAY = CONTACT | {"ground": "thanks", "words": "来信表示感谢，没有要求。"}
REFUSAL = CONTACT | {"ground": "level", "words": "应先到县里。", "where": "仁寿县人民政府"}
NO_MORE = CONTACT | {
    "same_facts": "相同。",
    "same_reasons": "相同。",
}
LATER = (timezone.localdate() + timedelta(days=20)).isoformat()


def kept(cast: Cast, klass: str = "advice", **fields: Any) -> Case:
    """A matter all of whose demands the bureau keeps to settle them."""
    case = cast.file(**fields)
    cast.sort(case, klass)
    perform(
        case.petition,
        "forward",
        cast.sorter,
        Given(rows={str(pk): Given({"how": "keep"}) for pk in case.demands}),
    )
    return case


def faults(case: Case, move: str, actor: Actor, said: dict[str, Any]) -> dict[str, Any]:
    """What the form of a move of the handling finds wrong with this."""
    snapshot = load(case.handling.pk, actor, lock=False)
    form = ask(procedure("handling").by_code[move], snapshot, actor, said).form
    return dict(form.errors)


def do(case: Case, move: str, actor: Actor, said: dict[str, Any], handling: Handling | None = None) -> Any:
    """Make a move of the handling through its form."""
    pk = (handling or case.handling).pk
    asked = ask(procedure("handling").by_code[move], load(pk, actor, lock=False), actor, said)
    assert asked.is_valid(), asked.form.errors
    return perform(pk, move, actor, asked.given())


def paper(case: Case, kind: str) -> tuple[Paper, str]:
    """A document with all it says."""
    found = Paper.objects.get(subject__root=case.petition, kind=kind)
    data = json.loads(words_at(found.subject_id, found.seq)["paper"])
    return found, json.dumps(data, ensure_ascii=False)


def owed(case: Case) -> set[tuple[str, str]]:
    """Which rules are open, and by which unit."""
    rows = Duty.objects.filter(subject__root=case.petition, state="open", unit__isnull=False)
    return set(rows.values_list("rule", "unit__code"))
