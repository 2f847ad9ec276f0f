"""Suggesting claims: what an editor may find in the words of a report, before he decides.

Pure: words in, frozen suggestions out, the same for the same words; no database, no network, no clock.
`suggest` in `events.suggesting.engine` is the only way in; what it returns is in `suggestions`.
Nothing here is stored as a fact: a figure that the words do not plainly give is left out.
"""
