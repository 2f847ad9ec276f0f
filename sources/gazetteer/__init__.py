"""Loading places from files of GeoNames (geonames.org, CC BY 4.0) and of packages that repackage them.

`files` knows which file is which, the readers turn rows into frozen records (pure), `merging` decides what of
a record goes into a place without touching an editor's work (pure), `loading` writes, `results` counts.
"""
