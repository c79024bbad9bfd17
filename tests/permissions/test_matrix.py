"""The role x permission table, written out once more so that no change to it goes unseen."""

from uuid import uuid4

import pytest

from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.policy import PermissionDenied, is_allowed, require
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role

ROLES = (Role.OWNER, Role.MANAGER, Role.PRACTITIONER, Role.RECEPTIONIST, Role.AUDITOR)
#                              owner manager practitioner receptionist auditor
MATRIX = {
    "clinic:read":            "x     x       x            x            x",
    "clinic.security:manage": "x     .       .            .            .",
    "service:write":          "x     x       .            .            .",
    "slot:read":              "x     x       x            x            .",
    "patient:read":           "x     x       x            x            .",
    "patient:write":          "x     x       x            x            .",
    "patient.contact:read":   "x     x       x            x            .",
    "conversation:read":      "x     x       x            x            .",
    "conversation:assign":    "x     x       x            x            .",
    "inbox:manage":           "x     x       .            .            .",
    "message:read":           "x     x       x            x            .",
    "message:send":           "x     x       x            x            .",
    "booking:read":           "x     x       x            x            x",
    "booking:write":          "x     x       x            x            .",
    "booking:overbook":       "x     x       .            .            .",
    "booking.notes:read":     "x     x       x            .            .",
    "booking.notes:write":    "x     x       x            .            .",
    "agenda_feed:read":       "x     x       x            .            x",
    "agenda_feed:manage":     "x     x       x            .            .",
    "task:read":              "x     x       x            x            x",
    "task:write":             "x     x       x            x            .",
    "connection:read":        "x     x       x            x            x",
    "connection:manage":      "x     x       .            .            .",
    "job:read":               "x     .       .            .            x",
    "key:read":               "x     x       .            .            x",
    "key:manage":             "x     x       .            .            .",
    "webhook:read":           "x     x       .            .            x",
    "webhook:manage":         "x     x       .            .            .",
    "access:read":            "x     x       .            .            x",
    "audit:read":             "x     x       .            .            x",
    "access:approve":         "x     .       .            .            .",
    "incident:read":          "x     x       .            .            x",
    "incident:acknowledge":   "x     .       .            .            .",
    "identity_provider:read":  "x    x       .            .            x",
    "identity_provider:manage": "x   .       .            .            .",
    "schema:read":            "x     x       .            .            .",
    "member:read":          "x     x       .            .            x",
    "member:manage":        "x     x       .            .            .",
    "patient:seal":         "x     x       .            .            .",
    "patient.sealed:read":  "x     .       .            .            .",
    "patient:merge":        "x     x       .            .            .",
    "patient:export":       "x     x       .            .            .",
    "patient:erase":        "x     .       .            .            .",
    "consent:read":         "x     x       x            x            .",
    "consent:write":        "x     x       x            x            .",
    "consent:export":       "x     .       .            .            .",
    "retention:read":       "x     x       .            .            x",
    "retention:manage":     "x     .       .            .            .",
    "anomaly:read":         "x     x       .            .            x",
    "anomaly:handle":       "x     x       .            .            .",
    "anomaly:manage":       "x     .       .            .            .",
    "conversation.all:read": "x    x       .            x            .",
    "booking.all:read":     "x     x       .            x            x",
    "role:manage":          "x     x       .            .            .",
}  # fmt: skip
CELLS = [
    (Permission(name), role, mark == "x")
    for name, row in MATRIX.items()
    for role, mark in zip(ROLES, row.split(), strict=True)
]


def test_the_table_names_every_permission_and_every_role() -> None:
    assert set(MATRIX) == set(Permission)
    assert {*ROLES, Role.CUSTOM} == set(Role) == set(ROLE_PERMISSIONS)
    assert ROLE_PERMISSIONS[Role.CUSTOM] == frozenset()


@pytest.mark.parametrize(("permission", "role", "is_granted"), CELLS)
def test_a_role_may_do_what_the_table_says(permission: Permission, role: Role, is_granted: bool) -> None:
    clinic_id, other_clinic_id = uuid4(), uuid4()
    actor = StaffActor(uuid4(), uuid4(), {clinic_id: Membership(role)})

    assert is_allowed(actor, permission, clinic_id) is is_granted
    assert is_allowed(actor, permission, other_clinic_id) is False
    if is_granted:
        require(actor, permission, clinic_id=clinic_id)
    else:
        with pytest.raises(PermissionDenied) as denied:
            require(actor, permission, clinic_id=clinic_id)
        assert denied.value.permission is permission
