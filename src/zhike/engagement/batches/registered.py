"""What card batches say to the rest of the house; importing it is enough."""

from zhike.engagement.batches import (  # noqa: F401
    accepting,
    panel,
    questions,
    taking_in,
)
