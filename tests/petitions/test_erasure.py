"""Lawful erasure: asked for by one administrator, approved by another; then nothing personal is left anywhere.

What was done, by whom and when stays, and ``sunshine verify`` still finds the record whole.
"""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from sunshine.channels.held import KEY, PROVEN
from sunshine.foundation.duties.models import Duty
from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.models import Attachment, Copy
from sunshine.foundation.ledger.models import Step, Subject
from sunshine.foundation.ledger.queries import words_of
from sunshine.foundation.ledger.scope import visible
from sunshine.foundation.ledger.stores import store
from sunshine.foundation.notices.actions import send
from sunshine.foundation.notices.models import Message
from sunshine.foundation.offices.actors import SYSTEM, Actor
from sunshine.foundation.offices.models import Post, Role
from sunshine.foundation.papers.actions import pdf
from sunshine.foundation.papers.models import Paper
from sunshine.foundation.people.identity import blind_index, mask_name, mask_phone
from sunshine.foundation.procedure.engine import Forbidden, Refused
from sunshine.foundation.procedure.given import Given
from sunshine.foundation.procedure.perform import Unseen, perform
from sunshine.foundation.search.index import index
from sunshine.foundation.search.models import Entry
from sunshine.petitions.erasing import ask_erasure, decide
from sunshine.petitions.finding import find, people
from sunshine.web.launcher.programs import candidates
from tests.petitions.test_costs import statements
from tests.support.cast import Case, Cast

NAME, PHONE, ID = "欧阳蛐蛐", "13987654321", "511421199001011234"
TEXT, DEMAND = "鼹鼠一样的工头卷了款子跑路。", "把七十三天的工钱还来"
FILE, FILE_NAME = "绿豆糕收据第七十三号", "蛐蛐的收据.txt"
GIVEN = Given({"basis": "purpose"}, {"approval": "川档发〔2026〕3 号，保存期限届满。"})
SPOKEN = (NAME, PHONE, ID, TEXT[:6], DEMAND[:6], FILE[:6], FILE_NAME)
DERIVED = (mask_name(NAME), mask_phone(PHONE))


def matter(cast: Cast) -> Case:
    """Everything a matter can leave behind: files and their copies, papers, messages, an opened name, material."""
    case = cast.file(
        text=TEXT, demands=DEMAND, name=NAME, phone=PHONE, id_number=ID, files=((FILE_NAME, FILE.encode()),)
    )
    perform(
        case.filing.pk,
        "unmask",
        cast.sorter,
        Given({"purpose": "contact"}, {"words": "给" + NAME + "打电话"}),
    )
    cast.bring_to("rated", case)
    for file in Attachment.objects.filter(subject__root=case.petition):
        make_copies(file.pk)
    for paper in Paper.objects.filter(subject__root=case.petition):
        pdf(paper)
    for message in Message.objects.filter(subject__root=case.petition):
        send(message.pk)
    return case


def let_rights_lapse(case: Case) -> None:
    for duty in Duty.objects.filter(subject__root=case.petition, state="open"):
        perform(duty.subject_id, "lapse", SYSTEM, Given({"duty": str(duty.pk), "rule": duty.rule}))


def everything(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, str]]:
    """Every row of every table as text, the queue's and the sessions' included."""
    tables = connection.execute(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    ).fetchall()
    for (table,) in tables:
        for (row,) in connection.execute(f"SELECT t::text FROM {table} t").fetchall():
            yield table, row


def needles() -> dict[str, str]:
    """What is looked for: in clear, as bytes, escaped as JSON does, and as what was derived from it."""
    found = {word: word for word in (*SPOKEN, *DERIVED)}
    found |= {word.encode().hex(): word for word in SPOKEN}
    found |= {word.encode("unicode_escape").decode(): word for word in SPOKEN if not word.isascii()}
    for kind, value in (("phone", PHONE), ("id", ID)):
        blind = blind_index(kind, value)
        assert blind
        found[blind.hex()] = f"index of {kind}"
    return found


def traces(connection: psycopg.Connection[Any]) -> set[tuple[str, str]]:
    """Where something personal stands in a table."""
    sought = needles()
    return {
        (table, word)
        for table, row in everything(connection)
        for needle, word in sought.items()
        if needle in row
    }


def dumped(connection: psycopg.Connection[Any]) -> set[str]:
    """What personal stands in a dump of the whole database, as PostgreSQL's own program writes it."""
    info = connection.info
    program = next(folder / "pg_dump" for folder in candidates() if (folder / "pg_dump").exists())
    place = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGPASSWORD": info.password}
    ran = subprocess.run([program, info.dbname], env=place, capture_output=True, text=True, check=True)
    assert "COPY public.ledger_step" in ran.stdout
    return {word for needle, word in needles().items() if needle in ran.stdout}


def on_disk() -> set[str]:
    """What personal stands in any file the site keeps."""
    kept = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return {word for word in SPOKEN for data in kept if word.encode() in data}


