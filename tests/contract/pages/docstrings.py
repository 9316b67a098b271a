"""Docstrings that Python forgets: those under the fields of a class."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise
from textwrap import dedent


def summary(thing: type) -> str:
    """Return the first sentence of a class's docstring."""
    return (thing.__doc__ or "").partition("\n\n")[0]


def field_docs(thing: type) -> Mapping[str, str]:
    """Return what stands under each field, on one line; other fields are absent."""
    [definition] = ast.parse(dedent(inspect.getsource(thing))).body
    assert isinstance(definition, ast.ClassDef)
    return dict(_documented(definition.body))


def _documented(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, after in pairwise(body):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name))
                | ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
            case _:
                pass
