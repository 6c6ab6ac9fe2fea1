from __future__ import annotations

from idphoto.server.wire.ignored import charge_headers, header_names, ignored_header


def test_names_are_short_printable_unique_and_limited_in_number() -> None:
    assert header_names(["spec", "", "spec", "a\r\nb: c", "x" * 50, "größe"]) == (
        "spec",
        "a??b??c",
        "x" * 40,
        "gr??e",
    )
    assert len(header_names(map(str, range(100)))) == 20


def test_the_header_is_sent_only_if_a_field_was_ignored() -> None:
    assert ignored_header(()) == {}
    assert ignored_header(("a", "b")) == {"X-Ignored-Fields": "a, b"}
    assert charge_headers(0, ()) == {"X-Credits-Charged": "0"}
    assert charge_headers(15, ("a",)) == {"X-Credits-Charged": "15", "X-Ignored-Fields": "a"}
