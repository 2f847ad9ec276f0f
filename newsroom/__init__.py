"""The roof: settings, urls, the desk and the commands about the whole.

Imports run one way: newsroom (roof) → events → sources → newsroom.api, newsroom.ledger,
newsroom.accounts (the floor, which knows no domain).
"""
