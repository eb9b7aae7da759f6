"""A drafter that asks a model, and quotes without one when the model fails."""
