"""Forms that come too late: nothing typed is lost, and nothing that another site sends is done."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from sunshine.foundation.ledger.models import Step
from sunshine.petitions.models import Filing
from tests.support.cast import Case, Cast

TYPED = {"method": "phone", "words": "电话说好周五核对考勤。", "request_key": "0" * 36, "stage_seq": "3"}


def contact(case: Case) -> str:
    return f"/desk/subjects/{case.handling.pk}/contact/"


def hidden(page: Any) -> dict[str, str]:
    """The form that the kept page offers to send again."""
    form = page.content.decode().split("<form", 2)[-1].rsplit("<form", 1)[-1]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_form_posted_after_signing_out_is_kept_and_can_be_sent_again(cast: Cast):
    case = cast.bring_to("accepted")
    client = strict()
    client.force_login(cast.posts["handler"].officer)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/desk/").content.decode())
    assert token
    client.logout()
    kept = client.post(contact(case), TYPED | {"csrfmiddlewaretoken": token.group(1)})
    assert (kept.status_code, TYPED["words"] in kept.content.decode()) == (403, True)
    assert list(kept.context["words"]) == [TYPED["words"]]  # nobody typed "phone" or the keys
    client.force_login(cast.posts["handler"].officer)
    for _ in range(2):  # signing in anew changes the token, so the page may ask once more
        again = client.post(contact(case), hidden(kept))
        if again.status_code == 302:
            break
        kept = again
    assert again.status_code == 302
    step = Step.objects.get(move="contact")
    assert step.officer == cast.posts["handler"].officer


def test_expired_token_keeps_what_was_typed(cast: Cast):
    case = cast.bring_to("accepted")
    client = strict()
    client.force_login(cast.posts["handler"].officer)
    kept = client.post(contact(case), TYPED | {"csrfmiddlewaretoken": "x" * 64})
    assert kept.status_code == 403
    assert hidden(kept).items() >= {("words", TYPED["words"]), ("stage_seq", "3")}
    assert client.post(contact(case), hidden(kept)).status_code == 302


def test_form_of_another_site_is_offered_no_second_try(cast: Cast):
    case = cast.bring_to("accepted")
    client = strict()
    client.force_login(cast.posts["handler"].officer)
    for origin in ("https://evil.example", "null"):
        page = client.post(contact(case), TYPED, headers={"Origin": origin})
        assert (page.status_code, "再次提交" in page.content.decode()) == (403, False)
    assert not Step.objects.filter(move="contact").exists()


def test_window_form_after_signing_out_is_kept(cast: Cast, client: Client):
    page = client.post("/desk/register/", {"text": "老人口述的事", "name": "李某"})
    assert page.status_code == 403
    assert all(typed in page.content.decode() for typed in ("老人口述的事", "李某"))


def test_filing_needs_no_token_at_all(cast: Cast):
    assert strict().post("/file/", {"text": "路灯坏了"}).status_code == 302
    assert Filing.objects.count() == 1


def test_petitioners_words_survive_the_end_of_the_session(cast: Cast, client: Client):
    case = cast.file()
    page = client.post(f"/progress/{case.filing.pk}/add_material/", {"words": "补一张考勤表"})
    assert "补一张考勤表" in page.content.decode()


def test_form_that_came_second_keeps_its_words(cast: Cast, client: Client):
    case = cast.bring_to("signed")
    client.force_login(cast.posts["handler"].officer)
    form = {"person": "王强", "phone": "028-0000", "note": "写了很久的话", "stage_seq": "1"}
    page = client.post(f"/desk/subjects/{case.handling.pk}/accept/", form)
    assert page.status_code == 409
    assert "刚在" in page.content.decode()
    assert "写了很久的话" in page.content.decode()


def test_refused_form_keeps_its_words(cast: Cast, client: Client):
    case = cast.bring_to("signed")
    client.force_login(cast.posts["handler"].officer)
    page = client.post(
        f"/desk/subjects/{case.handling.pk}/guide/", {"branch": "31.2", "reason": "写了很久的理由"}
    )
    assert page.status_code == 422
    assert "写了很久的理由" in page.content.decode()
    assert "还差" in page.content.decode()
