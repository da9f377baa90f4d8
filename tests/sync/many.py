"""Sending one session many times at once, over connections of their own."""

import json
import threading
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

TOKEN = "manymanymanymanymanymanymanymany"
Answer = tuple[int, bytes]


@dataclass(frozen=True)
class Sender:
    """Where to send, and as whom."""

    port: int
    session_cookie: str

    def put(self, session: str, document: dict[str, Any]) -> Answer:
        """Status and body. Raises OSError, or HTTPException, where the connection broke."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Cookie": f"{self.session_cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
            "Host": "127.0.0.1",
        }
        try:
            connection.request("PUT", f"/api/v1/sessions/{session}", json.dumps(document), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def put_at_once(self, session: str, document: dict[str, Any], times: int) -> list[Answer]:
        """The same session `times` times, begun together."""
        answers: list[Answer] = []
        together = threading.Barrier(times)

        def send() -> None:
            together.wait()
            answers.append(self.put(session, document))

        threads = [threading.Thread(target=send) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers
