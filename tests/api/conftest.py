import pytest


@pytest.fixture(autouse=True)
def no_collected_static_files(settings):
    """Tests need no collected static files, and WhiteNoise warns where there are none."""
    settings.WHITENOISE_AUTOREFRESH = True
