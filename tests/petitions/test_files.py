"""Who opens which file: copies in scope, originals only for a reason on record, one's own with the last four."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sunshine.channels.held import CODE, KEY, PROVEN
from sunshine.foundation.files.copies import make_copies
from sunshine.foundation.files.models import Attachment
from sunshine.foundation.ledger import blobs
from sunshine.foundation.ledger.models import Access, Step
from tests.foundation.files.test_copies import SECRET, photo
from tests.support.cast import Case, Cast

PICTURE = photo()


def desk(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.posts[who].officer)
    return client


def citizen(case: Case, level: str) -> Client:
    client = Client()
    session = client.session
    session[KEY] = {str(case.filing.pk): level}
    session.save()
    return client


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def case(cast: Cast) -> Case:
    filed = cast.file(files=(("现场.jpg", PICTURE), ("录音.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")))
    for file in Attachment.objects.all():
        make_copies(file.pk)
    return filed


@pytest.fixture
def picture(case: Case) -> Attachment:
    return Attachment.objects.get(type="image/jpeg")


@pytest.fixture
def old(case: Case) -> Attachment:
    return Attachment.objects.get(type="application/msword")


def test_the_desk_sees_the_copy_and_the_opening_is_logged(cast: Cast, picture: Attachment) -> None:
    response = desk(cast, "sorter").get(f"/desk/files/{picture.pk}/")
    shown = body(response)
    assert shown.startswith(b"\xff\xd8")
    assert SECRET not in shown
    assert int(response["Content-Length"]) == len(shown)
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert Access.objects.get().subject_id == picture.subject_id


def test_the_case_page_shows_small_pictures(
    cast: Cast, case: Case, picture: Attachment, old: Attachment
) -> None:
    page = desk(cast, "sorter").get(f"/desk/petitions/{case.petition}/").content.decode()
    assert f'src="/desk/files/{picture.pk}/preview/"' in page
    assert f"/desk/files/{old.pk}/preview/" not in page
    assert "没有可以查看的副本，只能下载原件" in page
    assert "旧的 Office 格式" in page
    assert "写明原因后下载，会记入经过" in page
    assert "这个文件没有副本" in desk(cast, "sorter").get(f"/desk/files/{old.pk}/original/").content.decode()
    own = citizen(case, PROVEN).get(f"/progress/{case.filing.pk}/").content.decode()
    assert "点开就下载原件" in own
    preview = body(desk(cast, "sorter").get(f"/desk/files/{picture.pk}/preview/"))
    assert len(preview) < len(PICTURE) * 2
    assert SECRET not in preview


def test_an_original_is_handed_out_once_the_reason_is_a_step_the_petitioner_sees(
    cast: Cast, case: Case, picture: Attachment
) -> None:
    client = desk(cast, "sorter")
    path = f"/desk/files/{picture.pk}/original/"
    assert client.post(path, {}).status_code == 422
    assert not Step.objects.filter(move="open_original").exists()
    response = client.post(path, {"reason": "evidence", "words": "核对拍摄时间"})
    assert body(response) == PICTURE
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    step = Step.objects.get(move="open_original")
    assert (step.subject_id, step.facts["given"]["file"]) == (case.filing.pk, str(picture.pk))
    page = citizen(case, PROVEN).get(f"/progress/{case.filing.pk}/").content.decode()
    assert "查看了您提供的原件" in page
    assert "核对拍摄时间" in page


def test_sending_the_form_twice_is_one_step(cast: Cast, picture: Attachment) -> None:
    client = desk(cast, "sorter")
    for _ in range(2):
        response = client.post(
            f"/desk/files/{picture.pk}/original/", {"reason": "evidence", "request_key": "k" * 20}
        )
        assert body(response) == PICTURE
    assert Step.objects.filter(move="open_original").count() == 1


@pytest.mark.past_the_engine
def test_nothing_is_recorded_when_the_original_is_not_there(cast: Cast, picture: Attachment) -> None:
    Attachment.objects.filter(pk=picture.pk).update(key=None)
    response = desk(cast, "sorter").post(f"/desk/files/{picture.pk}/original/", {"reason": "evidence"})
    assert response.status_code == 302
    assert not Step.objects.filter(move="open_original").exists()


@pytest.mark.parametrize("what", ["", "preview/", "original/"])
@pytest.mark.parametrize("who", ["stranger", "housing", "auditor", "system_admin"])
def test_whoever_may_not_see_the_matter_sees_no_file(
    cast: Cast, picture: Attachment, who: str, what: str
) -> None:
    client = desk(cast, who)
    assert client.get(f"/desk/files/{picture.pk}/{what}").status_code in {403, 404}
    assert client.post(f"/desk/files/{picture.pk}/original/", {"reason": "evidence"}).status_code in {
        403,
        404,
    }
    assert not Step.objects.filter(move="open_original").exists()


def test_a_leader_reads_the_copy_and_not_the_original(cast: Cast, picture: Attachment) -> None:
    client = desk(cast, "leader")
    assert client.get(f"/desk/files/{picture.pk}/").status_code == 200
    assert client.post(f"/desk/files/{picture.pk}/original/", {"reason": "evidence"}).status_code == 404


def test_a_file_set_aside_is_only_handed_out_as_an_original(cast: Cast) -> None:
    cast.file(files=(("证据.pdf", b"MZ\x90\x00" + bytes(60)),))
    file = Attachment.objects.get()
    client = desk(cast, "sorter")
    assert client.get(f"/desk/files/{file.pk}/").status_code == 404
    assert "可能有害" in client.get(f"/desk/files/{file.pk}/original/").content.decode()
    response = client.post(f"/desk/files/{file.pk}/original/", {"reason": "other"})
    assert body(response).startswith(b"MZ")
    assert response["Content-Type"] == "application/octet-stream"


def test_a_petitioner_opens_their_own_files_with_the_last_four(
    cast: Cast, case: Case, picture: Attachment, old: Attachment
) -> None:
    path = f"/progress/{case.filing.pk}/files/{picture.pk}/"
    for what in ("", "preview/"):
        assert Client().get(path + what).status_code == 302
        assert citizen(case, CODE).get(path + what).status_code == 302
    assert SECRET not in body(citizen(case, PROVEN).get(path))
    assert body(citizen(case, PROVEN).get(path + "preview/")).startswith(b"\xff\xd8")
    own = citizen(case, PROVEN).get(f"/progress/{case.filing.pk}/files/{old.pk}/")
    assert body(own) == blobs.get(old.pk, old.key)
    assert own["Content-Disposition"].startswith("attachment")
    page = citizen(case, PROVEN).get(f"/progress/{case.filing.pk}/").content.decode()
    assert path in page
    assert path not in citizen(case, CODE).get(f"/progress/{case.filing.pk}/").content.decode()


def test_nobody_opens_the_files_of_another_filing(cast: Cast, picture: Attachment) -> None:
    other = cast.file(text="另一件事。")
    client = citizen(other, PROVEN)
    assert client.get(f"/progress/{other.filing.pk}/files/{picture.pk}/").status_code == 404
    assert client.get(f"/progress/{picture.subject_id}/files/{picture.pk}/").status_code == 302


def test_a_copy_not_made_yet_says_so(cast: Cast) -> None:
    case = cast.file(files=(("现场.jpg", PICTURE),))
    file = Attachment.objects.get()
    response = desk(cast, "sorter").get(f"/desk/files/{file.pk}/", follow=True)
    assert response.redirect_chain == [(f"/desk/petitions/{case.petition}/", 302)]
    assert "正在准备可以查看的副本" in response.content.decode()
