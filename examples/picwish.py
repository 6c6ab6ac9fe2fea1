"""Make an ID photo through PicWish's API: create a task, wait for it, download its files.

python picwish.py portrait.jpg spec_id=1102 layout=1
"""

from __future__ import annotations

import argparse
import json
import os
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

SERVER = os.environ.get("SERVER", "http://127.0.0.1:8000")
API = "/api/tasks/visual/external/idphoto"
DONE = 1
FILES = ("image", "layout_image")


def main() -> None:
    """Write the task's files beside the portrait's name, into the current folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("portrait", type=Path)
    parser.add_argument("fields", nargs="*", help="fields of the API, such as spec_id=1102")
    asked = parser.parse_args()

    fields = dict(field.split("=", 1) for field in asked.fields)
    created = call(SERVER + API, *multipart(fields, asked.portrait))
    task = created["data"]["task_id"]
    answer = wait(f"{SERVER}{API}/{task}")
    for name in FILES:
        if url := answer["data"].get(name):
            path = Path(f"{asked.portrait.stem}-{name}.jpg")
            path.write_bytes(urllib.request.urlopen(url).read())  # noqa: S310 - our own server
            print(path)


def wait(url: str) -> dict[str, Any]:
    """Ask for the task until it has ended; states below 0 are failures."""
    while True:
        answer = call(url)
        state = answer["data"]["state"]
        if state == DONE:
            return answer
        if state < 0:
            raise SystemExit(f"the task failed: {answer['message']} (state {state})")
        time.sleep(1)


def call(url: str, body: bytes | None = None, content_type: str = "") -> dict[str, Any]:
    """GET, or POST where there is a body; the JSON of the answer."""
    headers = {"X-API-KEY": os.environ["KEY"], "Content-Type": content_type}
    request = urllib.request.Request(url, body, headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            result: dict[str, Any] = json.load(answer)
            return result
    except urllib.error.HTTPError as error:
        raise SystemExit(f"HTTP {error.code}: {json.load(error)['message']}") from None


def multipart(fields: dict[str, str], file: Path) -> tuple[bytes, str]:
    """A form with one file: its body and its content type."""
    boundary = uuid.uuid4().hex
    head = f"--{boundary}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    parts.append(f'{head}"image_file"; filename="{file.name}"\r\n\r\n'.encode())
    parts += [file.read_bytes(), f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


if __name__ == "__main__":
    main()
