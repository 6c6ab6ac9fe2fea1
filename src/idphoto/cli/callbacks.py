"""``idphoto callbacks``: list callbacks, their tries and their receivers' answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from idphoto.cli.database import DataDir, opened, utc
from idphoto.cli.output import print_json
from idphoto.tasks.states import CallbackStatus

if TYPE_CHECKING:
    from idphoto.db.tables import Callback, CallbackTry

app = typer.Typer(
    name="callbacks",
    help="Show which of the server's callbacks were delivered.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


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
    table = Table(box=None, pad_edge=False)
    table.add_column("task", min_width=len(found[0]["task_id"]) if found else None, overflow="fold")
    table.add_column("created, status", no_wrap=True)
    table.add_column("tries, last answer", overflow="fold")
    for one in found:  # two lines each: wider rows do not fit 80 columns
        table.add_row(
            f"{one['task_id']}\n[dim]{escape(one['url'])}[/dim]",
            f"{one['created_at']}\n{one['status']}",
            f"{len(one['tries'])}\n{_answer(one['tries'])}",
        )
    Console().print(table if found else "No callbacks.")


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
