"""The path shows the boundary: `__all__` is exactly what a package makes public."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from types import ModuleType

import pytest

import opengovai


def _packages() -> list[str]:
    found = pkgutil.walk_packages(opengovai.__path__, "opengovai.")
    return ["opengovai", *(module.name for module in found if module.ispkg)]


def _written_names(module: ModuleType) -> set[str]:
    """Public names that the source binds at the top level, imports of modules aside."""
    source = ast.parse(importlib.util.decode_source(module.__loader__.get_data(module.__file__)))  # type: ignore[union-attr,arg-type]
    names: set[str] = set()
    for node in source.body:
        names |= _bound_by(node)
    return {name for name in names if not name.startswith("_")}


# Values, ports and errors are used everywhere and public at home only.
GROUND = {"opengovai.errors", "opengovai.protocols", "opengovai.types"}


def _bound_by(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        ours = module.startswith("opengovai") and module not in GROUND
        return {alias.asname or alias.name for alias in node.names} if ours else set()
    if isinstance(node, ast.If):  # `if TYPE_CHECKING:` names what is loaded lazily
        return {name for child in node.body for name in _bound_by(child)}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()


@pytest.mark.parametrize("name", _packages())
def test_every_package_states_its_public_names(name: str) -> None:
    package = importlib.import_module(name)
    stated = getattr(package, "__all__", None)
    written = _written_names(package)
    if stated is None:
        assert not written, f"{name} binds {sorted(written)} and has no __all__"
        return
    assert list(stated) == sorted(stated, key=_isort_order), "ruff's RUF022 order"
    assert written <= set(stated), "bound at the top level, but not stated as public"


def _isort_order(name: str) -> tuple[int, str]:
    rank = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return rank, name


@pytest.mark.parametrize("name", _packages())
def test_every_public_name_resolves(name: str) -> None:
    package = importlib.import_module(name)
    for public in getattr(package, "__all__", ()):
        assert getattr(package, public) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        opengovai.no_such_name  # noqa: B018


def test_the_version_is_the_distributions() -> None:
    assert opengovai.__version__ == importlib.metadata.version("opengovai")
