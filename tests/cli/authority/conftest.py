from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.authority.numbers import invented
from tests.cli.authority.people import photos, write

from idphoto.cli.authority import embedding
from idphoto.errors import NoFace
from idphoto.models.face_embedder import Embedding

Run = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that nobody has used yet, for a server that asks the registry."""
    for name in ("DATABASE_URL", "SECRET", "DATA_DIR", "AUTHORITY_CONFIG"):
        monkeypatch.delenv(f"IDPHOTO_{name}", raising=False)
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    return tmp_path / "data"


@pytest.fixture
def authority(idphoto: Run, folder: Path) -> Run:
    """``authority(*arguments)``: what the command left behind."""
    return lambda *arguments: idphoto("authority", *arguments, "--data-dir", folder)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The photos whose faces were looked for, in place of looking: their length is their face."""
    seen: list[bytes] = []

    def of_photo(engine: object, photo: bytes) -> Embedding:
        seen.append(photo)
        if photo == b"no face":
            raise NoFace()
        return np.full(128, float(len(photo)))

    monkeypatch.setattr(embedding, "default_engine", lambda mode: None)
    monkeypatch.setattr(embedding, "embed_photo", of_photo)
    return seen


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """``people.csv`` with every kind of line, and its photos."""
    here = photos(tmp_path / "school", a=b"photo a", b=b"photo b", wall=b"no face")
    (tmp_path / "outside.jpg").write_bytes(b"not theirs")
    write(
        here / "people.csv",
        f"张三,{invented(1)},a.jpg",
        f"李四,{invented(2)[:-1]}?,a.jpg",
        "",
        f'"王\n五",{invented(3)},a.jpg',
        f"赵六,{invented(4)},gone.jpg",
        f"钱七,{invented(5)},wall.jpg",
        f"孙八,{invented(6)},../outside.jpg",
        f"周九,{invented(1)},b.jpg",
        f"吴十,{invented(7)}",
        f"买买提·吐尔逊,{invented(8)},b.jpg,more,than,needed",
        "郑十一",
        f'"冯"十二,{invented(9)},a.jpg',
        f"陈十三,{invented(10)},",
    )
    return here
