from django.db import models

from newsroom.ledger import seam
from newsroom.ledger.models import PUBLIC_ID_LENGTH, SHA256_LENGTH


class Export(models.Model):
    """One file of figures that left the house: what it was, and up to which entry of the ledger it is true.

    Kept so that a correction finds who has the old figure.
    """

    made_at = models.DateTimeField(default=seam.now)
    by = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=100, help_text="“series, ucdp, killed”")
    ledger_seq = models.BigIntegerField(help_text="The newest entry of the ledger when it was made.")
    sha256 = models.CharField(max_length=SHA256_LENGTH, help_text="Hash of its bytes.")

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.what}, {self.made_at:%d %B %Y %H:%M} UTC"


class ExportedDocument(models.Model):
    """A document whose figures stand in an export."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="documents")
    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["public_id", "export"], name="document_is_exported_once")]

    def __str__(self) -> str:
        return f"{self.public_id} in {self.export}"
