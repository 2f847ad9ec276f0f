"""Reading reports from files and feeds: bytes → frozen records (pure) → one transaction an item.

The readers (`plain_text` and its siblings, one module a format) import neither Django nor a model, touch
neither the network nor another file, and raise nothing but `records.RecordProblem`.
"""
