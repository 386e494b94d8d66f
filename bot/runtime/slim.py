"""
Rasa without TensorFlow: none of our components needs it, and its import alone costs 8 s and 350 MB.

`rasa.utils.train_utils` imports two modules for networks that we do not train, the list of all
components imports every network, and the recipe's validator imports them to look for them. Light
stand-ins take their place in this process. It touches private names of Rasa 3.6.21, the last open
release; `rasa train` and `rasa run` work without it, and tests/runtime/test_slim.py guards it.
"""

from __future__ import annotations

import sys
import types

from bot.runtime import slim_components

_STAND_INS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def without_tensorflow() -> None:
    """Put the stand-ins in place; call this before anything imports `rasa.core` or `rasa.nlu`."""
    for name, classes in _STAND_INS.items():
        module = types.ModuleType(name)
        for class_name in classes:
            setattr(module, class_name, type(class_name, (), {}))
        sys.modules.setdefault(name, module)
    # Imports Rasa itself, so the stand-ins have to be there by now.
    from bot.runtime import slim_validator

    slim_validator.stand_in()
    sys.modules.setdefault("rasa.engine.recipes.default_components", slim_components.as_module())
