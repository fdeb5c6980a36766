"""The limit of the assistant counts in the database: processes share it, and it forgets."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.service.conftest import NOW, open_brand

from egide.service.bot import api
from egide.service.bot.limiting import counts_too_many, forget_visits
from egide.service.bot.models import VisitCount
from egide.service.tenancy.scope import brand_scope

ADDRESS = "203.0.113.9"
MOST = 5


def count(brand_id, address: str = ADDRESS, at=NOW) -> bool:
    return counts_too_many(brand_id, "asked", address, most=MOST, seconds=60, now=at)


@pytest.mark.django_db(transaction=True)
def test_two_connections_count_together(system) -> None:
    """A connection of its own for each thread, as each process of a site has."""
    brand = open_brand("orvelie", system)
    answers: list[bool] = []

    def ask() -> None:
        with brand_scope(brand.pk):
            answers.extend(count(brand.pk) for _ in range(MOST - 1))
        connection.close()

    for _ in range(2):
        asking = threading.Thread(target=ask)
        asking.start()
        asking.join()
    assert answers == [False] * MOST + [True] * (MOST - 2)


def test_each_address_window_and_brand_counts_apart(brand, other_brand) -> None:
    for _ in range(MOST):
        assert not count(brand.pk)
    assert count(brand.pk)
    assert not count(brand.pk, "203.0.113.10")
    assert not count(brand.pk, at=NOW + timedelta(seconds=60))
    with brand_scope(other_brand.pk):
        assert not count(other_brand.pk)


def test_no_address_is_kept_and_a_window_that_is_over_goes(brand) -> None:
    count(brand.pk)
    kept = VisitCount.objects.get()
    assert ADDRESS.encode() not in bytes(kept.visitor)
    later = NOW + timedelta(seconds=61)
    count(brand.pk, "203.0.113.10", at=later)
    assert VisitCount.objects.get().since == later
    assert forget_visits(brand.pk, now=NOW + timedelta(days=1)) == 1
    assert not VisitCount.objects.exists()


def test_the_api_refuses_past_the_limit_whatever_a_process_remembers(brand, monkeypatch) -> None:
    monkeypatch.setattr(api, "_PER_MINUTE", 2)
    statuses = []
    for _ in range(3):
        cache.clear()  # what one process remembers, another does not
        answer = Client().post(reverse("bot:talk", args=[brand.slug]), json.dumps({}), "application/json")
        statuses.append(answer.status_code)
    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]
