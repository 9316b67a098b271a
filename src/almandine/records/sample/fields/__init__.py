"""The fields of a bib, block by block; each module makes the tags of one block.

Every block yields its fields with tags in rising order.
"""
