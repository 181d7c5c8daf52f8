"""Templates and message words: copied, edited, previewed by one administrator, in force when a second agrees.

What was issued keeps its version. A template can reach nothing: no file, no package, no network, no endless time.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.memory import forget_all
from sunshine.foundation.notices import wordings
from sunshine.foundation.notices.actions import body
from sunshine.foundation.notices.models import Message
from sunshine.foundation.papers import sandbox, versions
from sunshine.foundation.papers.actions import pdf, printed
from sunshine.foundation.papers.kinds import all_kinds
from sunshine.foundation.papers.models import Paper, Template
from sunshine.foundation.procedure.management.commands.verify import problems
from tests.foundation.papers.test_rendering import text_of
from tests.support.cast import Cast

LIBRARY = '#import "/foundation/papers/templates_typ/gb9704.typ": *\n'


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    forget_all()


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client


def act(cast: Cast, who: str, kind: str, pk: Any, move: str, **data: str) -> Any:
    address = f"/desk/admin/{kind}/{pk}/{move}/"
    response = browser(cast, who).post(address, {"request_key": str(uuid4()), **data})
    forget_all()
    return response


def draft(cast: Cast, what: str = "document", code: str = "opinion") -> UUID:
    response = browser(cast, "system_admin").post(f"/desk/admin/in-force/{what}/{code}/copy/")
    assert response.status_code == 302
    return UUID(response["Location"].rstrip("/").rpartition("/")[2])


def publish(cast: Cast, kind: str, pk: UUID) -> None:
    assert act(cast, "system_admin", kind, pk, "publish").status_code == 302
    assert act(cast, "security_admin", kind, pk, "confirm").status_code == 302


def changed(cast: Cast) -> UUID:
    """A draft of the opinion whose heading is another."""
    pk = draft(cast)
    source = Template.objects.get(pk=pk).source.replace("信访事项处理意见书", "信访事项答复意见书")
    assert (
        act(cast, "system_admin", "paper_template", pk, "edit", source=source, note="改名称").status_code
        == 302
    )
    return pk


def test_a_published_version_is_used_from_then_on_and_older_papers_keep_theirs(cast: Cast):
    before = cast.bring_to("issued")
    old = Paper.objects.get(kind="opinion", subject=before.handling.pk)
    first = versions.press(old.template, printed(old))
    publish(cast, "paper_template", changed(cast))
    after = cast.bring_to("issued")
    new = Paper.objects.get(kind="opinion", subject=after.handling.pk)
    assert "信访事项答复意见书" in text_of(pdf(new))
    assert "信访事项处理意见书" in text_of(pdf(old))
    assert versions.press(old.template, printed(old)) == first == pdf(old)
    assert versions.press(new.template, printed(new)) == pdf(new)
    step = Step.objects.get(subject=after.handling.pk, move="issue_opinion", phase="")
    assert step.facts["paper"]["template"] == new.template
    assert list(problems()) == []


def test_a_draft_is_not_used_and_nobody_publishes_alone(cast: Cast):
    pk = changed(cast)
    assert versions.current("opinion").endswith(".typ")
    assert act(cast, "system_admin", "paper_template", pk, "publish").status_code == 302
    assert versions.current("opinion").endswith(".typ")
    assert act(cast, "system_admin", "paper_template", pk, "confirm").status_code in {403, 404, 409}
    assert act(cast, "security_admin", "paper_template", pk, "edit", source="x", note="y").status_code in {
        403,
        409,
    }
    assert Template.objects.get(pk=pk).published_at is None


def test_a_published_version_is_never_changed_and_can_be_withdrawn(cast: Cast):
    pk = changed(cast)
    publish(cast, "paper_template", pk)
    assert versions.current("opinion") == str(pk)
    assert act(cast, "system_admin", "paper_template", pk, "edit", source="x", note="y").status_code in {
        409,
        422,
    }
    assert "答复意见书" in Template.objects.get(pk=pk).source
    assert act(cast, "system_admin", "paper_template", pk, "withdraw").status_code == 302
    assert versions.current("opinion") == str(pk)
    assert act(cast, "security_admin", "paper_template", pk, "confirm").status_code == 302
    assert versions.current("opinion").endswith(".typ")


def test_what_does_not_print_is_not_kept_and_says_the_line(cast: Cast):
    pk = draft(cast)
    before = Template.objects.get(pk=pk).source
    response = act(
        cast, "system_admin", "paper_template", pk, "edit", source=LIBRARY + "\n#data.nothing", note="试"
    )
    assert response.status_code == 422
    said = response.content.decode()
    assert "第 3 行" in said
    assert "nothing" in said
    assert Template.objects.get(pk=pk).source == before


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")', '#read("/foundation/papers/../../../../etc/passwd")', '#image("/etc/passwd")',
        '#import "@preview/cetz:0.3.0": *', '#import ("@pre" + "view/cetz:0.3.0"): *', '#plugin("/x.wasm")',
        '#let r = dictionary(std).at("re" + "ad")\n#r("/etc/hostname")',
    ],
)  # fmt: skip
def test_a_template_reaches_no_file_and_no_package(source: str):
    with pytest.raises(sandbox.Unprintable):
        sandbox.printed(source, {})


def test_an_endless_template_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    with pytest.raises(sandbox.Unprintable):
        sandbox.printed("#for i in range(10000) { for j in range(10000) { let k = i * j } }", {})


def test_every_shipped_template_prints_its_sample_in_the_sandbox_as_outside_it():
    for kind in all_kinds():
        facts = versions.sample(kind.code)
        (inside,) = sandbox.printed(versions.source_of(kind.version), facts)
        assert text_of(inside) == text_of(versions.press(kind.version, facts))


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "auditor"])
def test_administrators_preview(cast: Cast, who: str):
    pk = changed(cast)
    client = browser(cast, who)
    address = f"/desk/admin/paper_template/{pk}/preview/"
    document = client.get(address, {"as": "pdf"})
    assert "信访事项答复意见书" in text_of(document.content)
    assert 'src="data:image/png;base64,' in client.get(address).content.decode()
    shipped = client.get("/desk/admin/in-force/opinion/preview/", {"as": "pdf"})
    assert len(PdfReader(io.BytesIO(shipped.content)).pages) == 2
    assert client.get("/desk/admin/in-force/").status_code == 200


@pytest.mark.parametrize("who", ["sorter", "handler", "head", "leader", "window"])
def test_nobody_else_sees_templates(cast: Cast, who: str):
    pk = draft(cast)
    client = browser(cast, who)
    for address in (
        f"paper_template/{pk}/",
        f"paper_template/{pk}/preview/",
        "in-force/",
        "in-force/opinion/preview/",
    ):
        assert client.get(f"/desk/admin/{address}").status_code == 403
    assert client.post("/desk/admin/in-force/document/opinion/copy/").status_code == 403


def test_the_words_of_a_message_change_for_what_is_sent_from_then_on(cast: Cast):
    pk = draft(cast, "message", "sort" if "sort" in wordings.telling() else "forward")
    words = "【某县信访】您的事（{number}）转给{units}了，15日内给您书面答复。"
    assert (
        act(cast, "system_admin", "message_wording", pk, "edit", words=words, note="更短").status_code == 302
    )
    publish(cast, "message_wording", pk)
    case = cast.bring_to("forwarded")
    told = Message.objects.select_related("subject").get(subject=case.filing.pk, move="forward")
    assert body(told) == words.format(number=case.filing.number, units="仁寿县人力资源和社会保障局")


@pytest.mark.parametrize(
    "words",
    ["【阳光信访】{number}{name}{units}", "【阳光信访】{number", "【阳光信访】{units}办", "您的{number}", "【阳光信访】{number.__class__}{units}"],
)  # fmt: skip
def test_words_that_leave_out_or_ask_for_too_much_are_refused(words: str):
    with pytest.raises(ValidationError):
        wordings.check("forward", words)


def test_the_code_stays_in_the_first_message():
    words = wordings.words_of("register")
    wordings.check("register", words)
    with pytest.raises(ValidationError):
        wordings.check("register", words.replace("{code}", ""))
