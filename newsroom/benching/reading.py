"""How long the server takes for the Reader in a newsroom that has been at work for long."""

import datetime as dt
import statistics
import time
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from events.models import Citation, Claim, Incident, Question
from events.quantities import Quantity, QuantityKind
from sources.models import Article, ArticleVersion, Passage, Source

ROWS_AT_ONCE = 500
SENTENCES, READ = 12, range(10)
SPEAKERS = 500
DAY = dt.date(2023, 6, 19)
SENTENCE = "Example Council {speaker} said on Monday that at least {figure} people were killed in the raid."
HEARD_BEFORE = "\n\n".join(f"It was the {nth} report of the day, and the others had told less." for nth in range(20))


class NotRead(RuntimeError):
    """An address did not give the Reader's page: what it took to say so would say nothing."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of the server for one address, the client's own part included."""

    address: str
    median: float
    slowest: float
    kilobytes: float


def bench_reader(articles: int, rounds: int) -> dict[str, Any]:
    """Fill the database with reports of ten claims each, then read `rounds` of them as an editor does.

    Raises `NotRead`.
    """
    fill(articles)
    with override_settings(ALLOWED_HOSTS=["testserver"], REQUIRE_SECOND_FACTOR=False, SECURE_SSL_REDIRECT=False):
        browser = Client()
        browser.force_login(get_user_model().objects.create_superuser("bench"))
        chosen = list(Article.objects.order_by("pk")[:: max(1, articles // rounds)][:rounds])
        timings = [_time(browser, name, chosen) for name in ("desk_read", "desk_read_suggestions", "desk_read_ask")]
    counts = {"articles": Article.objects.count(), "claims": Claim.objects.count()}
    return {**counts, "rounds": rounds, "timings": [asdict(timing) for timing in timings]}


def _time(browser: Client, name: str, chosen: list[Article]) -> Timing:
    asked: dict[str, Any] = {
        "incident": 1,
        "predicate": "killed",
        "population": "persons",
        "quantity_words": "at least six",
    }
    browser.get(reverse(f"admin:{name}", args=[chosen[0].pk]), asked)  # what is loaded once is no part of it
    taken, size = [], 0
    for article in chosen:
        path = reverse(f"admin:{name}", args=[article.pk])
        started = time.perf_counter()
        response = browser.get(path, asked)
        taken.append((time.perf_counter() - started) * 1000)
        if response.status_code != HTTPStatus.OK:
            raise NotRead(f"{path} answered {response.status_code}.")
        size = len(response.content)
    return Timing(name, round(statistics.median(taken), 1), round(max(taken), 1), round(size / 1000, 1))


def fill(articles: int) -> None:
    """So many reports about as many incidents; in each ten claims were read and two sentences were not."""
    outlet = Source.objects.create(kind=Source.Kind.OUTLET, name="Example Post")
    for number in range(SPEAKERS):
        Source.objects.create(kind=Source.Kind.OFFICE, name=f"Example Council {number}")
    speakers = list(Source.objects.filter(kind=Source.Kind.OFFICE).order_by("pk"))
    for first in range(0, articles, ROWS_AT_ONCE):
        numbers = range(first, min(first + ROWS_AT_ONCE, articles))
        _record(_reports(numbers, outlet), _questions(numbers), speakers)


def _reports(numbers: range, outlet: Source) -> list[ArticleVersion]:
    reports = [Article(outlet=outlet, headline=f"Raid, report {number}", published_on=DAY) for number in numbers]
    Article.objects.bulk_create(reports)
    texts = [_text(number) for number in numbers]
    return ArticleVersion.objects.bulk_create(
        ArticleVersion(article=report, number=1, text=text, published_on=DAY)
        for report, text in zip(reports, texts, strict=True)
    )


def _questions(numbers: range) -> list[Question]:
    incidents = [Incident(label=f"Raid {number}", occurred_edtf=DAY.isoformat()) for number in numbers]
    Incident.objects.bulk_create(incidents)
    asked = {"predicate_id": "killed", "population_id": "persons"}
    return Question.objects.bulk_create(Question(incident=incident, **asked) for incident in incidents)


def _record(versions: list[ArticleVersion], questions: list[Question], speakers: list[Source]) -> None:
    read = [(version, question, at) for version, question in zip(versions, questions, strict=True) for at in READ]
    claims = Claim.objects.bulk_create(_claim(question, speakers[at], at) for _, question, at in read)
    passages = Passage.objects.bulk_create(_passage(version, at) for version, _, at in read)
    Citation.objects.bulk_create(
        Citation(claim=claim, article=passage.version.article, passage=passage, verb_text="said")
        for claim, passage in zip(claims, passages, strict=True)
    )


def _text(number: int) -> str:
    told = [SENTENCE.format(speaker=at, figure=at + 6) for at in range(SENTENCES)]
    return "\n\n".join([f"Report {number} of the raid.", *told, HEARD_BEFORE])


def _claim(question: Question, speaker: Source, at: int) -> Claim:
    claim = Claim(question=question, said_by=speaker, value_type="quantity")
    claim.quantity = Quantity(QuantityKind.AT_LEAST, at + 6, text=f"at least {at + 6}")
    return claim


def _passage(version: ArticleVersion, at: int) -> Passage:
    words = f"at least {at + 6} people were killed"
    start = version.text.index(words)
    return Passage(version=version, start=start, end=start + len(words), exact=words)
