"""Several people in one wish: "for Tim and for Anna". They are booked one after the other, and that is said."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chatbookr_core.dialogue import dates
from chatbookr_core.dialogue.coming import Coming
from chatbookr_core.dialogue.events import Turn
from chatbookr_core.dialogue.looking import look
from chatbookr_core.dialogue.rendering import led_by, texts
from chatbookr_core.dialogue.scene import Scene
from chatbookr_core.dialogue.state import State, Who
from chatbookr_core.dialogue.steps import ABOUT_TIME, HALFWAY
from chatbookr_core.dialogue.wishes import Wish
from chatbookr_core.relatives.rules import first_name, is_same_name, name_from

_FOR: Final = r"(?:for|f(?:ü|u|ue)r|pour|para|per|voor)"
_MY: Final = (
    r"(?:my|our|mein(?:e[nrm]?)?|unser(?:e[nrm]?)?|mon|ma|mes|notre|nos|mis?|nuestr[ao]s?|(?:i )?mi[oae]i?"
    r"|(?:i )?nostr[aoi]|(?:os? )?(?:meus?|nossos?)|(?:as? )?(?:minhas?|nossas?)|mijn|onze?)"
)
_KIN: Final = (
    r"(?:sons?|daughters?|child(?:ren)?|kids?|baby|babies|wife|husband|partner|mother|father|mum|mom|dad|sister|brother"
    r"|(?:grand)(?:mother|father|son|daughter)|söhne?|sohn|töchter|tochter|kind(?:er)?|frau|mann|mutter|vater|mama|papa"
    r"|oma|opa|schwester|bruder|fils|filles?|enfants?|bébé|femme|mari|mère|père|maman|sœur|soeur|frère|hij[oa]s?|bebé"
    r"|mujer|esposa|marido|esposo|madre|padre|herman[oa]|figli[oae]?|bambin[oaie]|marito|moglie|mamma|papà|sorella"
    r"|fratello|filh[oa]s?|mulher|mãe|pai|irmão|irmã|zoons?|zoon(?:tje)?|dochter(?:tje)?|kind(?:eren)|vrouw|moeder"
    r"|vader|zus|broer)"
)
_COUNT: Final = (
    r"(?:(?:both|beide[n]?|les|los|las|i|le|os|as) )?"
    r"(?:(?P<two>two|zwei|deux|dos|due|dois|duas|twee|both|beide[n]?|2)"
    r"|(?P<three>three|drei|trois|tres|tre|três|drie|3))"
)
_NAME: Final = (
    r"[^\W\d_a-zß-ÿ][\w'’-]*(?: (?:(?:van|de|der|den|ten|von|zu|da|do|dos|das|del|la|le|di) )*[^\W\d_a-zß-ÿ][\w'’-]+)*"
)
_JOIN: Final = re.compile(
    r"(?:\s*[,&+]\s*|\s+(?:and|und|et|y|e|en|plus|sowie)\s+)(?:(?:also|then|auch|aussi|también|anche|também|ook)\s+)?",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(rf"(?<!\w){_FOR} ", re.IGNORECASE)
_NOT: Final = re.compile(r"\b(?:not|nicht|pas|no(?: es)?|non(?: è)?|não(?: é)?|nao(?: e)?|niet) $", re.IGNORECASE)
_OF_KIN: Final = re.compile(rf"(?i:{_MY} (?:{_COUNT} )?(?P<kin>{_KIN}))(?!\w)(?:,? (?P<name>{_NAME}))?")
_SELF: Final = re.compile(r"(?:me|myself|mich|mir|moi|m[ií]|mim|mij|mezelf)(?!\w)", re.IGNORECASE)
_MANY: Final = re.compile(
    r"(?:children|kids|babies|sons|daughters|söhne|töchter|kinder|enfants|filles|hij[oa]s|figli(?:e)?|bambin[ie]|filh[oa]s|kinderen|zoons)",
    re.IGNORECASE,
)


def several_in(scene: Scene) -> tuple[Coming, ...]:
    """List who comes, in the order in which they were named as typed; none where it is one, or is not said."""
    text = " ".join(scene.typed.replace("’", "'").split())
    for lead in _LEAD.finditer(text):
        found = [] if _NOT.search(text[: lead.start()]) else _chain_from(text, lead.end(), scene)
        alone = tuple(dict.fromkeys(found)) if all(one.called or one.relative_id for one in found) else tuple(found)
        if len(alone) > 1:
            return alone
    return ()


def _chain_from(text: str, start: int, scene: Scene) -> list[Coming]:
    """List who is named from a place of a text on, one after the other; beside a comma alone another may be doing."""
    found, end, is_joined, is_word = list[Coming](), start, False, False
    while (named := _named_at(text, end, scene)) is not None:
        is_more = bool(found)
        found += named[0]
        join = _JOIN.match(text, named[1])
        is_sure = is_word or named[0][0].relative_id is not None
        is_joined = is_joined or (is_more and is_sure) or len(named[0]) > 1
        if join is None:
            break
        again = _LEAD.match(text, join.end())
        is_word = again is not None or join[0].strip() != ","
        end = again.end() if again else join.end()
    return found if is_joined else found[:1]


def _named_at(text: str, start: int, scene: Scene) -> tuple[list[Coming], int] | None:
    """Read who is named at a place of a text, and where that ends; None where nobody is."""
    for one in scene.view.patient.relatives:
        for name in (one.name, first_name(one.name)):
            end = start + len(name)
            if is_same_name(text[start:end], name) and text[start].isupper() and not text[end : end + 1].isalpha():
                return [Coming(relative_id=one.id)], end
    if (self := _SELF.match(text, start)) is not None:
        return [Coming(is_me=True)], self.end()
    found = _OF_KIN.match(text, start)
    if found is None:
        return None
    if found["name"]:
        return [_new(found["name"], scene)], found.end()
    count = 3 if found["three"] else 2 if found["two"] or _MANY.fullmatch(found["kin"]) else 1
    return [Coming()] * count, found.end()


def _new(name: str, scene: Scene) -> Coming:
    known = [one for one in scene.view.patient.relatives if is_same_name(one.name, name)]
    known = known or [one for one in scene.view.patient.relatives if is_same_name(first_name(one.name), name)]
    return Coming(relative_id=known[0].id) if len(known) == 1 else Coming(called=name)


def names_in(text: str, scene: Scene) -> tuple[Coming, ...]:
    """List several whole names that were typed where one was asked for: "Tim Vos and Anna Vos"."""
    parts = _JOIN.split(" ".join(text.split()))
    names = [name_from(part) for part in parts]
    return tuple(_new(name, scene) for name in names if name) if len(parts) > 1 and all(names) else ()


def for_all(state: State, company: Sequence[Coming]) -> State:
    """Let the first of them come, and keep who comes after."""
    return replace(_for_one(state, company[0]), company=tuple(company[1:]))


def _for_one(state: State, one: Coming) -> State:
    fresh = replace(state, relative_id=None, called=None, born=None)
    if one.is_me:
        return replace(fresh, who=Who.ME)
    if one.relative_id is not None:
        return replace(fresh, who=Who.RELATIVE, relative_id=one.relative_id)
    whole = name_from(one.called) if one.called else None
    return replace(fresh, who=Who.NEW if one.called else Who.OTHER, called=whole)


def one_by_one(before: State, turn: Turn, scene: Scene) -> Turn:
    """Say before anything else that several are booked one after the other, once it is heard."""
    state = turn.state
    if not state.company or len(state.company) <= len(before.company) or state.is_handed_over:
        return turn
    say, limits = scene.voice.gettext, scene.view.limits
    lead, heard = say("One after the other, then."), several_in(scene)
    if first := first_name(_name_of(state, scene) or (heard[0].called if heard else None) or ""):
        lead += " " + say("First for {name}.", name=first)
    elif state.who is Who.ME:
        lead += " " + say("First for you.")
    return replace(turn, say=led_by(lead, turn.say, limits) if turn.say else texts(lead, limits))


def next_one(done: State, state: State, scene: Scene) -> Turn:
    """Go on with who comes after the one who is booked: the same, on the same day as far as any time is free then.

    `state` is where the talk stood when it was booked, `done` where it rests.
    """
    if not state.company or state.chosen is None or scene.find_service(state.service_id) is None:
        return Turn(done)
    one, *others = state.company
    day = dates.local_day(state.chosen.starts_at, scene.zone_of(state.location_id))
    hours = (state.wish.from_time, state.wish.until_time) if state.wish is not None else (None, None)
    known = replace(
        done,
        service_id=state.service_id,
        location_id=state.location_id,
        practitioner_id=state.practitioner_id,
        minutes=state.minutes,
        booking_id=None,
        wish=Wish(day, *hours),
    )
    going_on = replace(_for_one(known, one), company=tuple(others))
    turn = look(going_on, scene)
    return replace(turn, say=(*texts(_next_lead(one, going_on, scene), scene.view.limits), *turn.say))


def _next_lead(one: Coming, state: State, scene: Scene) -> str:
    say, name = scene.voice.gettext, first_name(_name_of(state, scene) or one.called or "")
    if one.is_me:
        return say("Now for you.")
    return say("Now for {name}.", name=name) if name else say("Now for the next one.")


def _name_of(state: State, scene: Scene) -> str:
    """Return the first name of who comes, as far as it is known."""
    known = scene.find_relative(state.relative_id) if state.who is Who.RELATIVE else None
    return first_name(known.name if known else state.called or "")


def are_heard(state: State, scene: Scene) -> tuple[Coming, ...]:
    """List several who are named for a new booking, where the clinic wants one person to book for others."""
    is_new = scene.view.books_for_others and not state.is_rescheduling and not state.is_joining
    is_open = state.service_id is None or state.step in (*HALFWAY, *ABOUT_TIME)
    return several_in(scene) if is_new and is_open else ()
