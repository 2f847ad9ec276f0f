"""Who may do what at the desk, to be read by people. `rights.py` asks every address there is and compares.

R Reader, C Contributor, E Editor, H Chief: this role, those behind it in this order, and a superuser.
A Administrator and a superuser. S a superuser alone. D everybody of the desk, without a role as well.
E! as E, but a superuser only if he has the role. A dot: nobody. A dash: there is no such method.
"""

MODELS = """
model                       view  add  change  delete
accounts.user               A     A    A       S
auth.group                  A     A    A       S
usersessions.usersession    A     .    .       .
sources.source              R     C    C       E
sources.affiliation         R     C    C       C
sources.article             R     C    C       E
sources.articleversion      R     .    .       .
sources.passage             R     .    .       .
sources.place               R     C    C       E
sources.topic               R     .    .       .
sources.derivation          R     C    C       S
sources.importrun           R     .    .       .
sources.importitem          R     .    .       .
events.claim                R     C    C       E
events.incident             R     C    C       E
events.question             R     .    S       .
events.finding              R     E    .       .
events.review               R     .    E       .
events.export               R     .    .       .
events.predicate            D     .    S       .
events.population           D     .    S       .
events.upstreamrow          R     .    .       .
ledger.merge                R     .    .       .
ledger.split                R     .    .       .
"""

# The words of the table above, or letters of their own.
PAGES_OF_MODELS = """
page                        GET     POST
/                           view    view
/add/                       add     add
/<id>/change/               view    change
/<id>/delete/               delete  delete
/<id>/history/              view    view
/<id>/history/<version>/    view    change
/<id>/withdraw/             H       H
/<id>/merge/                H       H
/<id>/split/                H       H
/<id>/password/             change  change
"""

PAGES = """
page                                                GET  POST
/admin/                                             D    D
/admin/<app>/                                       D    D
/admin/jsi18n/                                      D    -
/admin/password_change/                             D    D
/admin/password_change/done/                        D    -
/admin/autocomplete/                                R    -
/admin/filters/                                     -    R
/admin/filters/<id>/drop/                           -    D
/admin/conflicts/                                   R    R
/admin/compare/issued/<public_id>/                  R    R
/admin/compare/texts/<id>/                          R    R
/admin/compare/texts/<id>/restore/                  -    C
/admin/desk/read/<id>/                              R    R
/admin/desk/read/<id>/ask/                          R    R
/admin/desk/read/<id>/claims/                       -    C
/admin/desk/read/<id>/dismiss/                      -    C
/admin/desk/read/<id>/link/                         -    C
/admin/desk/read/<id>/links/                        R    R
/admin/desk/read/<id>/suggestions/                  R    R
/admin/events/finding/<id>/countersign/             -    E
/admin/ledger/merge/<id>/undo/                      H    H
/admin/sources/article/<id>/quote/                  C    C
/admin/sources/importrun/<id>/progress/             H    H
/admin/sources/importrun/<id>/undo/                 H    H
/admin/sources/importrun/import/                    H    H
/admin/sources/importrun/import/<token>/            H    H
/admin/sources/importrun/import/<token>/state.json  H    H
/admin/events/claim/<id>/stricter/                  H    H
/admin/sources/source/<id>/stricter/                H    H
/admin/sources/source/<id>/identity/                E!   E!
"""

# Where the state of the row matters. Who may see an issued claim is led back from deleting it: it is withdrawn instead.
OF_ROWS = """
page                                 row                GET  POST
/admin/accounts/user/<id>/change/    of_a_superuser     A    S
/admin/accounts/user/<id>/password/  of_a_superuser     S    S
/admin/filters/<id>/drop/            of_another         -    S
/admin/events/claim/<id>/delete/     issued             R    R
"""
