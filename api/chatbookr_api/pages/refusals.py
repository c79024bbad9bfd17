"""What people read who come back from a provider and are not let in, by the refusal's code."""

from chatbookr_core.voice import Voice


def refusal_text(voice: Voice, code: str) -> str:
    """Say what to do next."""
    say = voice.gettext
    texts = {
        "ACCOUNT_EXISTS": say("This address has an account already: log in as it, then accept and link it there."),
        "IDENTITY_NOT_LINKED": say("No account is linked with that log-in: log in with your password, then link it."),
        "IDENTITY_PROVIDER_UNAVAILABLE": say("Your clinic's log-in does not answer: try again in a minute."),
        "IDENTITY_TAKEN": say("That log-in belongs to another account already."),
        "LINK_INVALID": say("The invitation does not count any longer: ask your clinic for a new one."),
        "WRONG_ACCOUNT": say("The invitation went to another address than the one your clinic's log-in knows you by."),
    }
    return texts.get(code) or say("That log-in does not count: begin again. If it stays so, ask your clinic.")
