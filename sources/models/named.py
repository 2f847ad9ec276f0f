from typing import Any

from django.db import models

from sources.names import fold


class Named(models.Model):
    """A row that is found by its name whatever its case and accents."""

    name: "models.CharField[str, str]"
    folded = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.folded = fold(self.name)
        super().save(**options)
