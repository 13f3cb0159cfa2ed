"""Where a build finds its input: the checkout, since an installed package lacks `lambda/`."""

from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
SKILL = CHECKOUT / "skill"
LAMBDA = CHECKOUT / "lambda"
MODELS = CHECKOUT / "interaction_models"
