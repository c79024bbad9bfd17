"""Groups of steps that mean the same to several modules: what is under way, and what of it is about a time."""

from typing import Final

from chatbookr_core.dialogue.state import Step

HALFWAY: Final = (Step.LOCATION, Step.PRACTITIONER, Step.DURATION)
"""Where something else is to be said before times are looked for."""
LISTS: Final = (Step.TIMES, Step.DAYS, Step.DAY_TIMES)
"""Where times, or days that have some, are shown."""
HELD: Final = (Step.WHO, Step.NAME, Step.BIRTH, Step.OVERLAP, Step.CONFIRM)
"""Where a time may be held, and who comes can be said or said anew."""
TIMES_OR_NONE: Final = (*LISTS, Step.NOTHING_FREE, Step.NOTHING_FITS)
"""Where times are shown, or it is said that there are none."""
_CHOSEN: Final = (*TIMES_OR_NONE, Step.HOLDING, *HELD)
ABOUT_TIME: Final = (Step.FINDING, *_CHOSEN)
"""From when times are looked for until one is confirmed."""
UNDER_WAY: Final = (*HALFWAY, *_CHOSEN, Step.SUITING)
"""Where a booking, or a place on the waitlist, is half made and waits for who writes."""
