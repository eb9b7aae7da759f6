"""From a checked configuration to an assistant, or to one of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from opengovai import __version__
from opengovai.assistant import Assistant
from opengovai.config.building import build_part, permitted, plugin_keys
from opengovai.config.reading import Settings, load_settings
from opengovai.config.tables import APART, GUARDS, INNER, PORTS, Table, inner, named
from opengovai.conversation.follow_up import FollowUpRules
from opengovai.conversation.memory import MemoryInProcess
from opengovai.errors import ConfigurationError
from opengovai.evaluation.calibration import Calibration, read_calibration
from opengovai.guards.boundaries import boundaries
from opengovai.guards.composition import AllOf
from opengovai.plugins import check_keys, load, parameters
from opengovai.protocols import Channel, ConversationMemory, Rewriter
from opengovai.types import JSON


@contextmanager
def open_assistant(
    path: Path | None = None,
    *,
    kb: Path | None = None,
    audit: Path | None = None,
    conversations: Path | None = None,
) -> Iterator[Assistant]:
    """An assistant as the configuration at `path` describes it; its log and store are closed at
    the end of the `with` block. `kb` and `audit` put other directories in their place;
    `conversations` is where they are remembered if the configuration names no folder.

    Raises ConfigurationError, StorageError or AuditError.
    """
    settings = load_settings(path).with_paths(kb=kb, audit=audit, conversations=conversations)
    with ExitStack() as closing:
        yield assemble(settings, closing)


def assemble(settings: Settings, closing: ExitStack) -> Assistant:
    """Build every part that `settings` name; `closing` closes those that can be closed."""
    parts: dict[str, Any] = {}
    for table, group in PORTS.items():
        if table in APART:
            continue
        parts[table] = _closing(build_part(group, settings.tables[table], settings), closing)
    guards = {
        name: AllOf([build_part("guards", table, settings) for table in settings.tables[name]])
        for name in GUARDS
    }
    limits = boundaries(settings.tables["boundaries"])
    service = settings.tables["service"]
    return Assistant(
        redactor=parts["redactor"],
        languages=tuple(service["languages"]),
        memory=_closing(_memory(settings.tables["conversation"]), closing),
        rewriter=_closing(_rewriter(settings), closing),
        # The configured guards by themselves first: none of them still means no.
        question_guard=AllOf([guards["question_guards"], limits]),
        retriever=parts["store"],
        passages=service["passages"],
        drafter=parts["drafter"],
        archive=parts["store"],
        calibration=calibration(service),
        answer_guard=guards["answer_guards"],
        handoff=parts["handoff"],
        channel=_channel(settings, closing),
        audit=parts["audit"],
        service=service["name"],
        facts={
            "system": {"name": "opengovai", "version": __version__},
            "configuration": settings.digest,
            "plugins": _used(settings),
        },
    )


def _closing(part: Any, closing: ExitStack) -> Any:
    if hasattr(part, "close"):
        closing.callback(part.close)
    return part


def _memory(table: Table) -> ConversationMemory:
    keys = {key: table[key] for key in ("turns", "most")} | {"seconds": 60.0 * table["minutes"]}
    if not table["path"]:
        return MemoryInProcess(**keys)
    from opengovai.conversation.folder import MemoryFolder

    key = Path(table["key_path"]) if table["key_path"] else None
    return MemoryFolder(Path(table["path"]), key_path=key, **keys)


def _rewriter(settings: Settings) -> Rewriter:
    model = settings.tables["conversation"].get("model")
    if model is None:
        return FollowUpRules()
    from opengovai.conversation.model_rewriter import ModelRewriter

    return ModelRewriter(model=build_part("models", model, settings), fallback=FollowUpRules())


def _channel(settings: Settings, closing: ExitStack) -> Channel | None:
    """All configured channels behind one outbox; None where there is none."""
    tables = settings.tables["channels"]
    if not tables:
        return None
    from opengovai.handoff.outbox import PacketOutbox

    # Its place in the list is a channel's name: it says in a waiting packet who has it already.
    channels = {
        f"{number}-{table['use']}": build_part("channels", table, settings)
        for number, table in enumerate(tables, start=1)
    }
    folder = Path(settings.tables["conversation"]["outbox_path"])
    outbox: Channel = _closing(PacketOutbox(folder, channels), closing)
    return outbox


def calibration(service: Table) -> Calibration:
    """What the table [service] says of confidence. Raises ConfigurationError."""
    if service["calibration_path"]:
        return read_calibration(Path(service["calibration_path"]))
    return Calibration(floor=service["floor"])


def explain(settings: Settings) -> list[dict[str, Any]]:
    """One row per plugin that the settings name: its table, keys and where its data goes.

    Loads and checks the plugins without opening a store or a log.
    """
    rows = []
    for name, group, table in named(settings.tables):
        hosts = permitted(group, table, settings)
        keys = plugin_keys(group, table)
        check_keys(keys, parameters(group, table["use"]), where=f"[{name}] of {settings.origin}")
        shown = {key: value for key, value in keys.items() if key not in dict(inner(table))}
        egress = ", ".join(hosts) or "none"
        rows.append({"table": name, "use": table["use"], "egress": egress, "keys": shown})
    return rows


def open_part(settings: Settings, table: str, part: str = "") -> Any:
    """One part by itself, such as [store] or [audit.journal], for who needs no assistant.

    Raises ConfigurationError where the configuration has no such part.
    """
    found = settings.tables[table].get(part) if part else settings.tables[table]
    if found is None:
        raise ConfigurationError(
            f"There is no table [{table}.{part}]",
            where=settings.origin,
            remedy="See docs/reference/config.",
        )
    return build_part(INNER[part] if part else PORTS[table], found, settings)


def _used(settings: Settings) -> JSON:
    versions = {
        (group, table["use"]): load(group, table["use"]).info.version
        for name, group, table in named(settings.tables)
        if name not in APART
    }
    return [
        {"port": group, "name": name, "version": version}
        for (group, name), version in sorted(versions.items())
    ]
