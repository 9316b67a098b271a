# cython: language_level=3, boundscheck=False, wraparound=False
"""The loops of `in_python`, whose docstrings say what they return, byte by byte.

All that is read is within bytes whose length was looked at before. What is given is
believed to have the types that it says, but not to hold anything in particular.
"""

import re

from cpython.bytes cimport (
    PyBytes_AS_STRING,
    PyBytes_AsString,
    PyBytes_FromStringAndSize,
    PyBytes_GET_SIZE,
)
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.string cimport memchr, memcmp, memcpy

ctypedef const unsigned char* Text

cdef enum:
    LEADER_LENGTH = 24
    ENTRY_LENGTH = 12
    TAG_LENGTH = 3
    MAX_RECORD = 99_999
    MAX_FIELD = 9_999
    RECORD_END = 0x1D
    FIELD_END = 0x1E
    DELIMITER = 0x1F
    FOLDED = 0x370  # characters of which it is known what becomes of each
    LONGEST = 4  # bytes that one of them becomes
    SHORTEST = LEADER_LENGTH + 2  # a record: the ends of no directory and no field
    FEW = 9

CODE = re.compile(rb"\x1f.?", re.DOTALL)

cdef list _tags = [b"%03d" % number for number in range(1_000)]
"""One object for all fields with the same tag: to make objects takes longest."""


def regular_fields(raw):
    cdef Text text = <Text>PyBytes_AsString(raw)
    cdef Py_ssize_t size = PyBytes_GET_SIZE(raw)
    if size < SHORTEST or number(text, 5) != size or text[size - 1] != RECORD_END:
        return None
    cdef Py_ssize_t base = number(text + 12, 5)
    if base <= LEADER_LENGTH or base >= size or text[base - 1] != FIELD_END:
        return None
    if (base - 1 - LEADER_LENGTH) % ENTRY_LENGTH:
        return None
    if memchr(text, FIELD_END, base - 1) != NULL:
        return None
    cdef list fields = []
    cdef Py_ssize_t at = base
    cdef Py_ssize_t entry, length
    cdef Text body
    for entry in range(LEADER_LENGTH, base - 1, ENTRY_LENGTH):
        length = number(text + entry + 3, 4)
        if length < 1 or at + length >= size:
            return None
        if number(text + entry + 7, 5) != at - base:
            return None
        body = text + at
        if memchr(body, FIELD_END, length) != body + length - 1:
            return None
        fields.append((tag_at(text + entry), new_bytes(body, length - 1)))
        at += length
    return fields if at == size - 1 else None


def split_fields(raw):
    fields = regular_fields(raw)
    if fields is None:
        raise ValueError("no regular record")
    return fields


def with_tags(fields not None, tags not None):
    cdef list found = []
    for field in as_list(fields):
        if (<tuple?>field)[0] in tags:
            found.append(field)
    return found


def has_plain_fields(raw, fields not None):
    cdef list all_fields = as_list(fields)
    cdef Py_ssize_t at = 0
    cdef Py_ssize_t size = len(all_fields)
    cdef bytes tag, body
    while at < size and at < FEW:
        tag, body = <tuple?>all_fields[at]
        if not tag.startswith(b"00"):
            break
        if not has_content(<Text>PyBytes_AS_STRING(body), len(body)):
            return False
        at += 1
    if at == size:
        return False
    for at in range(at, size):
        tag, body = <tuple?>all_fields[at]
        if tag < b"01" or not is_plain(<Text>PyBytes_AS_STRING(body), len(body)):
            return False
    return True


def ends_alike(some not None, others not None):
    cdef list left = as_list(some)
    cdef list right = as_list(others)
    cdef Py_ssize_t shorter = min(len(left), len(right))
    cdef Py_ssize_t head = 0
    cdef Py_ssize_t tail = 0
    while head < shorter and is_same(left[head], right[head]):
        head += 1
    while tail < shorter - head and is_same(
        left[len(left) - 1 - tail], right[len(right) - 1 - tail]
    ):
        tail += 1
    return head, tail


def parted(fields not None, of_tag not None, of_body, wanted):
    cdef list found = []
    cdef list others = []
    cdef bytes tag, body
    for field in as_list(fields):
        tag, body = <tuple?>field
        value = of_tag[tag] or of_body(body)
        if value is wanted:
            found.append(field)
        else:
            others.append(field)
    return found, others


def laid_out(fields not None, Py_ssize_t start=0):
    cdef list all_fields = as_list(fields)
    cdef Py_ssize_t size = 0
    cdef bytes tag, body
    for field in all_fields:
        tag, body = <tuple?>field
        if len(tag) != TAG_LENGTH:
            raise ValueError("a tag has three bytes")
        if len(body) + 1 > MAX_FIELD:
            return None
        size += len(body) + 1
    if start + size > MAX_RECORD:
        return None
    directory = PyBytes_FromStringAndSize(NULL, len(all_fields) * ENTRY_LENGTH)
    data = PyBytes_FromStringAndSize(NULL, size)
    cdef unsigned char* entry = <unsigned char*>PyBytes_AS_STRING(directory)
    cdef unsigned char* at = <unsigned char*>PyBytes_AS_STRING(data)
    for field in all_fields:
        tag, body = <tuple>field
        memcpy(entry, PyBytes_AS_STRING(tag), TAG_LENGTH)
        write_number(entry + 3, 4, len(body) + 1)
        write_number(entry + 7, 5, start)
        memcpy(at, PyBytes_AS_STRING(body), len(body))
        at[len(body)] = FIELD_END
        start += len(body) + 1
        at += len(body) + 1
        entry += ENTRY_LENGTH
    return directory, data


