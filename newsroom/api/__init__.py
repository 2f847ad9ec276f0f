"""How the public side answers: shapes, strict filters, keyset paging, problems.

Floor: reads the ledger and nothing else; knows no domain.
"""
