"""Writes what is kept of a patient as a Bundle of HL7 FHIR R4: Patient, Appointment, Communication, Consent and others.

A booking is an Appointment, a message a Communication, an entry of the ledger of consents a Consent;
http://hl7.org/fhir/R4/bundle.html and their pages.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatbookr_core.exports.gathering import Subject

BCP_47: Final = "urn:ietf:bcp:47"
STATUS_OF_BOOKING: Final[Mapping[str, str]] = {
    "requested": "pending",
    "confirmed": "booked",
    "checked_in": "checked-in",
    "completed": "fulfilled",
    "no_show": "noshow",
    "cancelled": "cancelled",
}
STATUS_OF_MESSAGE: Final[Mapping[str, str]] = {"queued": "in-progress", "failed": "not-done"}
"""Any other status of ours is `completed`."""
STATUS_OF_CONSENT: Final[Mapping[str, str]] = {"granted": "active", "withdrawn": "inactive", "shown": "proposed"}
CONSENT_SCOPE: Final = "http://terminology.hl7.org/CodeSystem/consentscope"
Resource = dict[str, Any]


def bundle_of(subject: Subject) -> Resource:
    """Write the whole Bundle, of type `collection`."""
    resources = [_patient(subject), *_appointments(subject), *_communications(subject), *_consents(subject)]
    resources += _related_people(subject)
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": subject.as_of.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _patient(subject: Subject) -> Resource:
    row, everybody = subject.tables["patient"][0], subject.tables["patient"]
    channels = [
        (f"urn:chatbookr:channel:{one['channel']}", one["provider_user"])
        for one in everybody
        if one["channel"] and one["provider_user"]
    ]
    phones = dict.fromkeys(_international(one["phone"]) for one in everybody if one["phone"])
    return _without_nothing(
        {
            "resourceType": "Patient",
            "id": row["id"],
            "identifier": [{"system": name, "value": value} for name, value in channels] or None,
            "name": [{"text": row["name"]}] if row["name"] else None,
            "birthDate": row["birth_date"],
            "telecom": [{"system": "phone", "value": one} for one in phones] or None,
            "communication": [{"language": {"coding": [{"system": BCP_47, "code": row["language"]}]}}]
            if row["language"]
            else None,
            "managingOrganization": {"display": subject.clinic_name},
        }
    )


def _international(phone: str) -> str:
    return phone if phone.startswith("+") else f"+{phone}"


def _appointments(subject: Subject) -> Iterator[Resource]:
    me = _reference(subject)
    for row in subject.tables["booking"]:
        status = STATUS_OF_BOOKING[row["status"]]
        others = [subject.name_of(row["practitioner_id"]), subject.name_of(row["location_id"])]
        actors = [me, *({"display": name} for name in others if name)]
        reply = "declined" if status == "cancelled" else "accepted"
        service = subject.name_of(row["service_id"])
        yield _without_nothing(
            {
                "resourceType": "Appointment",
                "id": row["id"],
                "identifier": [{"value": row["reference"]}],
                "status": status,
                "cancelationReason": {"text": row["cancel_reason"]} if row["cancel_reason"] else None,
                "serviceType": [{"text": service}] if service else None,
                "start": row["starts_at"],
                "end": row["ends_at"],
                "created": row["created_at"],
                "comment": row["notes"] or None,
                "participant": [{"actor": actor, "status": reply} for actor in actors],
            }
        )


def _communications(subject: Subject) -> Iterator[Resource]:
    me, clinic = _reference(subject), {"display": subject.clinic_name}
    for row in subject.tables["message"]:
        is_inbound = row["direction"] == "inbound"
        yield {
            "resourceType": "Communication",
            "id": row["id"],
            "status": STATUS_OF_MESSAGE.get(row["status"], "completed"),
            "subject": me,
            "sender": me if is_inbound else clinic,
            "recipient": [clinic if is_inbound else me],
            "sent": row["sent_at"],
            "payload": [{"contentString": row["body"] or row["kind"]}, *_attachments(subject, row["id"])],
        }


def _attachments(subject: Subject, message_id: str) -> Iterator[Resource]:
    for row in subject.tables["media"]:
        if row["message_id"] == message_id and row["id"] in subject.files:
            file = {"contentType": row["mime_type"], "url": subject.files[row["id"]], "size": row["size_bytes"]}
            yield {"contentAttachment": file}


def _consents(subject: Subject) -> Iterator[Resource]:
    for row in subject.tables["consent"]:
        yield consent_of(row, _reference(subject), subject.clinic_name)


def consent_of(row: Mapping[str, Any], patient: Mapping[str, str], clinic_name: str) -> Resource:
    """Write an entry of the ledger: http://hl7.org/fhir/R4/consent.html. A notice that was shown is `proposed`."""
    return _without_nothing(
        {
            "resourceType": "Consent",
            "id": row["id"],
            "status": STATUS_OF_CONSENT.get(row["decision"], "rejected"),
            "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy"}]},
            "category": [{"text": row["purpose"]}],
            "patient": patient,
            "dateTime": row["recorded_at"],
            "organization": [{"display": clinic_name}],
            "sourceReference": {"display": f"message {row['message_id']}"} if row["message_id"] else None,
            "policyRule": {"text": f"wording {row['wording']} ({row['language']})"}
            if row["wording"]
            else {"text": row["source"]},
            "provision": {"type": "permit" if row["decision"] == "granted" else "deny"}
            if row["decision"] != "shown"
            else None,
        }
    )


def _related_people(subject: Subject) -> Iterator[Resource]:
    """Write that somebody books for them; who that is, is not theirs to be told."""
    me = _reference(subject)
    for row in subject.tables["related_person"]:
        if me["reference"].endswith(row["patient_id"]):
            relationship = [{"text": "books appointments for the patient"}]
            yield {
                "resourceType": "RelatedPerson",
                "id": row["id"],
                "patient": me,
                "relationship": relationship,
                "period": {"start": row["created_at"]},
            }


def _reference(subject: Subject) -> dict[str, str]:
    return {"reference": f"urn:uuid:{subject.tables['patient'][0]['id']}"}


def _without_nothing(resource: Resource) -> Resource:
    """Leave out what is not known: FHIR has no nulls."""
    return {name: value for name, value in resource.items() if value is not None}
