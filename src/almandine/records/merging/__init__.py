"""What becomes of a record of the house when a newer one comes in: merge or overlay.

Bytes in, bytes out: fields are taken over as they lie.
"""
