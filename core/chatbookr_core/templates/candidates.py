"""Finds the templates that could say something, and fills them in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chatbookr_core.dialogue.options import is_acknowledging
from chatbookr_core.models import MessageTemplate, TemplateUse
from chatbookr_core.outbox.ways import Candidate
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.rules import Filled, Shape, by_language, fill, texts_for
from chatbookr_core.templates.values import Values
from chatbookr_sdk import Button, TemplateMessage, TemplateValue


@dataclass(frozen=True, slots=True)
class Fitted:
    """A template with what would fill it."""

    template: MessageTemplate
    filled: Filled = field(repr=False)
    is_other_language: bool = False

    @property
    def candidate(self) -> Candidate:
        """Say of it what the rule asks."""
        row = self.template
        return Candidate(row.id, row.status, row.category, not self.filled.problems, self.is_other_language)


def shape_of(template: MessageTemplate) -> Shape:
    """Return what of a template is filled in."""
    variables = tuple((place, name) for place, name in template.variables)
    return Shape(template.body, template.header, template.footer, variables, template.is_fillable)


async def candidates_for(
    purpose: Purpose, values: Values, *, clinic_id: UUID, connection_id: UUID, language: str | None, fallback: str
) -> list[Fitted]:
    """List what the clinic uses for a purpose, the patient's language first, filled in."""
    rows = TemplateUse.filter(clinic_id=clinic_id, connection_id=connection_id, purpose=purpose.value)
    uses = {use.language: use for use in await rows.prefetch_related("template")}
    return [
        Fitted(uses[tag].template, _filled(uses[tag], tag, values), is_other)
        for tag, is_other in by_language(language, fallback, uses)
    ]


def _filled(use: TemplateUse, language: str, values: Values) -> Filled:
    return fill(shape_of(use.template), texts_for(use.fillings, values.in_language(language)))


async def candidate_sent(content: TemplateMessage, *, clinic_id: UUID, connection_id: UUID) -> list[Fitted]:
    """Find the template that a message is already made of; none where the account has it no longer."""
    row = await MessageTemplate.get_or_none(
        clinic_id=clinic_id, connection_id=connection_id, name=content.name, language=content.language
    )
    if row is None:
        return []
    texts = {(value.place, value.name): value.text for value in content.values}
    given = [texts.get((place, name), "") for place, name in row.variables]
    return [Fitted(row, fill(shape_of(row), given))]


def message_of(fitted: Fitted, option_ids: Sequence[str] = ()) -> TemplateMessage:
    """Write a filled template as what is sent; its quick replies send back `option_ids`, as far as they go."""
    row = fitted.template
    if len(row.replies) < len(option_ids):  # one of before an OK could be said: its first reply is another
        option_ids = [one for one in option_ids if not is_acknowledging(one)]
    replies = tuple(Button(one, title) for one, title in zip(option_ids, row.replies, strict=False))
    values: tuple[TemplateValue, ...] = fitted.filled.values
    return TemplateMessage(fitted.filled.text, row.name, row.language, values, replies)
