"""What is said to have happened: incidents, questions, claims and findings.

Imports `sources` and the floor. The arithmetic (`quantities`, `dates`) is pure and knows no Django.
"""
