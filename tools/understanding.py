"""
`make understanding`: how well opening messages are understood, first message only and after one question in doubt.

Plays each opener of a JSON Lines file (`text`, `problem`, `facts`) through the front door to the trained model and the
real actions, each in a conversation of its own, and compares the slots. Openers are for measuring only:
`OPENERS=file make understanding`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.case import DANGEROUS_PROBLEMS  # noqa: E402
from bot.runtime.agent import load_agent, prepare_this_process  # noqa: E402
from bot.settings import Settings  # noqa: E402

FACTS = ("account_type", "is_admin", "has_other_admin", "other_methods", "device_event")


@dataclass(frozen=True)
class Heard:
    """One opener, the slots after it, and the problem after one question in doubt was answered truthfully."""

    opener: dict[str, Any]
    slots: dict[str, Any]
    problem_in_the_end: str | None

    @property
    def kind(self) -> str:
        return _kind(self.opener["problem"], self.slots.get("problem"))

    @property
    def is_dangerous(self) -> bool:
        return self.kind == "wrong" and self.opener["problem"] in DANGEROUS_PROBLEMS

    def facts(self) -> Counter[str]:
        return Counter(
            kind for name in FACTS if (kind := _fact_kind(self.opener["facts"].get(name), self.slots.get(name)))
        )

    def misses(self) -> list[str]:
        told, text = self.opener["facts"], self.opener["text"][:140]
        lines = [f"problem: {self.opener['problem']} heard as {self.slots.get('problem')}"] * (self.kind != "right")
        for name in FACTS:
            if _fact_kind(told.get(name), self.slots.get(name)) not in (None, "right"):
                lines.append(f"{name}: {told.get(name)} heard as {self.slots.get(name)}")
        return [f"{self.opener.get('id', '')}  {line}  | {text}" for line in lines]


def _kind(said: str, heard: str | None) -> str:
    return "right" if heard == said else "asked" if heard is None else "wrong"


def _fact_kind(said: Any, heard: Any) -> str | None:
    if said is None:
        return None if heard is None else "not in the text"
    if heard is None:
        return "missed"
    if isinstance(said, list):
        return "right" if bool(said) == bool(heard) and set(said) <= set(heard) else "wrong"
    return "right" if said == heard else "wrong"


async def play(openers: list[dict[str, Any]], settings: Settings) -> tuple[list[Heard], list[float]]:
    """Say every opener; give what was heard and how many milliseconds each first turn took."""
    from bot.runtime.front_door import FrontDoor

    agent = load_agent(settings)
    door, heard, taken = FrontDoor.of(agent, None), [], []
    for number, opener in enumerate(openers):
        person = f"opener-{number}"
        started = time.perf_counter()
        answers = await door.receive(person, opener["text"])
        taken.append((time.perf_counter() - started) * 1000)
        slots = (await agent.tracker_store.retrieve(person)).current_slot_values()
        problem = slots.get("problem")
        if problem is None:
            payloads = [button["payload"] for answer in answers for button in answer.get("buttons") or []]
            truth = next((one for one in payloads if one == f"/{opener['problem']}"), None)
            if truth:
                await door.receive(person, truth)
                problem = (await agent.tracker_store.retrieve(person)).get_slot("problem")
        heard.append(Heard(opener, slots, problem))
    return heard, taken


def figures(heard: list[Heard]) -> dict[str, Any]:
    """Give the figures by their names, as shares of one where they are shares."""
    kinds = Counter(one.kind for one in heard)
    facts = sum((one.facts() for one in heard), Counter[str]())
    stated = facts["right"] + facts["missed"] + facts["wrong"]
    in_the_end = sum(one.problem_in_the_end == one.opener["problem"] for one in heard)
    return {
        "openers": len(heard),
        **{f"problem {kind}": kinds[kind] / len(heard) for kind in ("right", "asked", "wrong")},
        "dangerous": sum(one.is_dangerous for one in heard),
        "problem right after one question": in_the_end / len(heard),
        "facts right": facts["right"] / max(stated, 1),
        "facts wrong": facts["wrong"] / max(stated, 1),
        "facts not in the text": facts["not in the text"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="How well openers are understood.")
    parser.add_argument("openers", nargs="?", default=os.environ.get("OPENERS") or "../shared/eval/openers-dev.jsonl")
    file = Path(parser.parse_args().openers)
    if not file.exists():
        sys.exit(f"There are no openers at {file}: name a file of your own with OPENERS=file make understanding.")
    openers = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    prepare_this_process()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_env({}), database=Path(folder) / "talks.sqlite", directory=None)
        heard, taken = asyncio.run(play(openers, settings))
    for one in heard:
        print(*one.misses(), sep="\n", end="\n" if one.misses() else "")
    mixed = Counter((o.opener["problem"], o.slots.get("problem")) for o in heard if o.kind == "wrong")
    for (said, was), count in mixed.most_common():
        print(f"{count:3} x {said} taken for {was}")
    for name, figure in figures(heard).items():
        print(f"{name:34} {figure:.3f}" if isinstance(figure, float) else f"{name:34} {figure}")
    print(f"{'a first turn, median ms':34} {statistics.median(taken):.1f}")


if __name__ == "__main__":
    main()
