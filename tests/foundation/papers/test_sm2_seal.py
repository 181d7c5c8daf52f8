"""The electronic seal: SM2 over the SM3 of the PDF by the organ's own key, checkable by anybody and any implementation."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from gmalg.sm2 import SM2

from sunshine.foundation.ledger.models import Step
from sunshine.foundation.ledger.sealing import sm3, unseal, unwrap
from sunshine.foundation.papers import sm2
from sunshine.foundation.papers.actions import NotReady, pdf, render
from sunshine.foundation.papers.checking import genuine
from sunshine.foundation.papers.models import Paper, SealKey, Signature
from sunshine.foundation.papers.seals import SealUnavailable, Signed
from tests.support.cast import Cast

DER_INTEGER = 2


@pytest.fixture
def sealed(cast: Cast, settings: Any) -> Paper:
    """A notice of a unit that has a key, signed."""
    settings.SUNSHINE_SEAL = "sunshine.foundation.papers.sm2.SM2Seal"
    sm2.make_key(cast.units["rs-labour"])
    cast.bring_to("accepted")
    paper = Paper.objects.get(kind="notice")
    render(paper.pk)
    paper.refresh_from_db()
    return paper


def raw(der: bytes) -> tuple[bytes, bytes]:
    """r and s of a DER signature."""
    found, rest = [], der[2:]
    while rest:
        assert rest[0] == DER_INTEGER
        found.append(rest[2 : 2 + rest[1]].lstrip(b"\0").rjust(32, b"\0"))
        rest = rest[2 + rest[1] :]
    return found[0], found[1]


def test_another_implementation_agrees(sealed: Paper):
    signature = sealed.signature
    digest = sm3(pdf(sealed))
    checker = SM2(pk=b"\x04" + bytes(signature.public_key), uid=b"1234567812345678")
    assert checker.verify(digest, *raw(bytes(signature.value)))
    assert not checker.verify(sm3(b"another file"), *raw(bytes(signature.value)))
    assert genuine(signature, digest)
    assert not genuine(signature, sm3(b"another file"))


def test_what_another_implementation_signs_is_taken(cast: Cast):
    key = sm2.make_key(cast.units["rs-labour"])
    data_key = unwrap(key.pk, key.key)
    private = unseal(data_key, bytes(key.private_key), key.pk.bytes)
    r, s = SM2(sk=private, uid=b"1234567812345678", rnd_fn=None).sign(sm3(b"file"))
    der = b"".join(bytes([2, len(n)]) + n for n in (_positive(r), _positive(s)))
    signed = Signed(sm2.ALGORITHM, b"\x30" + bytes([len(der)]) + der, bytes(key.public_key), "")
    assert sm2.SM2Seal().verify(sm3(b"file"), signed)


def _positive(number: bytes) -> bytes:
    short = number.lstrip(b"\0")
    return b"\0" + short if short[0] & 0x80 else short


def test_the_signature_is_in_the_ledger_and_the_private_key_is_not_readable(sealed: Paper):
    facts = Step.objects.get(move="render").facts["given"]
    assert facts["signature"] == bytes(sealed.signature.value).hex()
    assert facts["algorithm"] == "SM2-SM3"
    key = SealKey.objects.get()
    assert (
        len(bytes(key.private_key)) == 32 + 28
    )  # nonce and tag around what nobody reads without the keyring


def test_without_a_key_the_document_waits_and_says_why(cast: Cast, settings: Any):
    settings.SUNSHINE_SEAL = "sunshine.foundation.papers.sm2.SM2Seal"
    case = cast.bring_to("accepted")
    paper = Paper.objects.get(kind="notice")
    with pytest.raises(NotReady):
        render(paper.pk)
    paper.refresh_from_db()
    assert (paper.fault, paper.sm3) == ("seal", "")
    desk = Client()
    desk.force_login(cast.posts["handler"].officer)
    response = desk.get(f"/desk/papers/{paper.pk}/", follow=True)
    assert "正在盖章" in response.content.decode()
    sm2.make_key(cast.units["rs-labour"])
    render(paper.pk)
    paper.refresh_from_db()
    assert paper.fault == ""
    assert genuine(paper.signature, sm3(pdf(paper)))
    assert case.filing


def test_a_provider_that_fails_leaves_nothing_half_done(cast: Cast, settings: Any, monkeypatch: Any):
    settings.SUNSHINE_SEAL = "sunshine.foundation.papers.sm2.SM2Seal"
    sm2.make_key(cast.units["rs-labour"])
    cast.bring_to("accepted")

    def away(self: Any, digest: bytes, unit: Any) -> Signed:
        raise SealUnavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr(sm2.SM2Seal, "sign", away)
        with pytest.raises(NotReady):
            render(Paper.objects.get(kind="notice").pk)
    assert not Signature.objects.exists()
    assert not Step.objects.filter(move="render").exists()


def test_a_new_key_retires_the_old_one_whose_signatures_stay_good(sealed: Paper):
    first = SealKey.objects.get()
    sm2.make_key(first.unit)
    first.refresh_from_db()
    assert first.retired_at is not None
    assert genuine(sealed.signature, sm3(pdf(sealed)))


def check(code: str = "", data: bytes = b"") -> tuple[int, str]:
    path = f"/verify/{code}/" if code else "/verify/"
    upload = {"file": SimpleUploadedFile("x.pdf", data)}
    response = Client().post(path, upload) if data else Client().get(path)
    return response.status_code, response.content.decode()


def test_anybody_can_check_by_code_and_by_file(sealed: Paper):
    data = pdf(sealed)
    for status, page in (check(sealed.code), check(sealed.code, data), check(data=data)):
        assert status == 200
        assert "有效" in page
        assert "无效" not in page
        assert sealed.signature.serial in page
    status, page = check(sealed.code, data + b"\n")
    assert "对不上" in page
    assert "无效" in page
    status, page = check(data=data + b"\n")
    assert status == 404
    assert "没有出具过这份文件" in page


def test_keys_are_made_listed_and_retired_from_the_command_line(cast: Cast):
    out = io.StringIO()
    call_command("seal", "new", "rs-labour", stdout=out)
    call_command("seal", "list", stdout=out)
    call_command("seal", "retire", "rs-labour", stdout=out)
    first, second = out.getvalue().splitlines()
    assert (
        first.split()[:2]
        == second.split()[:2]
        == ["rs-labour", sm2.serial(bytes(SealKey.objects.get().public_key))]
    )
    assert SealKey.objects.get().retired_at is not None
