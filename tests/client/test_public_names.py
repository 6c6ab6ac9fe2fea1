"""What ``import idphoto.client`` offers: every type that a user meets, without networks."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import pytest
from pydantic import BaseModel
from tests.docs.blocks import read
from tests.test_public_names import types_of

from idphoto import client

# httpx itself is loaded by the first client, so that what is missing is a typed error.
HEAVY = {"numpy", "PIL", "cv2", "openvino", "httpx", "fastapi", "sqlalchemy", "pydantic_settings"}
INHERITED = {"Answer", "Request", "IdPhotoError", "Names"}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_all_its_names_load_neither_networks_nor_httpx() -> None:
    code = """
import sys, idphoto.client as client
for name in client.__all__:
    getattr(client, name)
print(*sys.modules)
"""
    loaded = set(run(code).split())
    assert loaded & HEAVY == set()
    rooms = {name.split(".")[1] for name in loaded if name.startswith("idphoto.")}
    assert rooms == {"client", "messages", "errors"}


def test_a_client_loads_httpx_and_no_networks() -> None:
    code = """
import sys
from idphoto.client import Client
with Client("http://127.0.0.1:8000", "idp_key"):
    print(*sys.modules)
"""
    assert set(run(code).split()) & HEAVY == {"httpx"}


def test_without_httpx_the_error_says_what_to_install() -> None:
    code = """
import sys
sys.modules["httpx"] = None
from idphoto.client import Client
from idphoto.errors import LibraryMissing
try:
    Client("http://127.0.0.1:8000", "idp_key")
except LibraryMissing as error:
    print(error.code, error.package, error.message)
"""
    said = run(code)
    assert said.startswith("library_missing idphoto[client] cannot load the library httpx: ")
    assert 'pip install "idphoto[client]"' in said


def test_every_type_that_a_user_meets_is_importable() -> None:
    met = {
        found: name
        for name in client.__all__
        for found in types_of(getattr(client, name))
        if found not in INHERITED and not is_alias_of_a_message(found)
    }
    assert {found: name for found, name in met.items() if found not in client.__all__} == {}
    assert len(met) > 30


def is_alias_of_a_message(name: str) -> bool:
    """Whether it is another name for plain types, such as ``Pair`` for two numbers."""
    homes = (sys.modules[each] for each in sys.modules if each.startswith("idphoto.messages."))
    return any(hasattr(getattr(home, name, None), "__args__") for home in homes)


def test_each_name_has_one_home() -> None:
    assert sorted(client._HOME_OF) == sorted(client.__all__)
    assert sorted(dir(client)) == sorted([*client.__all__, "__doc__"])
    with pytest.raises(AttributeError, match=r"module 'idphoto\.client' has no attribute 'Foto'"):
        _ = client.Foto


def test_every_name_is_explained() -> None:
    for name in client.__all__:
        public = getattr(client, name)
        if inspect.isclass(public) and not issubclass(public, BaseModel):
            assert ">>> " in (public.__doc__ or ""), name


def test_the_reference_has_every_name_once() -> None:
    page = read("docs/reference/client.md")
    named = re.findall(r"^::: idphoto\.client\.(\w+)$", page, re.MULTILINE)
    assert sorted(named) == sorted(client.__all__)
