"""P7: how many of those who work here have a second factor, or cannot get in without one."""

from dataclasses import dataclass

from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

# a passkey is both factors
MEMBERS = """
SELECT COUNT(*) AS members, COUNT(CASE WHEN has_one THEN 1 END) AS with_one,
    COUNT(CASE WHEN NOT has_one AND NOT requires_second_factor THEN 1 END) AS let_in_without
FROM (
    SELECT membership.clinic_id, clinic.requires_second_factor, user_account.has_second_factor
        OR EXISTS (SELECT 1 FROM passkey WHERE passkey.user_id = user_account.id) AS has_one
    FROM membership JOIN user_account ON user_account.id = membership.user_id
    JOIN clinic ON clinic.id = membership.clinic_id
    WHERE membership.state = 'active' AND user_account.is_active
) AS member WHERE {whose}
"""
OPERATORS = """
SELECT COUNT(DISTINCT operator.id) AS operators,
    COUNT(CASE WHEN operator_passkey.is_backup_eligible THEN 1 END) AS copied
FROM operator LEFT JOIN operator_passkey ON operator_passkey.operator_id = operator.id WHERE operator.is_active
"""


@dataclass(frozen=True, slots=True)
class Factors:
    """`let_in_without` have none, and their clinic asks for none; `copied` are operators' keys no hardware holds."""

    members: int
    with_one: int
    let_in_without: int
    operators: int
    copied: int


async def factors(look: Look) -> Factors:
    """Count them."""
    row, hosts = await look.row(MEMBERS), await look.row(OPERATORS)
    members, with_one, without = (int(row[name]) for name in ("members", "with_one", "let_in_without"))
    return Factors(members, with_one, without, int(hosts["operators"]), int(hosts["copied"]))


def judged(seen: Factors) -> Finding:
    """Judge P7."""
    share = round(100 * seen.with_one / seen.members) if seen.members else None
    facts = (
        Fact("members", seen.members, "members", Audience.CLINICS),
        Fact("membersWithSecondFactor", share, "percent", Audience.CLINICS),
        Fact("membersLetInWithout", seen.let_in_without, "members", Audience.CLINICS),
        Fact("operators", seen.operators, "operators"),
        Fact("operatorsKeysThatCanBeCopied", seen.copied, "keys", Audience.CLINICS),
    )
    broken = first(
        Reason(
            "Members without a second factor are let in, as their clinic does not ask for one.",
            "Let the clinic require it: docs/how-to/second-factor.md.",
        )
        if seen.let_in_without
        else None,
        Reason(
            "An operator's passkey can be copied from device to device: it is not held by hardware alone.",
            "Have them enrol a hardware key instead: docs/how-to/operators.md.",
        )
        if seen.copied
        else None,
    )
    unseen = None if seen.members else Reason("Nobody works here yet.", "Look again once somebody does.")
    return concluded(facts, broken, unseen)
