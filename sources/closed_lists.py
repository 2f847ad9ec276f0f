"""The closed lists of sources and articles, as the API publishes them."""

from collections.abc import Iterator
from typing import Any

from newsroom.api.vocabularies import Vocabulary
from sources.models import Contribution, Derivation, DerivationJudgement, Disclosure, Source, Topic
from sources.models.articles import PubStatus
from sources.models.published import Precision
from sources.models.texts import ArticleEvent


def _topics() -> Iterator[dict[str, Any]]:
    for row in Topic.objects.select_related("within").order_by("qcode"):
        yield {"code": row.qcode, "label": row.label, "within": row.within and row.within.qcode}


VOCABULARIES = (
    Vocabulary("source_kinds", "Who or what asserts or publishes.", Source.Kind),
    Vocabulary("disclosures", "On which terms a source may be named.", Disclosure),
    Vocabulary("credit_roles", "What somebody named above or below a report did for it.", Contribution.Role),
    Vocabulary("pub_statuses", "IPTC pubStatus.", PubStatus),
    Vocabulary("article_events", "Why there is a version.", ArticleEvent),
    Vocabulary("published_precisions", "How exact a time of publication is.", Precision),
    Vocabulary("derivation_kinds", "How an article takes its matter from another.", Derivation.Kind),
    Vocabulary("derivation_bases", "What a derivation is seen by.", Derivation.Basis),
    Vocabulary("derivation_judgements", "What an editor says of a derivation.", DerivationJudgement.Verdict),
    Vocabulary("topics", "IPTC Media Topics.", _topics),
)

PUBLISHED = (Topic,)
"""The tables among them: everybody may read these."""
