"""The answers to a client that asks what it may do."""

from almandine.wire import general, xml

PROLOG = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def test_get_names_the_institution() -> None:
    wanted = PROLOG + b"<test>GET - OK - institutionCode: 01ABC_INST</test>"
    assert xml.encode(general.readable("01ABC_INST")) == wanted


def test_post_says_ok() -> None:
    assert xml.encode(general.WRITABLE) == PROLOG + b"<test>POST - OK</test>"
