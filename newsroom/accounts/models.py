from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the desk. Empty on purpose: a custom user can only be had from the first migration on."""
