"""Valid things in one line; situations are named traits."""

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from events.models import Citation, Claim, Incident, Population, Predicate, Question
from events.quantity_words import parse_quantity
from events.recording import anchor
from newsroom.accounts.models import User
from sources.models import Article, ArticleVersion, Contribution, Disclosure, Place, Source
from sources.text import find_words

LEAD = "Officials said that at least six militants were killed in the raid on Monday.\n\nFour vehicles burned."


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"editor{n}")

    class Params:
        chief = factory.Trait(is_staff=True, is_superuser=True)


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    kind = Source.Kind.ORGANISATION
    name = factory.Sequence(lambda n: f"Example Authority {n}")

    class Params:
        outlet = factory.Trait(kind=Source.Kind.OUTLET, name=factory.Sequence(lambda n: f"Example Post {n}"))
        agency = factory.Trait(kind=Source.Kind.AGENCY, name=factory.Sequence(lambda n: f"Example Wire {n}"))
        person = factory.Trait(kind=Source.Kind.PERSON, name=factory.Sequence(lambda n: f"D. Example {n}"))
        confidential = factory.Trait(
            kind=Source.Kind.PERSON, name="a senior official", disclosure=Disclosure.BACKGROUND
        )


class PlaceFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"Exampleville {n}")
    country = "PS"
    latitude = "32.461000"
    longitude = "35.300000"


class ArticleFactory(DjangoModelFactory[Article]):
    """An article with one captured version; `text=` gives its text."""

    class Meta:
        model = Article
        skip_postgeneration_save = True

    outlet = factory.SubFactory(SourceFactory, outlet=True)
    headline = factory.Sequence(lambda n: f"Raid leaves dead, number {n}")
    published_on = dt.date(2023, 6, 19)

    @factory.post_generation
    def text(self: Any, create: bool, extracted: str | None, **_: Any) -> None:  # noqa: FBT001  factory's signature
        ArticleVersionFactory(article=self, text=extracted or LEAD, published_on=self.published_on)

    @factory.post_generation
    def credit(self: Any, create: bool, extracted: Source | None, **_: Any) -> None:  # noqa: FBT001
        if extracted:
            Contribution.objects.create(
                article=self,
                role=Contribution.Role.CONTRIBUTING_AGENCY,
                name=extracted.name,
                source=extracted,
                credit_text=f"{extracted.name} contributed to this report.",
            )


class ArticleVersionFactory(DjangoModelFactory[ArticleVersion]):
    class Meta:
        model = ArticleVersion

    article = factory.SubFactory(ArticleFactory)
    number = factory.LazyAttribute(lambda version: version.article.versions.count() + 1)
    text = LEAD
    published_on = dt.date(2023, 6, 19)


class IncidentFactory(DjangoModelFactory[Incident]):
    class Meta:
        model = Incident

    label = factory.Sequence(lambda n: f"Raid on Exampleville {n}, 19 June 2023")
    type = "armed_clash"
    occurred_words = "Monday"
    occurred_edtf = "2023-06-19"
    place = factory.SubFactory(PlaceFactory)
    place_precision = 1


class QuestionFactory(DjangoModelFactory[Question]):
    """“Combatants killed” in an incident; `asks="injured"` and `of="civilians"` change it."""

    class Meta:
        model = Question
        exclude = ("asks", "of")

    asks = "killed"
    of = "combatants"
    incident = factory.SubFactory(IncidentFactory)
    predicate = factory.LazyAttribute(lambda question: Predicate.objects.get(code=question.asks))
    population = factory.LazyAttribute(lambda question: Population.objects.get(code=question.of))


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim cited in one article, ready to be published; `figure="nine"` states another number."""

    class Meta:
        model = Claim
        exclude = ("figure",)
        skip_postgeneration_save = True

    figure = "at least six"
    said_by = factory.SubFactory(SourceFactory)
    question = factory.SubFactory(QuestionFactory)
    said_words = "on Monday"
    said_edtf = "2023-06-19"
    quantity = factory.LazyAttribute(lambda claim: parse_quantity(claim.figure))

    @factory.post_generation
    def cited_in(self: Any, create: bool, extracted: Article | None, **options: Any) -> None:  # noqa: FBT001
        article = extracted or ArticleFactory()
        cite(self, article, options.get("words", "at least six militants"))

    @classmethod
    def _create(cls, model_class: type[Claim], *args: Any, **kwargs: Any) -> Claim:
        quantity = kwargs.pop("quantity", None)
        claim = model_class(**kwargs)
        claim.quantity = quantity
        claim.save()
        return claim


def cite(claim: Claim, article: Article, words: str) -> Citation:
    """Cite a claim with the first place where the words stand in the article's newest version."""
    version = article.newest_version
    assert version is not None
    span = find_words(version.text, words)[0]
    return Citation.objects.create(claim=claim, article=article, passage=anchor(version, span), verb_text="said")
