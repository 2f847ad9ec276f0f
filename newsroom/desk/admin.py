"""Where the admin's autodiscovery finds the desk's own pages."""

from newsroom.desk.articles import ArticleAdmin
from newsroom.desk.regroupings import MergeAdmin, SplitAdmin

__all__ = ["ArticleAdmin", "MergeAdmin", "SplitAdmin"]
