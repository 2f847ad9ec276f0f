"""The desk: every screen and ModelAdmin that mixes apps, roles, and the acts that editors perform there."""
