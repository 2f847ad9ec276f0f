from django.db import models

from sources.encryption import EncryptedTextField
from sources.models.sources import Source


class SourceIdentity(models.Model):
    """Who a confidential source really is. The only place where such a name may be kept.

    Encrypted; no history, no admin log, no search, and `__str__` says nothing.
    """

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="identity")
    real_name = EncryptedTextField()
    other_names = EncryptedTextField(blank=True)
    contacts = EncryptedTextField(blank=True)
    note = EncryptedTextField(blank=True)

    class Meta:
        verbose_name_plural = "source identities"
        default_permissions = ()

    def __str__(self) -> str:
        return "identity (sealed)"
