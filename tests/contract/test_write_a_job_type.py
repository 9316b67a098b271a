"""The job type of "Write a job type" works as it stands on the page."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from almandine.jobtypes import collected
from contract.fences import fences_of
from contract.tree import ROOT

PAGE: Final = ROOT / "docs" / "howto" / "write-a-job-type.md"
NAME: Final = "clear_policies"
BLOCKS: Final = [each.text for each in fences_of(PAGE) if each.language == "python"]


def loaded(name: str, text: str, directory: Path) -> ModuleType:
    """Write a module and import it."""
    file = directory / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    spec = spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def example(tmp_path: Path) -> ModuleType:
    return loaded(NAME, BLOCKS[0], tmp_path)


def test_the_service_takes_it(example: ModuleType) -> None:
    found = collected([("the page", example.JOB_TYPE)])
    assert list(found) == [NAME]


def test_its_tests_pass(example: ModuleType, tmp_path: Path) -> None:
    module = loaded(f"test_{NAME}", BLOCKS[1], tmp_path)
    tests = [name for name in vars(module) if name.startswith("test_")]
    for name in tests:
        getattr(module, name)()
    assert len(tests) == BLOCKS[1].count("def test_")