cdef class Folding:
    cdef object fold
    cdef unsigned char[FOLDED][LONGEST] text
    cdef unsigned char[FOLDED] size

    def __init__(self, fold not None):
        cdef bytes folded
        self.fold = fold
        for code in range(FOLDED):
            folded = fold(chr(code)).encode() if code != FIELD_END else b" "
            if len(folded) > LONGEST:
                raise ValueError("a character becomes more than can be kept")
            self.size[code] = len(folded)
            memcpy(self.text[code], PyBytes_AS_STRING(folded), len(folded))

    def words(self, values not None):
        return [
            self.words_at(<Text>PyBytes_AsString(value), PyBytes_GET_SIZE(value))
            for value in as_list(values)
        ]

    def lines(self, records not None, columns not None):
        return [self.lines_of(as_list(fields), columns) for fields in records]

    cdef tuple lines_of(self, list fields, dict columns):
        cdef list every = []
        cdef dict found = {}
        cdef bytes tag, body
        cdef Py_ssize_t skipped
        for field in fields:
            tag, body = <tuple?>field
            if tag.startswith(b"00"):
                continue
            skipped = min(2, len(body))
            words = self.words_at(
                <Text>PyBytes_AS_STRING(body) + skipped, len(body) - skipped
            )
            every.append(words)
            column = columns.get(tag)
            if column is not None:
                (<list>found.setdefault(column, [])).append(words)
        return every, found

    cdef str words_at(self, Text value, Py_ssize_t size):
        cdef Text at = value
        cdef Text end = at + size
        cdef bytes room = PyBytes_FromStringAndSize(NULL, size * LONGEST)
        cdef unsigned char* begin = <unsigned char*>PyBytes_AS_STRING(room)
        cdef unsigned char* to = begin
        cdef unsigned char last = c" "
        cdef unsigned int code
        cdef int one
        while at < end:
            code = at[0]
            at += 1
            if code == DELIMITER:
                code = c" "
                at += at < end
            elif code >= 0x80:
                code = of_two_bytes(code, at, end)
                if code >= FOLDED:
                    return self.slowly(new_bytes(value, size))
                at += 1
            for one in range(self.size[code]):
                if last != c" " or self.text[code][one] != c" ":
                    last = self.text[code][one]
                    to[0] = last
                    to += 1
        to -= to > begin and last == c" "
        return PyUnicode_DecodeUTF8(<const char*>begin, to - begin, NULL)

    cdef str slowly(self, bytes value):
        text = CODE.sub(b" ", value.replace(b"\x1e", b" ")).decode("utf-8", "replace")
        return " ".join(self.fold(text).split())


cdef unsigned int of_two_bytes(unsigned int lead, Text at, Text end) noexcept:
    """Return the character of two bytes of UTF-8; a great number where it is none."""
    if 0xC2 <= lead <= 0xDF and at < end and at[0] & 0xC0 == 0x80:
        return (lead & 0x1F) << 6 | (at[0] & 0x3F)
    return 0x10FFFF


cdef list as_list(fields):
    return <list>fields if type(fields) is list else list(fields)


cdef bytes new_bytes(Text text, Py_ssize_t size):
    return PyBytes_FromStringAndSize(<const char*>text, size)


cdef bytes tag_at(Text text):
    cdef Py_ssize_t digits = number(text, TAG_LENGTH)
    return new_bytes(text, TAG_LENGTH) if digits < 0 else <bytes>_tags[digits]


cdef Py_ssize_t number(Text text, int digits) noexcept:
    """Read a number; -1 where not all are digits."""
    cdef Py_ssize_t value = 0
    cdef int at
    for at in range(digits):
        if not c"0" <= text[at] <= c"9":
            return -1
        value = value * 10 + (text[at] - c"0")
    return value


cdef void write_number(unsigned char* text, int digits, Py_ssize_t value) noexcept:
    cdef int at
    for at in range(digits - 1, -1, -1):
        text[at] = c"0" + value % 10
        value //= 10


cdef bint is_same(some, others) except -1:
    cdef bytes tag, body, other_tag, other_body
    tag, body = <tuple?>some
    other_tag, other_body = <tuple?>others
    return is_equal(body, other_body) and is_equal(tag, other_tag)


cdef bint is_equal(bytes some, bytes others) except -1:
    if some is others:
        return True
    return len(some) == len(others) and not memcmp(
        PyBytes_AS_STRING(some), PyBytes_AS_STRING(others), len(some)
    )


cdef bint is_blank(unsigned char one) noexcept:
    """What `bytes.strip` takes away, and an expression calls white space."""
    return one == c" " or 9 <= one <= 13


cdef bint is_proper(unsigned char one) noexcept:
    return c"0" <= one <= c"9" or c"a" <= one <= c"z"


cdef bint is_indicator(unsigned char one) noexcept:
    return is_proper(one) or one == c" "


cdef bint has_content(Text text, Py_ssize_t size) noexcept:
    cdef Py_ssize_t at
    for at in range(size):
        if not is_blank(text[at]):
            return True
    return False


cdef bint is_plain(Text text, Py_ssize_t size) noexcept:
    """Say whether nothing is wrong with the body of a data field."""
    cdef Py_ssize_t at = 4
    if size < 5 or text[2] != DELIMITER or not is_proper(text[3]):
        return False
    if not (is_indicator(text[0]) and is_indicator(text[1])):
        return False
    while at < size and is_blank(text[at]):
        at += 1
    if at == size or text[at] == DELIMITER:
        return False
    cdef Text found = text + at
    while True:
        found = <Text>memchr(found, DELIMITER, text + size - found)
        if found == NULL:
            return True
        found += 1
        if found == text + size or not is_proper(found[0]):
            return False
