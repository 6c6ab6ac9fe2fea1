"""The native API, ``/v1``: JSON whose models are in ``idphoto.messages``, errors as RFC 9457."""
