"""The Reader: a report's text on one side, the claim that is being read in it on the other; all by keyboard.

The page and the engine's suggestions come from here as HTML and JSON, the scripts are in `static/desk/reader/`. What
is saved goes through the same forms as the claim's own page; nothing that the software suggests is saved unseen.
"""
