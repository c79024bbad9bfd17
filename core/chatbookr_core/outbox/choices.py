"""What a patient can tap: signed for the conversation it is said in, and anew where it is said in another one."""

from uuid import UUID

from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation
from chatbookr_core.outbox.content import with_option_ids
from chatbookr_sdk import OutboundContent

PURPOSE = "dialogue.options"


def signer_of(keys: PatientKeys, conversation: Conversation) -> OptionSigner:
    """Sign options for one conversation: a tap that was copied from another one does not hold."""
    return signer_for(keys, conversation.id)


def signer_for(keys: PatientKeys, conversation_id: UUID) -> OptionSigner:
    """Sign options for the conversation of an id."""
    return OptionSigner(keys.signing_key(PURPOSE), str(conversation_id))


def signed_anew(content: OutboundContent, keys: PatientKeys, *, said_in: UUID, to_say_in: UUID) -> OutboundContent:
    """Return what was to be said in one conversation as it is said in another with the same patient.

    A choice of ours holds there and there alone; an id that is not ours stays as it is.
    """
    before, after = signer_for(keys, said_in), signer_for(keys, to_say_in)

    def renamed(option_id: str) -> str:
        option = before.find(option_id)
        return option_id if option is None else after.sign(option)

    return with_option_ids(content, renamed)
