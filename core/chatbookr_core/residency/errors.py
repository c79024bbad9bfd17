"""What goes wrong with where data may go."""

from chatbookr_core.errors import Conflict


class RegionNotAllowed(Conflict):
    """A plugin's subprocessors handle data where the clinic's must not go."""

    code = "REGION_NOT_ALLOWED"
    default_message = "That plugin's subprocessors handle data outside of the clinic's region."
