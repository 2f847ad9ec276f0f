"""Two records become one, or one becomes two: by whatever points at them, whichever app that belongs to."""
