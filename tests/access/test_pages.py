"""Every address of the site × everybody: who is let in, and what the others are told (条例 第三十条)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger.models import Subject
from sunshine.foundation.offices.models import Unit
from sunshine.foundation.papers.models import Paper
from sunshine.petitions.models import Filing
from tests.access.conftest import CITIZENS, EVERYBODY, OFFICERS, World, undone
from tests.support.cast import Case

# A matter of 仁寿 accepted by its labour bureau, with an attachment and a notice. 302 is a redirect: to sign in, to the
# form asking for number and code, or onwards after what was done. Columns are the citizens, then the cast.
PAGES = """
                visitor other code proven  window sorter bureau_head city_sorter province_sorter leader handler head city_handler housing inspector accused stranger system_admin security_admin auditor
home                200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
file                302   302  302    302     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
tell                302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
tell-screen         200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
tell-check          302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
tell-forget         302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
receipt             302   302  200    200     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
receipt-sheet       302   302  200    200     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
trace               200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
progress            302   302  200    200     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
prove               302   302  422    422     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
lost            200     200   200  200     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
lost-code       302     302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
lost-filings    302     302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
lost-renew      302     302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
renew-mine      302     302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
window-renew    302     302   302  302     200    200    403         200         200             403    403     403  403          403     403       403     200      403          403            403
withdraw        302 302 302 200  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
withdraw-code   302 302 302 302  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
report-retaliation 302 302 302 302  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
window-withdraw 302 302 302 302  200 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403
my-paper            302   302  302    200     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
act                 403   403  302    302     403    403         403         403             403    403     403  403          403     403       403     403      403          403            403     403
how                 200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
routes              200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
offices             200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
privacy             200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
accessibility       200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
verify              200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
verify-code         200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
window              403   403  403    403     302    302         403         302             302    403     403  403          403     403       403     403      302          403            403     403
duties              302   302  302    302     200    200         200         200             200    200     200  200          200     200       200     200      200          403            403     403
queue               302   302  302    302     200    200         200         200             200    200     200  200          200     200       200     200      200          403            403     403
alerts          302  302  302  302  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
calendar        302  302  302  302  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
calendar-feed   403  403  403  403  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
calendar-ics    404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404  404
absences        302  302  302  302  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
name-substitute 403  403  403  403  422  422  422  422  422  422  422  422  422  422  422  422  422  403  403  403
end-absence     403  403  403  403  404  404  404  404  404  404  404  404  404  404  404  404  404  403  403  403
hand-over       403  403  403  403  422  422  422  422  422  422  422  422  422  422  422  422  422  403  403  403
handover        302  302  302  302  404  404  404  404  404  404  404  404  404  404  404  404  404  403  403  403
keys            302  302  302  302  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
find                302   302  302    302     302    302         302         302             302    302     302  302          200     200       200     200      200          403            403     403
find-person         302   302  302    302     200    200         403         200             200    403     200  403          200     200       200     200      200          403            403     403
open-person         403   403  403    403     302    302         403         302             302    403     302  403          404     404       404     404      404          403            403     403
odd-ratings     302 302 302 302  403 200 200 200 200 403 403 403 403 403 403 403 200 403 403 200
filed 302 302 302 302 403 200 200 200 200 200 403 200 403 403 403 403 200 403 403 403
readings            302   302  302    302     403    403         403         403             403    403     403  403          403     403       403     403      403          403            403     200
export              403   403  403    403     200    200         200         200             200    200     200  200          200     200       200     200      200          403            403     403
forward-many        403   403  403    403     403    302         403         302             302    403     403  403          403     403       403     403      302          403            403     403
save-filter         403   403  403    403     302    302         302         302             302    302     302  302          302     302       302     302      302          403            403     403
drop-filter         403   403  403    403     404    404         404         404             404    404     404  404          404     404       404     404      404          403            403     403
repeats 302 302 302 302 200 200 403 200 200 403 403 403 403 403 403 403 404 403 403 403
petition            302   302  302    302     200    200         200         200             200    200     200  200          404     404       404     404      404          403            403     403
move                403   403  403    403     409    409         409         409             409    409     302  409          404     404       404     404      404          403            403     403
attachment          302   302  302    302     200    200         200         200             200    200     200  200          404     404       404     404      404          403            403     403
file-preview        302  302  302  302  404  404  404  404  404  404  404  404  404  404  404  404  404  403  403  403
original            302  302  302  302  200  200  200  200  200  404  200  200  404  404  404  404  404  403  403  403
erasures            302  302  302  302  403  403  403  403  403  403  403  403  403  403  403  403  403  403  200  200
decide-erasure      403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  403  404  404
my-file             302  302  302  200  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
my-preview          302  302  302  404  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302  302
paper               302   302  302    302     200    200         200         200             200    200     200  200          404     404       404     404      404          403            403     403
entrance            302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
choose-post         403   403  403    403     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
sign-in             200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
account_login   200     200   200  200     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
invitation      200     200   200  200     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
mfa_authenticate 302    302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
mfa_login_webauthn 302  302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
account_reauthenticate 302 302 302 302     403    403    403         403         403             403    403     403  403          403     403       403     403      403          403            403
mfa_reauthenticate 302  302   302  302     403    403    403         403         403             403    403     403  403          403     403       403     403      403          403            403
mfa_reauthenticate_webauthn 302 302 302 302 403   403    403         403         403             403    403     403  403          403     403       403     403      403          403            403
mfa_index       302     302   302  302     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
account-password 302    302   302  302     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
account-sessions 302    302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
account-leave   302     302   302  302     302    302    302         302         302             302    302     302  302          302     302       302     302      302          302            302
mfa_activate_totp 302   302   302  302     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
mfa_deactivate_totp 302 302   302  302     404    404    404         404         404             404    404     404  404          404     404       404     404      404          404            404
mfa_view_recovery_codes 302 302 302 302    404    404    404         404         404             404    404     404  404          404     404       404     404      404          404            404
mfa_generate_recovery_codes 302 302 302 302 200   200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
mfa_add_webauthn 302    302   302  302     200    200    200         200         200             200    200     200  200          200     200       200     200      200          200            200
mfa_remove_webauthn 302 302   302  302     404    404    404         404         404             404    404     404  404          404     404       404     404      404          404            404
sign-ins        302     302   302  302     403    403    403         403         403             403    403     403  403          403     403       403     403      403          403            200
sign-in-locks   302     302   302  302     403    403    403         403         403             403    403     403  403          403     403       403     403      403          200            403
sign-out            302   302  302    302     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
outbox              302   302  302    302     200    200         403         200             200    403     403  403          403     403       403     403      200          403            403     403
ledger              302   302  302    302     403    403         403         403             403    403     403  403          403     403       403     403      403          403            403     200
preferences         302   302  302    302     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
api-docs            302   302  302    302     302    302         302         302             302    302     302  302          302     302       302     302      302          302            302     302
api:openapi-view    200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
api:openapi-json    200   200  200    200     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
api:api-root        404   404  404    404     404    404         404         404             404    404     404  404          404     404       404     404      404          404            404     404
api:nowhere         404   404  404    404     404    404         404         404             404    404     404  404          404     404       404     404      404          404            404     404
api:register        201   201  201    201     201    201         403         201             201    403     403  403          403     403       403     403      201          403            403     403
api:follow          401   401  200    200     401    401         401         401             401    401     401  401          401     401       401     401      401          401            401     401
api:open_paper      401   401  401    200     401    401         401         401             401    401     401  401          401     401       401     401      401          401            401     401
api:duties          401   401  401    401     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
api:petitions       401   401  401    401     200    200         200         200             200    200     200  200          200     200       200     200      200          200            200     200
api:case            401   401  401    401     200    200         200         200             200    200     200  200          404     404       404     404      404          404            404     404
api:search          401  401  401  401  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
api:find_person     401  401  401  401  200  200  403  200  200  403  200  403  200  200  200  200  200  403  403  403
api:absences        401  401  401  401  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
api:name_substitute 401  401  401  401  422  422  422  422  422  422  422  422  422  422  422  422  422  403  403  403
api:end_absence     401  401  401  401  404  404  404  404  404  404  404  404  404  404  404  404  404  403  403  403
api:handovers       401  401  401  401  200  200  200  200  200  200  200  200  200  200  200  200  200  403  403  403
api:hand_over       401  401  401  401  422  422  422  422  422  422  422  422  422  422  422  422  422  403  403  403
api:handover        401  401  401  401  404  404  404  404  404  404  404  404  404  404  404  404  404  403  403  403
administration                          302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-tree                     302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-steps                    302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
administration-readings                 302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
administration-names                    302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
administration-proofs                   302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
administration-chain                    302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200
administration-upload                   302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 403 403
administration-submit                   403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 200 403 403
administration-template                 302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 403 403
administration-import                   302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 404 404 404
administration-decide                   403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 404 404 403
administration-subject                  302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 302 302 302
administration-rows                     302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-new                      302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 403 403
administration-table                    302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 403 403
administration-row                      302 302 302 302 403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-move                     403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 403 422 403 403
administration-in-force                 302 302 302 302  403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-paper-preview-in-force   302 302 302 302  403 403 403 403 403 403 403 403 403 403 403 403 403 200 200 200
administration-paper-preview            302 302 302 302  403 403 403 403 403 403 403 403 403 403 403 403 403 404 404 404
administration-copy                     403 403 403 403  403 403 403 403 403 403 403 403 403 403 403 403 403 302 403 403
case-file                               302 302 302 302  404 404 404 404 404 404 404 404 404 404 404 404 404 403 403 403
"""


def table() -> dict[str, dict[str, int]]:
    header, *lines = PAGES.strip().splitlines()
    people = header.split()
    rows = [line.split() for line in lines]
    return {name: dict(zip(people, map(int, statuses), strict=True)) for name, *statuses in rows}


@dataclass(frozen=True)
class Matter:
    case: Case
    file: Any
    paper: Any


@pytest.fixture(scope="module")
def matter(world: World) -> Matter:
    case = world.people.bring_to("accepted", world.people.file(files=(("工资表.txt", "欠薪".encode()),)))
    file = Attachment.objects.get(subject=case.filing.pk)
    make_copies(file.pk)
    return Matter(case, file, Paper.objects.get(kind="notice"))


Asked = tuple[str, dict[str, Any], Any]  # method, arguments of the address, what is sent


def requests(matter: Matter) -> dict[str, Asked]:
    """How each address is asked; those not named are opened without arguments."""
    filing, number = {"filing": matter.case.filing.pk}, Filing.objects.get(pk=matter.case.filing.pk).number
    new = {"text": "路灯坏了", "request_key": "0" * 36}
    unit = {"code": "unit", "pk": Unit.objects.get(code="rs-labour").pk}
    return {
        "file": ("POST", {}, new),
        "tell-screen": ("GET", {"code": "what"}, None),
        "tell-check": ("POST", {}, {}),
        "tell-forget": ("POST", {}, {}),
        "receipt": ("GET", filing, None),
        "receipt-sheet": ("GET", filing, None),
        "progress": ("GET", filing, None),
        "prove": ("POST", filing, {"factor": "0000"}),
        "my-paper": ("GET", filing | {"pk": matter.paper.pk}, None),
        "act": ("POST", filing | {"code": "urge"}, {"words": "请快一点"}),
        "verify-code": ("GET", {"code": matter.paper.code}, None),
        "administration-submit": ("POST", {}, {}),
        "administration-template": ("GET", {"table": "units"}, None),
        "administration-import": ("GET", {"pk": matter.case.petition}, None),
        "administration-decide": ("POST", {"pk": matter.case.petition}, {}),
        "administration-subject": ("GET", unit, None),
        "administration-rows": ("GET", {"code": "unit"}, None),
        "administration-new": ("GET", {"code": "unit"}, None),
        "administration-table": ("GET", {"code": "route"}, None),
        "administration-row": ("GET", unit, None),
        "administration-move": ("POST", unit | {"name": "edit"}, {}),
        "administration-paper-preview-in-force": ("GET", {"code": "notice"}, None),
        "administration-paper-preview": ("GET", {"pk": matter.paper.pk}, None),
        "administration-copy": ("POST", {"what": "message", "code": "forward"}, {}),
        "case-file": ("GET", {"pk": matter.paper.pk}, None),
        "window": ("POST", {}, new | {"channel": "visit"}),
        "find": ("GET", {}, {"q": number}),
        "open-person": ("POST", {"pk": matter.case.filing.pk}, {"purpose": "repeat"}),
        "export": ("POST", {}, {}),
        "forward-many": ("POST", {}, {}),
        "save-filter": ("POST", {}, {"name": "新来的", "stage": "new"}),
        "drop-filter": ("POST", {"pk": matter.case.filing.pk}, {}),
        "repeats": ("GET", {"pk": matter.case.petition}, None),
        "petition": ("GET", {"pk": matter.case.petition}, None),
        "calendar-feed": ("POST", {}, {"act": "renew"}),
        "calendar-ics": ("GET", {"secret": "guessed"}, None),
        "name-substitute": ("POST", {}, {}),
        "end-absence": ("POST", {"pk": matter.case.petition}, {}),
        "hand-over": ("POST", {}, {}),
        "handover": ("GET", {"pk": matter.case.petition}, None),
        "move": (
            "POST",
            {"pk": matter.case.handling.pk, "code": "contact"},
            {"method": "phone", "words": "已联系"},
        ),
        "attachment": ("GET", {"pk": matter.file.pk}, None),
        "file-preview": ("GET", {"pk": matter.file.pk}, None),
        "original": ("GET", {"pk": matter.file.pk}, None),
        "decide-erasure": ("POST", {"pk": matter.case.petition, "code": "confirm"}, {}),
        "my-file": ("GET", filing | {"pk": matter.file.pk}, None),
        "my-preview": ("GET", filing | {"pk": matter.file.pk}, None),
        "paper": ("GET", {"pk": matter.paper.pk}, None),
        "choose-post": ("POST", {}, {"post": "none of mine"}),
        "lost-renew": ("POST", filing, {}),
        "withdraw": ("GET", filing, None),
        "report-retaliation": ("POST", filing, {}),
        "withdraw-code": ("GET", filing, None),
        "renew-mine": ("POST", filing, {}),
        "sign-out": ("POST", {}, {}),
        "account-sessions": ("POST", {}, {}),
        "account-leave": ("POST", {}, {}),
        "mfa_remove_webauthn": ("GET", {"pk": 0}, None),
        "preferences": ("POST", {}, {"text": "large"}),
        "api:nowhere": ("GET", {"rest": "nowhere/at/all"}, None),
        "api:register": ("POST", {}, {"text": "路灯坏了"}),
        "api:follow": ("GET", {"id": number}, None),
        "api:open_paper": ("GET", {"id": number, "paper": matter.paper.pk}, None),
        "api:case": ("GET", {"id": matter.case.petition}, None),
        "api:search": ("GET", {}, None),
        "api:find_person": ("POST", {}, {"person": "张三丰", "purpose": "repeat"}),
        "api:name_substitute": ("POST", {}, {}),
        "api:end_absence": ("POST", {"id": matter.case.petition}, {}),
        "api:hand_over": ("POST", {}, {}),
        "api:handover": ("GET", {"id": matter.case.petition}, None),
    }


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def is_move(name: str) -> bool:
    """The API's operations of moves have a matrix of their own."""
    kinds = (
        "petition", "filing", "handling", "review", "objection", "assistance", "callback", "recusal", "alert", "alert_receipt",
        "conference", "conference_task",
    )  # fmt: skip
    return name.startswith(tuple(f"api:{kind}_" for kind in kinds))


