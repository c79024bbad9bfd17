"""A rule is asked for the kinds of nodes it is for, as graphql-core would."""

from graphql import FieldNode, Visitor
from graphql.language.visitor import EnterLeaveVisitor


class OfFields(Visitor):
    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Come by."""

    def leave(self, node: FieldNode, *_: object) -> None:
        """Go on."""


def test_a_rule_is_asked_for_the_kinds_it_is_for_and_for_its_own_methods() -> None:
    one, other = OfFields(), OfFields()

    assert one.get_enter_leave_for_kind("field") == EnterLeaveVisitor(one.enter_field, one.leave)
    assert other.get_enter_leave_for_kind("field") == EnterLeaveVisitor(other.enter_field, other.leave)
    assert one.get_enter_leave_for_kind("name") == EnterLeaveVisitor(None, one.leave)
    assert Visitor().get_enter_leave_for_kind("field") == EnterLeaveVisitor(None, None)
