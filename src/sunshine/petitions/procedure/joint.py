"""Joint petitions and collective visits 联名信、集体访 (条例 第二十条), and matters of several places 三跨三分离.

The limit of five representatives is for visits. Nothing here stands in the way of registering.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sunshine.foundation.offices.models import Role
from sunshine.foundation.procedure.engine import Refused
from sunshine.foundation.procedure.plan import Plan
from sunshine.foundation.procedure.table import Move
from sunshine.petitions.joint_forms import MOST_REPRESENTATIVES, TOO_MANY, RepresentForm, SpreadForm
from sunshine.petitions.models import Channel
from sunshine.petitions.procedure.moves import FILED

DESK = frozenset({Role.WINDOW.value, Role.SORTER.value})


def represent(plan: Plan) -> None:
    """Keep who speaks for how many: at most five of a visit, any number of those who write (条例 第二十条)."""
    assert plan.snapshot is not None
    filing, count = plan.snapshot.matter.filings[plan.here.id], int(plan.given.facts["count"])
    if filing.channel == Channel.VISIT and count > MOST_REPRESENTATIVES:
        raise Refused(TOO_MANY)
    plan.update(
        "petitions.filing", plan.here.id, people=int(plan.given.facts["people"]), representatives=count
    )


def spread(plan: Plan) -> None:
    """Keep what was ticked; it changes nobody's competence and no clock (条例 第二十四条)."""
    plan.update("petitions.petition", plan.here.id, flags="".join(plan.given.facts.get("flags", ())))


REPRESENT = Move(
    "represent", _("登记代表"), "条例 第二十条", DESK, FILED, facts=RepresentForm, effect=represent,
    audience="petitioner", seen=_("登记了人数和代表"), shows=(),
    help=_("5人以上一起来访、联名写信的，记下人数、代表和签名的名单。走访的代表不超过5人；网上、来信、电话没有限制。"),
)  # fmt: skip
SPREAD = Move(
    "spread", _("标明三跨三分离"), "条例 第二十四条", frozenset({Role.SORTER.value}),
    frozenset({"new", "sorted", "handling"}), facts=SpreadForm, effect=spread,
    help=_("跨地区、跨部门、跨行业，或者人、户、事不在一处的，勾上，便于协调。都不勾就是清空。"),
)  # fmt: skip
