"""Looking somebody up: ask for the sign-in name, send a code whoever it is, and tell only who proved who they are."""

from __future__ import annotations

from dataclasses import replace

from bot.talk import guide
from bot.talk.recovery import ASKS_SIGN_IN_NAME, go_on, holds_a_stolen_authenticator, open_plan, send_code
from bot.talk.turn import Reply, Say, Turn, understood

SECOND_PROOF = "prove_a_second_contact"

#: What became of a code, and how it is said; "right" says what it opened.
_SAID_OF_A_CODE = {
    "wrong": "utter_code_wrong",
    "expired": "utter_code_expired",
    "used_up": "utter_code_used_up",
    "account_blocked": "utter_code_used_up",
    "none_open": "utter_code_expired",
}
_SAID_OF_A_SECOND_CODE = {
    "sent": "utter_second_code_sent",
    "not_delivered": "utter_second_code_not_delivered",
    "no_other_channel": "utter_no_second_contact",
    "refused": "utter_second_code_refused",
}


def check_methods(turn: Turn) -> Reply:
    """Send a code if a sign-in name is known, else ask for it; without a directory, go on by asking."""
    if not turn.known.can_look_up:
        return go_on(turn).after(Say("utter_cannot_look_up"))
    if turn.known.facts is not None:
        return _tell(turn)
    if turn.caller.sign_in_name is None:
        return understood(turn, Say("utter_ask_sign_in_name"), requested_slot=ASKS_SIGN_IN_NAME)
    return send_code(turn, "look_up")


def another_contact(turn: Turn) -> Reply:
    """No code came: try the next contact; whoever it is, the words are the same."""
    if not turn.known.can_look_up or turn.caller.sign_in_name is None:
        return go_on(turn)
    plan = open_plan(turn)
    if plan and guide.current_step(plan, turn.progress) == SECOND_PROOF:
        return guide.say_current_step(turn, plan)
    return send_code(turn, "another_contact")


def use_code(turn: Turn) -> Reply:
    """Say what became of the code: it opened what the directory knows, or the second door, or it did not."""
    said = _SAID_OF_A_CODE.get(turn.known.outcome or "none_open")
    if said:
        return understood(turn, Say(said, buttons="utter_code_buttons"))
    if not turn.known.can_look_up:
        return go_on(turn).after(Say("utter_code_right_but_nothing_told"))
    plan = open_plan(turn)
    if plan and guide.current_step(plan, turn.progress) == SECOND_PROOF and turn.known.may_change:
        return guide.say_current_step(guide.mark_done(turn, plan), plan).after(Say("utter_second_code_right"))
    return _tell(turn)


def second_code(turn: Turn) -> Reply:
    """Say where the second code went; with no second contact left, a human goes on."""
    outcome = turn.known.second_code or "refused"
    values = {"contact": turn.known.contact} if outcome == "sent" else {}
    say = Say(_SAID_OF_A_SECOND_CODE[outcome], values, "utter_code_buttons" if outcome == "sent" else None)
    if outcome in ("no_other_channel", "refused"):
        return go_on(replace(turn, case=turn.case.with_facts(can_enrol_here=False))).after(say)
    return understood(turn, say)


def _tell(turn: Turn) -> Reply:
    """Tell the person what is registered for them, and take it for known, so that less is asked."""
    if turn.known.facts is None:
        return go_on(turn).after(Say("utter_nothing_on_file"))
    methods = "\n".join(f"- {method}" for method in turn.known.methods)
    says = [Say("utter_methods_on_file", {"methods": methods}) if methods else Say("utter_nothing_on_file")]
    case = turn.case.with_facts(**turn.known.facts)
    orders = ["note_telling"]
    if holds_a_stolen_authenticator(case):
        says.append(Say("utter_stolen_authenticator_retired"))
        orders.append("report_stolen")
    reply = understood(turn, *says, case=case, presented=None)
    return replace(reply, orders=tuple(orders), goes_on=True)
