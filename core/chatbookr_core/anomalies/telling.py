"""Tells of alerts: by mail whoever answers for the clinic, by webhook and Alertmanager whoever is on call.

Mail of a clinic's alert goes to its owners, of the deployment's own to its operators. All is owed in the transaction
that writes the alert. What goes out says which rule and how much, never of whom: subjects are for those who log in.
"""

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import orjson

from chatbookr_core.anomalies.alertmanager import Told, payload_of, written
from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.mail.outbox import post
from chatbookr_core.models import Anomaly, Clinic, Operator
from chatbookr_core.people.queries import owners_of
from chatbookr_core.webhooks.addresses import DEFAULT_PORTS
from chatbookr_core.webhooks.egress import Egress
from chatbookr_core.webhooks.rules import Answer
from chatbookr_core.webhooks.signing import signed_headers
from chatbookr_sdk import PermanentFailure, TemporaryFailure

WEBHOOK_JOB: Final = "anomalies.webhook"
ALERTMANAGER_JOB: Final = "anomalies.alertmanager"
MOST_TOLD: Final = 500
RESOLVED_FOR: Final = timedelta(hours=1)  # how long a closed alert is told of as resolved
FORGOTTEN_AFTER: Final = timedelta(days=7)  # an alert that nobody closes fires no longer than that
LASTING: Final = frozenset({400, 401, 403, 404, 410, 413, 422})  # asking again does not help


async def owe_word(deployment: Deployment, anomaly: Anomaly) -> None:
    """Owe the news of an alert to everybody who is to have it. Needs a transaction."""
    await _owe_mail(deployment, anomaly)
    now = deployment.clock.now()
    if deployment.settings.alert_webhook_url:
        await enqueue(
            WEBHOOK_JOB,
            clinic_id=anomaly.clinic_id,
            subject_id=anomaly.id,
            due_at=now,
            now=now,
            dedupe_key=f"{WEBHOOK_JOB}:{anomaly.id}",
        )
    await owe_alertmanager(deployment, f"{anomaly.id}:open")


async def owe_alertmanager(deployment: Deployment, occasion: str) -> None:
    """Owe Alertmanager the state of things, once for each occasion. Needs a transaction."""
    if deployment.settings.alertmanager_url:
        now, key = deployment.clock.now(), f"{ALERTMANAGER_JOB}:{occasion}"
        await enqueue(ALERTMANAGER_JOB, clinic_id=None, due_at=now, now=now, dedupe_key=key)


async def _owe_mail(deployment: Deployment, anomaly: Anomaly) -> None:
    clinic = await Clinic.get(id=anomaly.clinic_id) if anomaly.clinic_id else None
    values = {
        "clinic": clinic.name if clinic else urlsplit(deployment.settings.public_url).netloc,
        "rule": anomaly.rule,
        "count": str(anomaly.count),
        "since": f"{anomaly.started_at:%Y-%m-%d %H:%M}",
        "until": f"{anomaly.last_seen_at:%Y-%m-%d %H:%M}",
        "url": deployment.settings.public_url,
    }
    language = clinic.locale if clinic else deployment.settings.operator_language
    for to in await _readers(clinic):
        await post(deployment, "anomaly", to=to, language=language, values=values, clinic_id=anomaly.clinic_id)


async def _readers(clinic: Clinic | None) -> list[str]:
    if clinic is None:
        return [one.email for one in await Operator.filter(is_active=True).order_by("email")]
    return await owners_of(clinic.id)


async def send_webhook(deployment: Deployment, leased: LeasedJob, egress: Egress | None = None) -> None:
    """Post an alert to the deployment's webhook, signed (Standard Webhooks 1.0), under one id however often.

    Raises TemporaryFailure and PermanentFailure.
    """
    settings = deployment.settings
    anomaly = await Anomaly.get_or_none(id=leased.subject_id)  # any clinic: the job names the row
    if anomaly is not None and settings.alert_webhook_url and anomaly.rule in RULES:
        body = orjson.dumps(_message(anomaly))
        at = deployment.clock.now()
        headers = signed_headers([settings.alert_webhook_secret], f"anomaly_{anomaly.id}", at, body)
        headers["content-type"] = "application/json"
        way = egress or egress_to(settings.alert_webhook_url)
        _check(await way.post(settings.alert_webhook_url, headers, body))
    async with transaction():
        await finish(leased, now=deployment.clock.now())


def _message(anomaly: Anomaly) -> dict[str, object]:
    """Write what a webhook says: the envelope Standard Webhooks recommends."""
    rule = RULES[anomaly.rule]
    return {
        "type": "anomaly.raised",
        "timestamp": written(anomaly.created_at),
        "data": {
            "id": str(anomaly.id),
            "clinicId": str(anomaly.clinic_id) if anomaly.clinic_id else None,
            "rule": anomaly.rule,
            "severity": anomaly.severity,
            "count": anomaly.count,
            "threshold": anomaly.threshold,
            "startedAt": written(anomaly.started_at),
            "lastSeenAt": written(anomaly.last_seen_at),
            "says": rule.says,
            "nextStep": rule.next_step,
        },
    }


async def tell_alertmanager(deployment: Deployment, leased: LeasedJob, egress: Egress | None = None) -> None:
    """Tell Alertmanager what is open, and what was closed lately. Raises TemporaryFailure and PermanentFailure."""
    settings, now = deployment.settings, deployment.clock.now()
    alerts = await _told(deployment) if settings.alertmanager_url else []
    if alerts:
        headers = {"content-type": "application/json"}
        if settings.alertmanager_authorization:
            headers["authorization"] = settings.alertmanager_authorization
        url = f"{settings.alertmanager_url.rstrip('/')}/api/v2/alerts"
        body = orjson.dumps(payload_of(alerts, now, settings.public_url))
        way = egress or egress_to(url)
        _check(await way.post(url, headers, body))
    async with transaction():
        await finish(leased, now=deployment.clock.now())


async def _told(deployment: Deployment) -> list[Told]:
    """Read what is open, and what was closed lately, the newest first; the host tells of all clinics by id."""
    now = deployment.clock.now()
    standing = Anomaly.filter(closed_at=None, last_seen_at__gt=now - FORGOTTEN_AFTER)  # any clinic: for on-call
    closed = Anomaly.filter(closed_at__gt=now - RESOLVED_FOR)  # any clinic: likewise
    found = [*await standing.order_by("-last_seen_at").limit(MOST_TOLD), *await closed.limit(MOST_TOLD)]
    return [_seen(one) for one in found]


def _seen(one: Anomaly) -> Told:
    clinic_id: UUID | None = one.clinic_id
    return Told(one.id, clinic_id, one.rule, one.severity, one.count, one.started_at, one.last_seen_at, one.closed_at)


def egress_to(url: str) -> Egress:
    """Make a way out that leads to the one place an operator has named, and to no other."""
    parts = urlsplit(url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    return Egress(ports=(), allowed_hosts=(f"{parts.hostname}:{port}",))


def _check(answer: Answer) -> None:
    if answer.status is not None and 200 <= answer.status < 300:
        return
    code = answer.error or f"http_{answer.status}"
    if answer.status in LASTING:
        raise PermanentFailure("an alert was refused", code=code)
    raise TemporaryFailure("an alert was not taken", code=code)
