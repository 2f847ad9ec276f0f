"""The ledger: append-only public documents and the hash chain over them.

Floor: knows no domain. Apps register their public kinds in `AppConfig.ready()`; nothing here
imports them, and no foreign key points from here into a working table.

Data flows one way. `extract(record)` is the only reader of working rows and yields the *basis*
of a document: its own content, naming other records by public id alone. `render(basis, issued)`
makes the body from the basis and from what is issued of the others, so that a document which is
re-issued because something it names has changed can never carry an unpublished edit.
"""
