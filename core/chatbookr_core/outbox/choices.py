"""What a patient can tap: signed for the conversation it is said in, and anew where it is said in another one."""

from chatbookr_core.db import listed
from chatbookr_core.dialogue.options import OptionSigner
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Conversation
from chatbookr_core.outbox.content import with_option_ids
from chatbookr_sdk import OutboundContent

PURPOSE = "dialogue.options"


def signer_of(keys: PatientKeys, conversation: Conversation) -> OptionSigner:
    """Sign options for one conversation: a tap that was copied from another one does not hold.

    What was said in those that it was made of, as patients were merged, holds.
    """
    former = tuple(listed(conversation.folded_ids) or ())
    return OptionSigner(keys.signing_key(PURPOSE), str(conversation.id), former)


def signed_anew(
    content: OutboundContent, keys: PatientKeys, *, said_in: Conversation, to_say_in: Conversation
) -> OutboundContent:
    """Return what was to be said in one conversation as it is said in another with the same patient.

    A choice of ours holds there and there alone; an id that is not ours stays as it is.
    """
    before, after = signer_of(keys, said_in), signer_of(keys, to_say_in)

    def renamed(option_id: str) -> str:
        option = before.find(option_id)
        return option_id if option is None else after.sign(option)

    return with_option_ids(content, renamed)
