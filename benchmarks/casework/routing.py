"""Routing on Banking77: coverage at a risk that was chosen on other examples than are judged."""

from __future__ import annotations

import argparse
import csv

import numpy as np

from opengovai.cases.classifier import train
from opengovai.types import RedactedText


def run(arguments: argparse.Namespace) -> None:
    """Train on 80 %, judge on 20 %, at 2 % and 5 % risk; print the area under risk-coverage."""
    with (arguments.folder / "banking77.train.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    order = np.random.default_rng(77).permutation(len(rows))
    cut = len(rows) * 4 // 5
    kinds = [rows[i]["category"] for i in order]
    # Public sentences of a benchmark: nobody's data.
    texts = [RedactedText(rows[i]["text"]) for i in order]
    for risk in (0.02, 0.05):
        model = train(texts[:cut], kinds[:cut], risk=risk)
        said = model.classify(texts[cut:])
        routed = [(kind == true) for (kind, _), true in zip(said, kinds[cut:], strict=True) if kind]
        print(f"risk {risk}: covers {len(routed) / len(said):.3f}, wrong {1 - np.mean(routed):.3f}")
    always = np.array(
        [
            (kind == true, sure)
            for (kind, sure), true in zip(
                train(texts[:cut], kinds[:cut], risk=1.0).classify(texts[cut:]),
                kinds[cut:],
                strict=True,
            )
        ]
    )
    best_first = always[np.argsort(-always[:, 1], kind="stable")][:, 0]
    risks = 1 - np.cumsum(best_first) / np.arange(1, len(best_first) + 1)
    print(f"accuracy {best_first.mean():.4f}, AURC {risks.mean():.4f}, {len(best_first)} judged")
