"""Where the admin's autodiscovery finds the desk's own pages."""

from newsroom.desk.articles import ArticleAdmin

__all__ = ["ArticleAdmin"]
