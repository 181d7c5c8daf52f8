"""The human page of the API is our own: every operation on it, nothing from outside, nothing inline."""

from __future__ import annotations

import re

from django.test import Client
from django.utils.html import strip_tags

from sunshine.foundation.procedure.problems import FAULTS
from tests.support.cast import Cast


def test_page_lists_every_operation_and_problem(cast: Cast, client: Client):
    page = client.get("/api/v1/docs").content.decode()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert all(f"</span> {path}</h2>" in page for path in paths)
    assert all(f'id="{fault.code}"' in page for fault in FAULTS)
    assert "《信访工作条例》第二十二条" in strip_tags(page)


def test_nothing_on_the_page_comes_from_outside(cast: Cast, client: Client):
    page = client.get("/api/v1/docs").content.decode()
    assert not re.search(r'(src|href)="(https?:)?//', page)
    assert not re.search(r"<style|<script>|\son\w+=|\sstyle=", page)


def test_every_body_has_an_example_of_what_must_be_in_it(client: Client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    bodies = [
        one["post"]["requestBody"]["content"]["application/json"]
        for one in paths.values()
        if "requestBody" in one.get("post", {})
    ]
    assert len(bodies) > 15
    for body in bodies:
        assert set(body["schema"].get("required", ())) <= set(body["example"])
        for name, value in body["example"].items():
            codes = [one["const"] for one in body["schema"]["properties"][name].get("oneOf", ())]
            assert not codes or value in codes
