"""``idphoto callbacks``: list callbacks, their tries and their receivers' answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.group import group
from idphoto.cli.output import print_json
from idphoto.cli.table import print_table
from idphoto.tasks.states import CallbackStatus

if TYPE_CHECKING:
    from idphoto.db.tables import Callback, CallbackTry

app = group("Show which of the server's callbacks were delivered.")


@app.callback()
def _group() -> None:
    """Show which of the server's callbacks were delivered."""


@app.command("list")
def list_callbacks(
    task: Annotated[str | None, typer.Option(help="Only callbacks of this task.")] = None,
    status: Annotated[
        CallbackStatus | None, typer.Option(help="Only callbacks in this state.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many to show at most, latest first.")] = 50,
    data_dir: DataDir = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of text, with every try.")
    ] = False,
) -> None:
    """List callbacks with their receivers' answers; query strings of URLs are not shown.

    Example: `idphoto callbacks list --status given_up`
    """
    with opened(data_dir) as (database, _):
        from idphoto.tasks.callback_store import recent, tries_of

        with database.reading() as tx:
            found = [
                _described(each, tries_of(tx, each.id))
                for each in recent(tx, task_id=task, status=status, limit=limit)
            ]
    if as_json:
        print_json(found)
        return
    print_table(
        ("task", "url", "created", "status", "tries", "last answer"),
        (
            (
                one["task_id"],
                one["url"],
                one["created_at"],
                one["status"],
                str(len(one["tries"])),
                _answer(one["tries"]),
            )
            for one in found
        ),
        empty="No callbacks.",
        whole=("task", "created"),
        below={"url": "task", "status": "created", "last answer": "tries"},
    )


def _described(callback: Callback, tries: list[CallbackTry]) -> dict[str, Any]:
    pending = callback.status == CallbackStatus.PENDING
    return {
        "id": callback.id,
        "task_id": callback.task_id,
        "url": without_query(callback.url),
        "status": callback.status,
        "created_at": utc(callback.created_at),
        "next_at": utc(callback.next_at) if pending else None,
        "settled_at": utc(callback.settled_at),
        "tries": [
            {
                "number": one.number,
                "at": utc(one.at),
                "took_ms": round(one.took_ms, 1),
                "http_status": one.http_status,
                "error": one.error,
            }
            for one in tries
        ],
    }


def without_query(url: str) -> str:
    """A URL without user, query and fragment, which may contain the receiver's secrets."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="", fragment="").geturl()


def _answer(tries: list[dict[str, Any]]) -> str:
    if not tries:
        return ""
    last = tries[-1]
    return str(last["http_status"] or last["error"] or "")