def erased(cast: Cast, case: Case) -> Subject:
    let_rights_lapse(case)
    asked = ask_erasure(case.filing.number, GIVEN, cast.security_admin)
    decide(asked.step.subject_id, "confirm", Given(), cast.auditor)
    return Subject.objects.get(pk=asked.step.subject_id)


def test_nothing_personal_is_left_in_tables_files_or_logs(
    own_cast: Cast, owner_connection: psycopg.Connection[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case, other = matter(own_cast), own_cast.file(text="另一件事照旧。", name="别人")
    before = traces(owner_connection)
    assert {("people_party", word) for word in (*DERIVED, "index of phone", "index of id")} <= before
    assert {word for _table, word in before} <= dumped(owner_connection)
    assert words_of(case.petition)
    index(case.petition)
    assert [line.petition for line in find(own_cast.sorter, {"q": TEXT[:6]}).lines] == [case.petition]
    assert [hit.filing for hit in people(own_cast.sorter, NAME)] == [case.filing.pk]
    blobs = {*Attachment.objects.values_list("pk", flat=True), *Copy.objects.values_list("pk", flat=True)}
    blobs |= set(Paper.objects.values_list("pk", flat=True))
    assert all(store().size(pk) for pk in blobs)

    erasure = erased(own_cast, case)

    assert traces(owner_connection) == set()
    assert dumped(owner_connection) == set()
    assert on_disk() == set()
    assert not Entry.objects.filter(pk=case.petition).exists()
    index(case.petition)  # as a job that was queued before would do
    assert not find(own_cast.sorter, {"q": TEXT[:6]}).lines
    assert not people(own_cast.sorter, NAME)
    assert not people(own_cast.sorter, PHONE)
    family = Subject.objects.filter(root=case.petition).exclude(pk=erasure.pk)
    assert set(family.values_list("key", flat=True)) == {None}
    assert {subject for subject, _seq, _name in words_of(case.petition)} == {erasure.pk}
    assert [pk for pk in blobs if store().size(pk) is not None] == []
    assert not [word for word in (*SPOKEN, *DERIVED) if word in caplog.text]
    assert words_of(other.petition)


def test_the_record_stays_whole_and_says_what_was_erased(own_cast: Cast) -> None:
    case = matter(own_cast)
    steps = Step.objects.filter(subject__root=case.petition).count()
    erasure = erased(own_cast, case)
    said = StringIO()
    call_command("verify", stdout=said)
    assert said.getvalue().splitlines()[-1] == "whole"
    # A call-back with them, where this rating is among the sampled.
    family = Subject.objects.filter(root=case.petition).exclude(pk=erasure.pk)
    assert f"{family.count()} erased" in said.getvalue()
    assert Step.objects.filter(subject__root=case.petition).count() > steps
    kinds = set(Step.objects.filter(move="erased").values_list("subject__kind", flat=True))
    assert kinds == set(family.values_list("kind", flat=True)) >= {"petition", "filing", "handling"}
    assert erasure.stage == "done"


def test_pages_say_so_and_nothing_breaks(own_cast: Cast) -> None:
    case = matter(own_cast)
    file, paper = Attachment.objects.get(), Paper.objects.filter(kind="notice").first()
    assert paper
    erased(own_cast, case)
    desk, citizen = Client(), Client()
    desk.force_login(own_cast.posts["sorter"].officer)
    session = citizen.session
    session[KEY] = {str(case.filing.pk): PROVEN}
    session.save()
    shown = {
        desk.get(f"/desk/petitions/{case.petition}/"): 200,
        desk.get("/desk/petitions/"): 200,
        desk.get(f"/desk/papers/{paper.pk}/"): 410,
        citizen.get(f"/progress/{case.filing.pk}/"): 200,
        citizen.get(f"/progress/{case.filing.pk}/papers/{paper.pk}/"): 410,
    }
    for response, status in shown.items():
        assert response.status_code == status, response.request["PATH_INFO"]
        assert "已依法清除" in response.content.decode(), response.request["PATH_INFO"]
    Paper.objects.filter(pk=paper.pk).update(sm3="")  # as if the press had not come to it before
    assert desk.get(f"/desk/papers/{paper.pk}/").status_code == 410
    assert "匿名" not in desk.get(f"/desk/petitions/{case.petition}/").content.decode()
    assert desk.get(f"/desk/files/{file.pk}/").status_code == 302
    assert citizen.get(f"/progress/{case.filing.pk}/files/{file.pk}/").status_code == 404
    for path in (
        f"/receipt/{case.filing.pk}/",
        f"/receipt/{case.filing.pk}/sheet/",
        "/desk/outbox/",
        "/desk/",
    ):
        assert (citizen if "receipt" in path else desk).get(path).status_code < 500, path
    added = citizen.post(f"/progress/{case.filing.pk}/add_material/", {"words": "再补一句"})
    assert added.status_code == 409


def test_nothing_is_erased_while_anything_is_owed(cast: Cast) -> None:
    case = cast.bring_to("delivered")
    with pytest.raises(Refused, match="期限没有走完"):
        ask_erasure(case.filing.number, GIVEN, cast.security_admin)
    assert not Subject.objects.filter(kind="erasure").exists()


def finished(cast: Cast) -> Case:
    case = cast.bring_to("delivered")
    let_rights_lapse(case)
    return case


def both_at_once(cast: Cast) -> Actor:
    """The security administrator's officer, who was given an auditor's post as well."""
    post = cast.posts["security_admin"]
    cast.posts["both"] = Post.objects.create(
        officer=post.officer, unit=post.unit, role=Role.AUDITOR, title="both"
    )
    return cast.both


def test_one_person_alone_cannot_erase(cast: Cast) -> None:
    case = finished(cast)
    erasure = ask_erasure(case.filing.number, GIVEN, cast.security_admin).step.subject_id
    with pytest.raises(Forbidden):
        decide(erasure, "confirm", Given(), cast.security_admin)
    with pytest.raises(Refused, match="自己提出"):
        decide(erasure, "confirm", Given(), both_at_once(cast))
    assert Subject.objects.filter(key=None).count() == 0


@pytest.mark.parametrize("who", ["system_admin", "auditor", "sorter", "bureau_head", "leader", "handler"])
def test_nobody_else_may_ask(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        ask_erasure(finished(cast).filing.number, GIVEN, getattr(cast, who))


@pytest.mark.parametrize("who", ["sorter", "bureau_head", "leader", "handler", "head"])
def test_whoever_works_on_the_matter_cannot_decide_it(cast: Cast, who: str) -> None:
    erasure = ask_erasure(finished(cast).filing.number, GIVEN, cast.security_admin).step.subject_id
    with pytest.raises(Unseen):
        decide(erasure, "confirm", Given(), getattr(cast, who))


@pytest.mark.past_the_engine
def test_asking_opens_the_matter_to_nobody_new(cast: Cast) -> None:
    """The administrator's own unit must not come to see a sealed matter because an erasure was asked for there."""
    case = cast.file(purpose="report")
    let_rights_lapse(case)
    Duty.objects.filter(subject__root=case.petition).update(state="done", wake_at=None)

    def seeing() -> set[str]:
        return {who for who in cast.posts if visible(getattr(cast, who)).filter(pk=case.petition).exists()}

    before = seeing()
    erasure = ask_erasure(case.filing.number, GIVEN, cast.security_admin).step.subject_id
    assert seeing() == before == {"window", "sorter", "bureau_head"}
    assert {who for who in cast.posts if visible(getattr(cast, who)).filter(pk=erasure).exists()} == {
        "system_admin", "security_admin", "auditor",
    }  # fmt: skip


def test_a_refused_erasure_can_be_asked_again(cast: Cast) -> None:
    case = finished(cast)
    first = ask_erasure(case.filing.number, GIVEN, cast.security_admin).step.subject_id
    decide(first, "send_back", Given(texts={"reason": "文号不对"}), cast.auditor)
    assert ask_erasure(case.filing.number, GIVEN, cast.security_admin).step.subject_id == first
    decide(first, "confirm", Given(), cast.auditor)
    with pytest.raises(Refused, match="清除过"):
        ask_erasure(case.filing.number, GIVEN, cast.security_admin)


def test_the_list_of_erasures_costs_the_same_however_long(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.posts["auditor"].officer)
    ask_erasure(finished(cast).filing.number, GIVEN, cast.security_admin)
    one = statements(client, "/desk/admin/erasures/")
    for _ in range(3):
        ask_erasure(finished(cast).filing.number, GIVEN, cast.security_admin)
    assert statements(client, "/desk/admin/erasures/") == one <= 8


def test_the_page_of_erasures(cast: Cast) -> None:
    case = finished(cast)
    asking, deciding = Client(), Client()
    asking.force_login(cast.posts["security_admin"].officer)
    deciding.force_login(cast.posts["auditor"].officer)
    unknown = asking.post("/desk/admin/erasures/", {"number": "SC1", "basis": "law", "approval": "某文"})
    assert (unknown.status_code, "没有这个编号" in unknown.content.decode()) == (422, True)
    sent = {"number": case.filing.number, "basis": "law", "approval": "川档发〔2026〕3 号"}
    assert asking.post("/desk/admin/erasures/", sent).status_code == 302
    page = deciding.get("/desk/admin/erasures/").content.decode()
    assert case.filing.number in page
    assert "川档发〔2026〕3 号" in page
    assert "张" not in page
    assert "木工" not in page
    erasure = Subject.objects.get(kind="erasure")
    assert deciding.post(f"/desk/admin/erasures/{erasure.pk}/confirm/").status_code == 302
    assert "已依法清除" in asking.get("/desk/admin/erasures/").content.decode()
    assert Subject.objects.filter(root=case.petition, key=None).count() == 3
