"""Settings: where the server keeps its files, and the values it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from idphoto.db.database import Database
from idphoto.errors import BadSetting
from idphoto.settings import ServerSettings, get_settings, read_server_settings


@pytest.mark.parametrize("name", ["plain", "with blanks", "50%20off", "what?", "a#b", "é"])
def test_the_database_is_a_file_in_the_data_folder_whatever_the_folder_is_called(
    tmp_path: Path, name: str
) -> None:
    database = Database(ServerSettings(data_dir=tmp_path / name).resolved_database_url)
    database.migrate()
    database.close()
    assert (tmp_path / name / "idphoto.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_database_url_overrides_the_data_folder(tmp_path: Path) -> None:
    url = "postgresql://user@host/name"
    assert ServerSettings(data_dir=tmp_path, database_url=url).resolved_database_url == url


def test_a_data_folder_argument_overrides_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_DATA_DIR", str(tmp_path / "environment"))
    assert read_server_settings().data_dir == tmp_path / "environment"
    assert read_server_settings(tmp_path / "given").blobs_dir == tmp_path / "given" / "blobs"


def test_lists_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDPHOTO_ALLOW_HOSTS", "intranet.example, 10.1.0.0/16,")
    monkeypatch.setenv("IDPHOTO_CALLBACK_DELAYS_S", "1,2.5")
    monkeypatch.setenv("IDPHOTO_PRICES", "photo=10, clothes = 20,")
    settings = read_server_settings()
    assert settings.prices == {"photo": 10, "clothes": 20}
    assert settings.allow_hosts == ("intranet.example", "10.1.0.0/16")
    assert settings.callback_delays_s == (1, 2.5)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("IDPHOTO_KEEP_S", "0"),
        ("IDPHOTO_WORKERS", "-1"),
        ("IDPHOTO_QUALITY", "perfect"),
        ("IDPHOTO_CALLBACK_DELAYS_S", "5,soon"),
        ("IDPHOTO_PRICES", "photo=-1"),
        ("IDPHOTO_PRICES", "photo"),
        ("IDPHOTO_CORS_ORIGINS", "photos.example.org"),
        ("IDPHOTO_CORS_ORIGINS", "https://photos.example.org/"),
        ("IDPHOTO_OPEN_PAGES", "docs,readyz"),
    ],
)
def test_a_value_that_a_setting_does_not_accept_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSetting) as refused:
        read_server_settings()
    assert refused.value.variable == variable
    assert refused.value.code == "bad_setting"


@pytest.mark.parametrize(
    ("variable", "reason"),
    [
        ("IDPHOTO_MODEL_DIR", "there is no such setting: did you mean IDPHOTO_MODELS_DIR?"),
        ("IDPHOTO_KEEPS", "there is no such setting: did you mean IDPHOTO_KEEP_S?"),
        ("idphoto_thread", "there is no such setting: did you mean IDPHOTO_THREADS?"),
        ("IDPHOTO_", "there is no such setting"),
        ("IDPHOTO_XYLOPHONE_7", "there is no such setting"),
    ],
)
@pytest.mark.parametrize("read", [get_settings.__wrapped__, read_server_settings])
def test_a_variable_that_names_no_setting_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], variable: str, reason: str
) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(BadSetting) as refused:
        read()
    assert refused.value.message == f"{variable.upper()}: {reason}"


@pytest.mark.parametrize(
    "variable",
    [
        "IDPHOTO_TEST_POSTGRES_URL",
        "IDPHOTO_SERVICE_HOST",
        "IDPHOTO_SERVICE_PORT_HTTP",
        "IDPHOTO_PORT",
        "IDPHOTO_PORT_8000_TCP_ADDR",
        "IDPHOTOGRAPHER",
    ],
)
def test_variables_of_the_tests_and_of_kubernetes_are_no_settings(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "tcp://10.0.0.1:8000")
    assert read_server_settings().keep_s == 3600


def test_each_reader_knows_the_other_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDPHOTO_KEEP_S", "60")
    monkeypatch.setenv("IDPHOTO_MATTING", "modnet")
    assert get_settings.__wrapped__().matting == "modnet"
    assert read_server_settings().keep_s == 60


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDPHOTO_SECRET", "abracadabra")
    monkeypatch.setenv("IDPHOTO_OSS_ACCESS_KEY_SECRET", "abracadabra")
    assert "abracadabra" not in repr(read_server_settings())
