"""Tests that open headless Chromium: the screens as an editor meets them."""
