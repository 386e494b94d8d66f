"""`make train`: train the model when config.yml, domain.yml or data/ changed; without TensorFlow."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from bot.runtime import model_file
from bot.runtime.agent import prepare_this_process
from bot.settings import Settings


def train(model: Path) -> None:
    """Train the model into this file, and note what it was trained from."""
    prepare_this_process()
    from rasa.model_training import train as rasa_train

    from bot.runtime.quick_reading import make_training_data_quick

    make_training_data_quick()
    sources = model_file.sources_checksum()
    result = rasa_train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(model.parent),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
        force_training=True,
    )
    if result.code != 0 or not model.exists():
        sys.exit("sparekey: the training failed; see above.")
    model_file.note_what_it_was_trained_from(model, sources)


def main(arguments: list[str]) -> None:
    model = Settings.from_env(os.environ).model
    if "--force" not in arguments and model_file.is_up_to_date(model):
        print(f"sparekey: {model} is up to date.")
        return
    print(f"sparekey: training {model} (some four minutes) ...", flush=True)
    started = time.monotonic()
    train(model)
    print(f"sparekey: trained in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main(sys.argv[1:])
