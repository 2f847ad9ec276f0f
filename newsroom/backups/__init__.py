"""Backups of the whole database, taken while it is in use, and their way back.

A file is read to its end and found whole before anything is touched, and what comes out of it is verified before it
takes the place of anything.
"""
