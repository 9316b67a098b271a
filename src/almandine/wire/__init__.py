"""The Alma contract and nothing else: what stands on the wire, and how it is spelt.

Each object is one Struct (`job`, `instance`, `sets`, …). Its description drives
XML and JSON in both directions; `body` is the way in and out.
"""
