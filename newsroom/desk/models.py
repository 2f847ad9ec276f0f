"""What the desk remembers of the people who work at it; nothing here is about what is reported."""

from django.conf import settings
from django.db import models


class Look(models.Model):
    """When somebody has had the desk's first page before him: what came in since is told apart."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="The newest look.")
    seq = models.PositiveBigIntegerField(default=0, help_text="The ledger's newest number then.")
    before = models.DateTimeField(null=True, help_text="The last look before this sitting.")
    seq_before = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%Y-%m-%d %H:%M}"


class SavedFilter(models.Model):
    """A list as somebody filtered, searched and sorted it, kept under a name for himself or for everybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    model = models.CharField(max_length=100, help_text="The list: “events.claim”.")
    query = models.CharField(max_length=2000, help_text="The filters as the list's address has them.")
    is_shared = models.BooleanField(default=False, help_text="Everybody who may see the list sees it.")

    class Meta:
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "model", "name"],
                name="saved_filter_has_one_name",
                violation_error_message="You have a filter of this name on this list already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
