"""Tests of the interfaces that users have. `python -m tests` runs all of them on both engines."""
