"""The whole main road over the API, with nothing but Python's standard library.

    make demo                                  # in one terminal
    python examples/main_road.py --demo        # in another; tokens come from `sunshine token LOGIN`

Elsewhere give three tokens in the environment: SUNSHINE_TOKEN_SORTER (the bureau that registers),
SUNSHINE_TOKEN_HANDLER and SUNSHINE_TOKEN_HEAD (the organ named by --organ), and leave --demo out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SORTER, HANDLER, HEAD = "sorter", "handler", "head"
DEMO = {SORTER: "rs-sorter", HANDLER: "rs-hrss", HEAD: "rs-hrss-head"}
PHONE = "13800005678"


class Api:
    """One caller: an officer by token, or a petitioner by query code."""

    def __init__(self, url: str, **headers: str) -> None:
        self.url, self.headers = url.rstrip("/"), headers

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON (or ready bytes) and return what came: JSON as Python values, a document as bytes."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        address = self.url + (path if path.startswith("/api/") else f"/api/v1/{path}")
        sent = {"Content-Type": "application/json", **self.headers, **headers}
        try:
            with urlopen(Request(address, data, sent, method=method), timeout=60) as response:  # noqa: S310
                answer = response.read()
                return json.loads(answer) if "json" in response.headers["Content-Type"] else answer
        except HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")

    def moves(self, petition: str) -> dict[str, Any]:
        """The moves this officer may make on the matter now, by name, as the API itself offers them."""
        return {move["move"]: move for move in self.call("GET", f"petitions/{petition}")["moves"]}

    def make(self, move: dict[str, Any], row: dict[str, Any] | None = None, **facts: Any) -> Any:
        """Make an offered move; every row of it is filled in the same way."""
        rows = {"rows": {one["key"]: row for one in move["rows"]}} if row else {}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return self.call("POST", move["href"], {"stage_seq": move["stage_seq"], **rows, **facts}, **key)


def form(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A multipart form with one file."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    file = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = "".join(parts).encode() + file.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def say(words: str) -> None:
    """Tell the reader at once."""
    print(words, flush=True)


def file(url: str) -> dict[str, Any]:
    """Anyone files: words, two demands, a phone, an attachment."""
    fields = {
        "text": "我们十二个人在视高做木工，六月完工，工资到现在没有发。", "demands": "发清拖欠的工资\n以后按月发",
        "place": "511421", "name": "张三丰", "phone": PHONE, "visibility": "handlers",
    }  # fmt: skip
    body, kind = form(fields, "考勤表.txt", "六月考勤：十二人，二十六天。".encode())
    key = {"Idempotency-Key": str(uuid.uuid4())}
    filing: dict[str, Any] = Api(url).call("POST", "filings", body, **{"Content-Type": kind}, **key)
    say(f"registered  {filing['number']} at {filing['bureau']['name']}, to be passed on by {filing['due']}")
    return filing


def pass_on(sorter: Api, petition: str, organ: str) -> None:
    """The bureau sorts every demand and passes it to the organ with the power to decide."""
    sorter.make(sorter.moves(petition)["sort"], {"klass": "demand", "branch": "31.6", "category": "0402"})
    forward = sorter.moves(petition)["forward"]
    units = {one["title"]: one["const"] for one in forward["row_fields"]["properties"]["unit"]["oneOf"]}
    sorter.make(forward, {"unit": units[organ]})
    say(f"forwarded   to {organ}")


def decide(handler: Api, head: Api, petition: str) -> None:
    """The organ signs for it, accepts, meets the petitioner and answers; its head signs the opinion."""
    handler.make(handler.moves(petition)["sign"])
    handler.make(handler.moves(petition)["accept"], person="王强", phone="028-0000 0000")
    say("accepted    with a notice of receipt and route")
    handler.make(handler.moves(petition)["contact"], method="phone", words="电话核对了十二人的工资数额。")
    answer = {
        "outcome": "support",
        "opinion": "已责令用工单位七日内付清。",
        "basis": "《保障农民工工资支付条例》第三条",
    }
    handler.make(handler.moves(petition)["issue_opinion"], answer, findings="经查，十二人六月工资确未发放。")
    head.make(head.moves(petition)["confirm"])
    say("issued      the written opinion, signed by the head")


def receive(url: str, filing: dict[str, Any], save: Path | None) -> None:
    """The petitioner follows with number and code, opens the opinion and rates both, with the phone's last four."""
    petitioner = Api(url, **{"X-Query-Code": filing["code"], "X-Factor": PHONE[-4:]})
    path = f"filings/{filing['number']}"
    for paper in petitioner.call("GET", path)["papers"]:
        document = petitioner.call("GET", f"{path}/papers/{paper['id']}")
        say(
            f"opened      {paper['name']} {paper['number']}, {len(document)} bytes of {document[:5].decode()}"
        )
        if save:
            (save / f"{paper['number']}.pdf").write_bytes(document)
    rate = next(move for move in petitioner.call("GET", path)["moves"] if move["move"] == "rate")
    petitioner.make(rate, {"unit": 1}, bureau=0, words="谢谢")
    say(f"rated       with {len(petitioner.call('GET', path)['timeline'])} lines on the timeline")


def token(role: str, login: str | None) -> str:
    """A token from the environment, or in the demo one just made."""
    if login:
        return subprocess.run(
            ["sunshine", "token", login], check=True, capture_output=True, text=True
        ).stdout.strip()
    return os.environ[f"SUNSHINE_TOKEN_{role.upper()}"]


def main() -> None:
    """Live the whole life of one petition."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--demo", action="store_true", help="make the tokens of the demo's officers")
    parser.add_argument("--organ", default="仁寿县人力资源和社会保障局", help="who has the power to decide")
    parser.add_argument("--save", type=Path, help="folder for the documents")
    chosen = parser.parse_args()
    logins = DEMO if chosen.demo else {}
    sorter, handler, head = (
        Api(chosen.url, Authorization=f"Bearer {token(role, logins.get(role))}")
        for role in (SORTER, HANDLER, HEAD)
    )
    filing = file(chosen.url)
    pass_on(sorter, filing["petition"], chosen.organ)
    decide(handler, head, filing["petition"])
    receive(chosen.url, filing, chosen.save)


if __name__ == "__main__":
    main()
