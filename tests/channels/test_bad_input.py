"""Whatever is typed or attached: it is registered, nothing is lost, and what was odd is set aside and said so (条例 第二十二条)."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sunshine.foundation.files.models import Attachment, FileState
from sunshine.foundation.files.store import read
from sunshine.foundation.ledger.queries import words_at
from sunshine.petitions.models import Demand, Filing
from tests.support.cast import TEXT, Cast

KEY = "3f0c7f0e-0001-4000-8000-000000000000"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


def send(client: Client, *files: SimpleUploadedFile, **fields: Any) -> Any:
    return client.post("/file/", {"text": TEXT, "request_key": KEY, "files": list(files)} | fields)


def registered(response: Any) -> Filing:
    """The one filing this answer leads to."""
    assert response.status_code == 302, response.content.decode()
    return Filing.objects.get(pk=UUID(response["Location"].strip("/").split("/")[-1]))


def receipt(client: Client, response: Any) -> str:
    registered(response)
    page = client.get(response["Location"])
    assert page.status_code == 200
    return str(page.content.decode())


def words(filing: Filing) -> Any:
    return words_at(filing.pk, 1)


def test_a_megabyte_of_text_is_registered(cast: Cast, client: Client):
    text = "字" * 350_000
    filing = registered(send(client, text=text))
    assert words(filing)["text"] == text
    assert len(words(filing)["title"]) == 40


def test_a_megabyte_of_lines_is_registered(cast: Cast, client: Client):
    """What is asked for beyond what can be handled one by one is kept in the last demand."""
    filing = registered(send(client, demands="\n".join(f"第{n}件" for n in range(40_000))))
    demands = Demand.objects.filter(filing=filing.pk).count()
    assert 1 < demands <= 100
    assert "第39999件" in words(filing)[f"demand@{demands}"]


@pytest.mark.parametrize(
    "text", ["\0\0有内容", "一\ud800二", "\u202e倒过来", "<script>alert(1)</script>", "😀" * 99]
)
def test_odd_characters_are_registered(cast: Cast, client: Client, text: str):
    page = receipt(
        client, send(client, text=text.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    )
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\windows\\照片.txt", "照片.txt"),
        ("x" * 600 + ".txt", "x" * 100 + ".txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("a\u2066b\u2069.txt", "ab.txt"),
        ("𠮷\n䶮.txt", "𠮷䶮.txt"),
    ],
)
def test_hostile_file_names_are_tamed(cast: Cast, client: Client, name: str, shown: str):
    filing = registered(send(client, SimpleUploadedFile("x", "证据".encode())))
    del filing
    upload = SimpleUploadedFile("x", "证据".encode())
    upload._name = name  # type: ignore[attr-defined]  # past the checks of the client's own class
    filing = registered(send(client, upload, request_key="another"))
    kept = str(words(filing)["files"])
    assert shown in kept
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069]|\.\./|\\\\", kept)
    assert len(kept) < 250


def test_program_in_a_pdfs_clothes_is_set_aside(cast: Cast, client: Client):
    good = SimpleUploadedFile("照片.txt", "证据".encode())
    page = receipt(client, send(client, SimpleUploadedFile("告知书.pdf", EXE), good))
    assert "告知书.pdf" in page
    assert "另存备查" in page
    states = dict(Attachment.objects.values_list("state", "size"))
    assert states == {FileState.SET_ASIDE: len(EXE), FileState.KEPT: len("证据".encode())}


def test_set_aside_file_is_not_handed_out(cast: Cast, client: Client):
    registered(send(client, SimpleUploadedFile("告知书.pdf", EXE)))
    client.force_login(cast.posts["province_sorter"].officer)
    assert client.get(f"/desk/files/{Attachment.objects.get().pk}/").status_code == 404


def test_files_beyond_the_tenth_are_set_aside(cast: Cast, client: Client):
    files = [SimpleUploadedFile(f"{n}.txt", f"证据{n}".encode()) for n in range(12)]
    page = receipt(client, send(client, *files))
    assert Attachment.objects.filter(state=FileState.KEPT).count() == 10
    assert Attachment.objects.filter(state=FileState.SET_ASIDE).count() == 2
    assert "11.txt" in page


def test_empty_file_is_registered(cast: Cast, client: Client):
    registered(send(client, SimpleUploadedFile("空.txt", b"")))


def test_empty_filing_keeps_everything_else(cast: Cast, client: Client):
    response = send(client, text=" ", name="张𠮷", phone="不告诉你", place_detail="三组", accused="镇政府")
    page = response.content.decode()
    assert response.status_code == 422
    assert "有内容就能提交" in page
    assert all(typed in page for typed in ("张𠮷", "不告诉你", "三组", "镇政府", KEY))
    assert not Filing.objects.exists()


NAMES = ["𠮷野家", "王䶮", "བཀྲ་ཤིས", "ꆈꌠ", "Ḱ́aren", "O'Brien"]


@pytest.mark.parametrize("name", NAMES)
def test_rare_names_survive_to_the_last_page(cast: Cast, client: Client, name: str):
    filing = registered(send(client, name=name, phone="13800005678", place="511421"))
    client.force_login(cast.posts["sorter"].officer)
    masked = client.get(f"/desk/petitions/{filing.petition_id}/").content.decode()
    assert name.replace("'", "&#x27;") not in masked
    client.post(f"/desk/subjects/{filing.pk}/unmask/", {"purpose": "contact"})
    assert (
        name.replace("'", "&#x27;") in client.get(f"/desk/petitions/{filing.petition_id}/").content.decode()
    )


ODD = {
    "phone": "call me", "id_number": "五一一四二一", "place": "999999", "purpose": "?", "visibility": "everybody",
    "people": "很多", "channel": "鸽子",
}  # fmt: skip


def test_odd_fields_are_set_aside_and_shown(cast: Cast, client: Client):
    """The citizen's form asks for neither channel nor number of people, so those two are not looked at."""
    page = receipt(client, send(client, **ODD))
    assert "没看懂" in page
    assert all(typed in page for name, typed in ODD.items() if name not in {"people", "channel"})


