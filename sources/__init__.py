"""Who says it and where it was printed: sources, articles, their texts and the exact words in them.

Imports the floor and nothing of `events` or the desk: "a source's claims" is `/claims/?said_by=…`.
"""
