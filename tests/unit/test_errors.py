from __future__ import annotations

import copy
import inspect

import pytest

from opengovai import errors
from opengovai.errors import ConfigurationError, OpenGovAIError, PluginError

TREE = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


def test_every_error_stands_in_the_tree_and_in_the_docstring() -> None:
    for kind in TREE:
        assert issubclass(kind, OpenGovAIError)
        assert kind.__name__ in (errors.__doc__ or "")


def test_a_message_says_what_where_and_what_to_do() -> None:
    error = PluginError("No such plugin", where="[store]", remedy="Run `opengovai plugins`.")
    assert str(error) == "No such plugin ([store]). Run `opengovai plugins`."
    with pytest.raises(ConfigurationError):
        raise error


def test_an_error_survives_the_way_between_processes() -> None:
    error = PluginError("x", where="y", remedy="z")
    twin = copy.copy(error)
    assert (type(twin), str(twin), twin.where) == (PluginError, str(error), "y")