def test_every_address_and_everybody_is_in_the_table():
    assert {name for name in names(get_resolver()) if not is_move(name)} == table().keys()
    assert all(tuple(row) == EVERYBODY for row in table().values())
    assert EVERYBODY == CITIZENS + OFFICERS


def ask(world: World, who: str, matter: Matter, name: str) -> HttpResponse:
    method, arguments, data = requests(matter).get(name, ("GET", {}, None))
    path = reverse(name, kwargs=arguments)
    if name.startswith("api:"):
        return world.call(who, matter.case, method, path, data)
    with undone():
        client = world.browser(who, matter.case)
        act: Callable[..., Any] = client.post if method == "POST" else client.get
        response: HttpResponse = act(path, data)
        return response


@pytest.mark.parametrize("name", table())
def test_everybody_gets_what_the_table_says(world: World, matter: Matter, name: str):
    got = {who: ask(world, who, matter, name).status_code for who in EVERYBODY}
    assert got == table()[name]


STRANGERS = ("city_handler", "housing", "inspector", "accused", "stranger")


@pytest.mark.parametrize("who", OFFICERS)
def test_find_leads_only_to_what_one_may_see(world: World, matter: Matter, who: str):
    response = ask(world, who, matter, "find")
    seen = response.status_code == 302 and str(matter.case.petition) in response["Location"]
    assert seen == (who not in {*STRANGERS, "system_admin", "security_admin", "auditor"})


@pytest.mark.parametrize("name", ["duties", "queue", "outbox", "api:duties", "api:petitions"])
def test_lists_show_it_only_to_those_who_may_see_it(world: World, matter: Matter, name: str):
    reach = set(OFFICERS) - {*STRANGERS, "system_admin", "security_admin", "auditor"}
    showing = {
        "duties": {"handler"},
        "api:duties": {"handler"},
        "outbox": {"window", "sorter", "city_sorter", "province_sorter"},
    }
    shown = {
        who for who in OFFICERS if str(matter.case.petition) in ask(world, who, matter, name).content.decode()
    }
    assert shown == showing.get(name, reach)


def test_auditor_reads_no_word_and_no_name(world: World, matter: Matter):
    page = ask(world, "auditor", matter, "ledger").content.decode()
    assert "handling.accept" in page
    assert not [word for word in ("张三丰", "5678", "138****", "工资", "SC511421") if word in page]


def test_no_list_grew_from_all_this(world: World, matter: Matter):
    """The undoing works: what the matrix filed and moved is gone."""
    assert Subject.objects.filter(kind="petition").count() == 2
