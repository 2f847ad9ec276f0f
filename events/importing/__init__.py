"""Bringing in data sets: bytes → rows → records → plan → apply, beneath the pipeline of `sources.importing`.

Pure, without Django: `rows` (CSV, JSON, JSON lines), `mappings` and `mapping_files` (how a data set's columns
become ours), `mapped_rows` with `cells`, `occurring`, `placing`, `answering`, `citing` (one row → one record),
`falling` (cumulative columns that fall). With the database: `data_sets` is the importer, `holding` what is held
already, `planning` what becomes of each row, `applying` writes it.
"""