def test_window_sets_aside_as_well(cast: Cast, client: Client):
    client.force_login(cast.posts["window"].officer)
    response = client.post("/desk/register/", {"text": TEXT, **ODD})
    assert all(typed in receipt(client, response) for typed in ODD.values())


# --- sent again -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/file/", "/desk/register/"])
def test_same_form_again_is_the_same_receipt(cast: Cast, client: Client, path: str):
    client.force_login(cast.posts["window"].officer)
    form = {"text": TEXT, "request_key": KEY}
    first, again = client.post(path, form), client.post(path, form)
    assert first["Location"] == again["Location"]
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("path", ["/file/", "/desk/register/"])
def test_another_body_under_the_key_is_its_own_filing(cast: Cast, client: Client, path: str):
    client.force_login(cast.posts["window"].officer)
    client.post(path, {"text": TEXT, "request_key": KEY})
    other = client.post(
        path, {"text": "另一件事", "request_key": KEY, "files": SimpleUploadedFile("1.txt", "证据".encode())}
    )
    assert words(registered(other))["text"] == "另一件事"
    assert Filing.objects.count() == 2
    assert read(Attachment.objects.get()) == "证据".encode()


def test_files_of_a_repeat_are_taken_back(cast: Cast, client: Client, settings: Any):
    for _ in range(2):
        registered(send(client, SimpleUploadedFile("1.txt", "证据".encode())))
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 1000, "钥匙", "a\0b", ""])
def test_odd_request_keys_cost_nothing(cast: Cast, client: Client, key: str):
    first, again = (registered(send(client, request_key=key)) for _ in range(2))
    assert (first == again) == bool(key)
    client.force_login(cast.posts["sorter"].officer)
    path = f"/desk/subjects/{cast.file().filing.pk}/unmask/"
    assert client.post(path, {"purpose": "contact", "request_key": key}).status_code == 302


# --- numbers, codes and addresses -------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["你好", "a b", "\0", "../..", "x" * 500, "%00", ""])
def test_odd_codes_of_documents_are_answered_plainly(cast: Cast, client: Client, typed: str):
    page = client.get("/verify/", {"code": typed}, follow=True)
    assert (page.status_code, "没有查到" in page.content.decode()) == (404, True)


@pytest.mark.parametrize("typed", ["你好", "\0", "x" * 500, "' OR 1=1", ""])
def test_odd_numbers_find_nothing(cast: Cast, client: Client, typed: str):
    assert client.post("/progress/", {"number": typed, "code": typed}).status_code == 422
    client.force_login(cast.posts["sorter"].officer)
    assert client.get("/desk/find/", {"number": typed}, follow=True).status_code == 200
