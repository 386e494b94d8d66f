"""`make thresholds`: how often the problem is right, asked or wrong on our own sentences, for each way to doubt."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.case import PROBLEMS  # noqa: E402
from bot.runtime.intent_model import IntentModel  # noqa: E402
from bot.written import mapping_in  # noqa: E402

DANGEROUS = ("account_compromised", "out_of_scope")


def sentences() -> tuple[list[str], list[str], tuple[tuple[str, ...], ...]]:
    texts, intents, lookups = [], [], []
    for file in sorted((ROOT / "data/nlu").rglob("*.yml")):
        for entry in mapping_in(file)["nlu"]:
            lines = [line.strip()[2:].strip() for line in entry["examples"].splitlines() if line.strip()]
            if "lookup" in entry:
                lookups.append(tuple(lines))
            else:
                texts += lines
                intents += [entry["intent"]] * len(lines)
    return texts, intents, tuple(lookups)


def held_out_likelihoods(folds: int = 5) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Give for each sentence how likely each intent is to a model that has not seen it."""
    texts, intents, lookups = sentences()
    labels = np.array(intents)
    names = sorted(set(intents))
    likely = np.zeros((len(texts), len(names)), dtype=np.float32)
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=7).split(texts, labels):
        model = IntentModel.learn([texts[i] for i in train], labels[train], lookups)
        likely[test] = model.likelihoods([texts[i] for i in test])
    return likely, labels, names


def main() -> None:
    likely, labels, names = held_out_likelihoods()
    ranked = np.sort(likely, axis=1)[:, ::-1]
    heard = np.array(names)[likely.argmax(axis=1)]
    is_problem = np.isin(labels, PROBLEMS)
    print(f"{len(labels)} sentences, {is_problem.sum()} of them problems; intent right {np.mean(heard == labels):.3f}")
    columns = {name: likely[:, names.index(name)] for name in DANGEROUS}
    print("threshold  ambiguity  compromised  out_of_scope   right  asked  wrong  dangerous (of the problems)")
    grid = itertools.product((0.4, 0.5, 0.6, 0.7), (0.1, 0.2), (0.05, 0.1, 1.0), (0.05, 0.1, 0.2, 1.0))
    for threshold, ambiguity, compromised, out_of_scope in grid:
        limits = {"account_compromised": compromised, "out_of_scope": out_of_scope}
        in_doubt = (ranked[:, 0] < threshold) | (ranked[:, 0] - ranked[:, 1] < ambiguity)
        lockout = np.isin(heard, [p for p in PROBLEMS if p not in DANGEROUS])
        for name, most in limits.items():
            in_doubt |= (lockout | np.isin(heard, DANGEROUS)) & (heard != name) & (columns[name] > most)
        wrong = ~in_doubt & (heard != labels) & is_problem
        dangerous = wrong & np.isin(labels, DANGEROUS)
        figures = [np.mean(~in_doubt[is_problem] & (heard == labels)[is_problem]), np.mean(in_doubt[is_problem])]
        figures += [wrong.sum() / is_problem.sum(), dangerous.sum() / is_problem.sum()]
        told = "  ".join(f"{figure:.3f}" for figure in figures)
        print(f"{threshold:9} {ambiguity:10} {compromised:12} {out_of_scope:13}   {told}")


if __name__ == "__main__":
    main()
