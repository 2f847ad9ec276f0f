"""Bringing reports in: sniff → parse (bytes → frozen records) → validate → match → plan → apply.

The readers (`plain_text` and its siblings, one module a format, registered in `formats`) import neither
Django nor a model, touch neither the network nor another file, and raise nothing but `records.RecordProblem`.
`pipeline` is the way in for commands; `reading` finds the items, `preparing` parses and validates a batch of
them, `holding` and `matching` say which article each is, `planning` what becomes of it, `applying` writes it.
"""
