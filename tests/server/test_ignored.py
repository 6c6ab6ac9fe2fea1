from __future__ import annotations

from idphoto.server.ignored import charge_headers, ignored_header, tellable


def test_names_are_told_short_printable_each_once_and_not_too_many() -> None:
    assert tellable(["spec", "", "spec", "a\r\nb: c", "x" * 50, "größe"]) == (
        "spec",
        "a??b??c",
        "x" * 40,
        "gr??e",
    )
    assert len(tellable(map(str, range(100)))) == 20


def test_the_headers_name_what_was_ignored_only_where_something_was() -> None:
    assert ignored_header(()) == {}
    assert ignored_header(("a", "b")) == {"X-Ignored-Fields": "a, b"}
    assert charge_headers(0, ()) == {"X-Credits-Charged": "0"}
    assert charge_headers(15, ("a",)) == {"X-Credits-Charged": "15", "X-Ignored-Fields": "a"}
