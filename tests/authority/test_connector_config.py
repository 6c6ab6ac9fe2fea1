"""An outside authority's description: what it may contain, and how mistakes are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.net.certificates import make_certificate

from idphoto.authority.connector_config import ConnectorConfig, read_config
from idphoto.errors import BadSetting

WHOLE = """\
url = "https://authority.example/people"
method = "POST"
timeout_s = 5
retries = 2

[headers]
Authorization = "Bearer {secret.token}"

[json]
name = "{name}"
id = { number = "{number}", kind = 1 }

[secrets.token]
env = "AUTHORITY_TOKEN"

[[answers]]
status = 200
pointer = "/result"
equals = [0, "0"]
means = "record"

[photo]
pointer = "/photo"
form = "base64"
"""
LEAST = """\
url = "https://authority.example/{number}?n={name}"
method = "GET"
answers = [{ status = 200, means = "record" }]
"""
ENVIRON = {"AUTHORITY_TOKEN": " hunter2-of-the-authority\n"}


def read(folder: Path, text: str) -> ConnectorConfig:
    path = folder / "authority.toml"
    path.write_text(text, "utf-8")
    return read_config(path, ENVIRON)


def test_a_description_is_read_with_its_secrets_and_its_tls(tmp_path: Path) -> None:
    config = read(tmp_path, WHOLE)
    about = config.description
    assert (about.url, about.method) == ("https://authority.example/people", "POST")
    assert (about.timeout_s, about.retries, about.max_answer_bytes) == (5, 2, 4_194_304)
    assert about.body == {"name": "{name}", "id": {"number": "{number}", "kind": 1}}
    assert about.answers[0].values == (0, "0")
    assert about.answers[0].statuses == (200,)
    assert config.secrets == {"secret.token": "hunter2-of-the-authority"}
    assert config.tls is not None
    assert config.tls.check_hostname


def test_a_minimal_description_has_the_documented_defaults(tmp_path: Path) -> None:
    about = read(tmp_path, LEAST).description
    assert (about.timeout_s, about.retries, about.max_answer_bytes) == (10, 1, 4_194_304)
    assert (about.photo, about.body, about.form, about.headers) == (None, None, None, {})


def test_secrets_do_not_appear_in_a_repr(tmp_path: Path) -> None:
    assert "hunter2" not in repr(read(tmp_path, WHOLE))


def test_a_secret_may_be_in_a_file_next_to_the_description(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hunter3\n")
    config = read(tmp_path, WHOLE.replace('env = "AUTHORITY_TOKEN"', 'file = "token"'))
    assert config.secrets == {"secret.token": "hunter3"}


def test_tls_files_are_relative_to_the_description(tmp_path: Path) -> None:
    make_certificate(tmp_path)
    files = 'ca_file = "certificate.pem"\nclient_certificate = "certificate.pem"\n'
    config = read(tmp_path, WHOLE + f'[tls]\n{files}client_key = "key.pem"\n')
    assert config.tls is not None
    assert config.tls.cert_store_stats()["x509"] == 1  # instead of the system's


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('url = "https://authority.example/people"\n', "", "url: Field required"),
        ("https://authority.example/people", "authority.example", "url must be an address such as"),
        ("https://authority.example/people", "ftp://a.example/x", "url must be an address such as"),
        ("https://authority.example/people", "https://a.example/a b", "url must be an address"),
        ("https://authority.example/people", "https://[::1/x", "url must be an address such as"),
        ("https://authority.example/people", "https://a.example:0/x", "url must be an address"),
        ("https://authority.example", "https://me:hunter2@a.example", "url must not have a user"),
        ("authority.example/people", "{secret.token}.example/", "url must not have a user name,"),
        ("authority.example/people", "a.example/x#y", "url must not have a user name, a pl"),
        ("https://authority.example", "http://authority.example", "url begins with http: names an"),
        ("POST", "DELETE", "method: Input should be 'GET', 'POST' or 'PUT'"),
        ("POST", "GET", "GET has no body: use query"),
        ("timeout_s = 5", "timeout_s = 0", "timeout_s: Input should be greater than 0"),
        ("retries = 2", "retries = 9", "retries: Input should be less than or equal to 5"),
        ("retries = 2", "retires = 2", "retires: Extra inputs are not permitted"),
        ("{name}", "{nmae}", "the placeholder {nmae} is not available"),
        ("{name}", "{secret.other}", "the placeholder {secret.other} is not available"),
        ("{name}", "{name", "expected '}' before end of string"),
        ("{name}", "张三", "{name} is never sent: put it in url, query, json or form"),
        ("{number}", "1", "{number} is never sent: put it in url, query, json or form"),
        ("{secret.token}", "{name}", "the placeholder {name} is not available"),
        ("Bearer {secret.token}", "Bearer hunter2", "the header Authorization carries a secret: d"),
        ("Authorization", "Host", "headers must not include 'Host'"),
        ("Authorization", '"X: Y"', "headers must not include 'X: Y'"),
        ("Bearer ", "Bearer\\n", "the header Authorization must be printable ASCII"),
        ("[secrets.token]", "[form]\na = 'b'\n[secrets.token]", "json and form cannot be combined"),
        ('env = "AUTHORITY_TOKEN"', "", "secrets.token: set either env or file"),
        ("AUTHORITY_TOKEN", "UNSET", "secrets.token: the variable UNSET must hold printable"),
        ('env = "AUTHORITY_TOKEN"', 'file = "gone"', "secrets.token: the file gone cannot be read"),
        ("status = 200", "status = 99", "answers.0.status"),
        ('pointer = "/result"', "", "answers.0: equals needs a pointer"),
        ("status = 200\n", 'status = 200\nmeans2 = "x"\n', "answers.0.means2: Extra inputs are no"),
        ('"/result"', '"result"', "answers.0.pointer: String should match pattern"),
        ('"record"', '"match"', "answers.0.means: Input should be 'record', 'no_record', 'name_mi"),
        ('"record"', '"no_record"', "at least one of the answers must mean record"),
        ('form = "base64"', 'form = "hex"', "photo.form: Input should be 'base64' or 'url'"),
        ("[photo]", '[tls]\nca_file = "gone.pem"\n[photo]', "tls: a file cannot be used: No such"),
        ("timeout_s = 5", "timeout_s = ", "it is not TOML: Invalid value"),
    ],
)
def test_a_mistake_is_reported_with_its_place(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in WHOLE
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, WHOLE.replace(old, new, 1))
    assert caught.value.variable == "IDPHOTO_AUTHORITY_CONFIG"
    assert caught.value.reason.startswith(f"{tmp_path / 'authority.toml'}: {reason}")
    assert "hunter2" not in caught.value.message


def test_a_rule_that_matches_on_nothing_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"answers\.0: set a status, a pointer or both"):
        read(tmp_path, LEAST.replace("status = 200, ", ""))


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="it cannot be read: No such file or directory"):
        read_config(tmp_path / "authority.toml")


def test_an_invalid_certificate_is_reported(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(BadSetting, match="tls: a file cannot be used"):
        read(tmp_path, WHOLE + '[tls]\nca_file = "ca.pem"\n')


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080"])
def test_plain_http_is_allowed_to_this_machine(tmp_path: Path, host: str) -> None:
    config = read(tmp_path, WHOLE.replace("https://authority.example", f"http://{host}"))
    assert config.tls is None


def test_plain_http_elsewhere_must_be_allowed_explicitly(tmp_path: Path) -> None:
    text = "plain_http = true\n" + WHOLE.replace("https", "http")
    assert read(tmp_path, text).description.url == "http://authority.example/people"
