"""
`make compare`: our pipeline beside Rasa's default and two simpler ones, on the same data in one run.

Each is trained and asked through Rasa in a process of its own. What is heard is compared with held-out sentences
(tests/nlu/held_out), and with openers if there are any: `OPENERS=file make compare`. `COMPARED=ours,DIET make compare`
takes those alone whose names hold one of these.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.case import PROBLEMS  # noqa: E402
from bot.written import mapping_in  # noqa: E402

COUNTS = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
DOUBT = {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}
ONE_REGRESSION = {"name": "LogisticRegressionClassifier", "max_iter": 300, "random_state": 7}
OURS = "ours"


def pipelines(epochs: int) -> dict[str, list[dict[str, Any]]]:
    """Give what is compared; the first is ours, the last is what `rasa init` writes, but for its answer selector."""
    words = {"name": "WhitespaceTokenizer"}
    return {
        OURS: mapping_in(ROOT / "config.yml")["pipeline"],
        "n-grams + regression": [words, *COUNTS, ONE_REGRESSION, DOUBT],
        "encoder + regression": [words, {"name": "tools.meaning_featurizer.MeaningFeaturizer"}, ONE_REGRESSION, DOUBT],
        f"Rasa's default, DIET, {epochs} epochs": [
            words,
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            *COUNTS,
            {"name": "DIETClassifier", "epochs": epochs, "random_seed": 7},
            {"name": "EntitySynonymMapper"},
            DOUBT,
        ],
    }


def held_out() -> list[tuple[str, str]]:
    """Give each held-out sentence with its intent."""
    files = sorted((ROOT / "tests/nlu/held_out").glob("*.yml"))
    return [
        (line.strip()[2:].strip(), entry["intent"])
        for entry in itertools.chain.from_iterable(mapping_in(file)["nlu"] for file in files)
        for line in entry["examples"].splitlines()
        if line.strip()
    ]


def openers(file: str | None) -> list[tuple[str, str]]:
    """Give each opener with its problem; none without a file."""
    if not file:
        return []
    rows = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines() if line.strip()]
    return [(row["text"], row["problem"]) for row in rows]


def train_and_ask(pipeline: list[dict[str, Any]], said: list[str], folder: Path) -> dict[str, Any]:
    """Train a model of this pipeline; give the seconds, what was heard, and the milliseconds of each message."""
    if not any(part["name"] == "DIETClassifier" for part in pipeline):
        from bot.runtime.agent import prepare_this_process

        prepare_this_process()
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    config = {"recipe": "default.v1", "assistant_id": "compared", "language": "en", "pipeline": pipeline}
    (folder / "config.yml").write_text(json.dumps(config))
    started = time.monotonic()
    model = train_nlu(str(folder / "config.yml"), "data/nlu", str(folder), fixed_model_name="compared")
    seconds, agent = time.monotonic() - started, Agent.load(model)
    heard, taken = asyncio.run(ask(agent, said))
    return {"seconds": seconds, "heard": heard, "ms": statistics.median(taken)}


async def ask(agent: Any, said: list[str]) -> tuple[list[str | None], list[float]]:
    await agent.parse_message(said[0])
    heard, taken = [], []
    for text in said:
        started = time.perf_counter()
        parsed = await agent.parse_message(text)
        taken.append((time.perf_counter() - started) * 1000)
        heard.append(parsed["intent"]["name"])
    return heard, taken


def in_a_process_of_its_own(name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure one pipeline where nothing else has been loaded; its peak of memory is added."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "--epochs", str(arguments.epochs), "--only", name, "--folder", folder]
        command += ["--openers", arguments.openers] if arguments.openers else []
        environment = {**os.environ, "RASA_CACHE_DIRECTORY": f"{folder}/cache", "RASA_TELEMETRY_ENABLED": "false"}
        quiet = {"PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
        process = subprocess.Popen(command, cwd=ROOT, env={**environment, **quiet}, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{name} failed")
        measured: dict[str, Any] = json.loads((Path(folder) / "measured.json").read_text("utf-8"))
    return {**measured, "mb": usage.ru_maxrss / 1024}


def shares(cases: list[tuple[str, str]], heard: list[str | None]) -> str:
    """Give right / asked / wrong in per cent of the problems: what is heard as no problem is asked about."""
    kinds = Counter(
        "right" if was == said else "wrong" if was in PROBLEMS else "asked"
        for (_, said), was in zip(cases, heard, strict=True)
        if said in PROBLEMS
    )
    return " / ".join(f"{100 * kinds[kind] / max(kinds.total(), 1):.0f}" for kind in ("right", "asked", "wrong"))


def row(name: str, measured: dict[str, Any], own: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> str:
    heard = measured["heard"]
    right = sum(was == said for (_, said), was in zip(own, heard, strict=False))
    cells = [name, f"{100 * right / len(own):.1f}", shares(own, heard[: len(own)])]
    cells += [shares(theirs, heard[len(own) :])] if theirs else []
    cells += [f"{measured['seconds']:.0f}", f"{measured['mb']:.0f}", f"{measured['ms']:.1f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Our pipeline beside others, on the same data.")
    parser.add_argument("--openers", default=os.environ.get("OPENERS"))
    parser.add_argument("--epochs", type=int, default=int(os.environ.get("EPOCHS", "100")))
    parser.add_argument("--only", help="measure this pipeline alone, in this process")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    own, theirs = held_out(), openers(arguments.openers)
    if arguments.only:
        said = [text for text, _ in own + theirs]
        measured = train_and_ask(pipelines(arguments.epochs)[arguments.only], said, arguments.folder)
        (arguments.folder / "measured.json").write_text(json.dumps(measured), "utf-8")
        return
    titles = ["pipeline", "all intents right, %", "held-out problems: right / asked / wrong, %"]
    titles += ["openers: right / asked / wrong, %"] if theirs else []
    titles += ["training, s", "peak, MB", "a message, ms"]
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}", flush=True)
    wanted = os.environ.get("COMPARED", "").split(",")
    for name in pipelines(arguments.epochs):
        if not any(part in name for part in wanted):
            continue
        print(row(name, in_a_process_of_its_own(name, arguments), own, theirs), flush=True)


if __name__ == "__main__":
    main()
