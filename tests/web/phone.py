"""A phone's browser as the routes see it: it keeps cookies and speaks like our page."""

from __future__ import annotations

from typing import Any, cast

from starlette.testclient import TestClient

from tests.web.room import Room

PAGE = {"X-Jiayin": "1", "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


class Phone:
    """One browser with its own cookies."""

    def __init__(self, room: Room, *, secure: bool = False, address: str = "testclient") -> None:
        scheme = "https" if secure else "http"
        site = room.site(secure=secure)
        self.browser = TestClient(
            site, base_url=f"{scheme}://testserver", raise_server_exceptions=False, client=(address, 50_000)
        )
        self.headers = {**PAGE, "Origin": f"{scheme}://testserver"}
        self._keys = 0

    def post(self, path: str, **body: object) -> tuple[int, dict[str, Any]]:
        response = self.browser.post(path, json=body, headers=self.headers)
        return response.status_code, cast(dict[str, Any], response.json())

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        response = self.browser.get(path)
        return response.status_code, cast(dict[str, Any], response.json())

    def hello(self, **body: object) -> dict[str, Any]:
        status, answer = self.post("/web/hello", **body)
        assert status == 200, answer
        return answer

    def send(self, text: str) -> int:
        self._keys += 1
        return self.post("/web/send", key=f"key-{self._keys}", text=text)[0]

    def texts(self) -> list[str]:
        status, answer = self.get("/web/messages?after=0")
        assert status == 200, answer
        return [message["text"] for message in answer["messages"]]
