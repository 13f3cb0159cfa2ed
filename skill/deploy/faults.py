"""One error for a build that cannot go on, so that a person mends every fault in one go."""

from collections.abc import Sequence


class BuildError(Exception):
    """What is wrong with the input of a build: each fault with its place and its remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def refuse(faults: Sequence[str]) -> None:
    """Raise all the faults together, or nothing when there are none."""
    if faults:
        raise BuildError(faults)
