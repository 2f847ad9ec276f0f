"""JSON Schemas of what is relied on in other people's formats: written here, complete in themselves."""
