"""The pages of re-enrolment as a browser gets them: served over HTTP, read with other people's eyes and clocks."""

import base64
import http.client
import json
import re
import shutil
import subprocess

import pytest

from bot.database.second_factor import authenticators, recovery_codes, standings
from tests.bot.enrolment.phone import Phone
from tests.bot.proof.fakes import MINUTE
from tests.helpdesk import open_helpdesk
from tests.talks import UMA, is_given_a_page, page_in, proves_it_once, proves_it_twice
from tests.whole import the_assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

_CODE = re.compile(r"<code>([A-Z0-9]{6}(?:-[A-Z0-9]{6}){2})</code>")


def picture_in(html):
    return base64.b64decode(re.search(r'src="data:image/png;base64,([^"]+)"', html)[1])


def key_in(html):
    return re.search(r'class="key">([^<]+)<', html)[1].replace(" ", "")


def states(helpdesk, person_id="northwind-uma"):
    mine = [row for row in helpdesk.rows(authenticators) if row["person_id"] == person_id]
    return [(row["state"], row["retired_because"]) for row in sorted(mine, key=lambda row: row["begun_at"])]


def enrols(assistant):
    """Somebody goes all the way; give their phone, the path of the page and what it showed last."""
    path = is_given_a_page(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    page = assistant.send_form(path, code=phone.code(assistant.helpdesk.clock()))
    assert page.status == 200, page.html
    return phone, path, page


def stop_links(helpdesk):
    """Let the messages go out, and give the paths of "this was not me" in them, each once, in their order."""
    before = len(helpdesk.delivery.sent)
    helpdesk.office.send_due()
    texts = [text for _, text in helpdesk.delivery.sent[before:]]
    return list(dict.fromkeys(re.search(r"/not-me/[\w=-]+", text)[0] for text in texts))


def test_person_enrols_a_phone_whose_codes_come_from_oathtool(assistant, helpdesk):
    """R6, R9, R11: the picture is read by zxing, the codes are worked out by Debian's oathtool."""
    if not shutil.which("oathtool"):
        pytest.skip("oathtool is not there: run tools/debian.sh")
    conversation, path = proves_it_twice(assistant)
    page = assistant.get(path)
    phone = Phone().scan(picture_in(page.html))
    assert (phone.account, phone.issuer) == (UMA, "Northwind Relief")
    assert phone.secret == key_in(page.html)
    assert len(base64.b32decode(phone.secret)) >= 20
    assert states(helpdesk) == [("pending", None)]

    done = assistant.send_form(path, code=oathtool(phone.secret, helpdesk.clock()))

    assert done.status == 200
    assert states(helpdesk) == [("active", None)]
    codes = _CODE.findall(done.html)
    assert len(set(codes)) == 10
    assert "recovery codes" in assistant.say(conversation, "done").text
    helpdesk.clock.pass_(MINUTE)
    enrolment, now = helpdesk.office.enrolment, helpdesk.clock()
    assert enrolment.verify_code("northwind-uma", oathtool(phone.secret, now), now).state == "right"
    assert enrolment.use_recovery_code("northwind-uma", codes[3], now).state == "right"


def oathtool(secret, now):
    moment = f"@{int(now)}"
    command = ["oathtool", "--totp", "--base32", "--now", moment, secret]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_page_opens_once(assistant):
    """R14: the key is shown once, also to who only looks at the head of the page first."""
    path = is_given_a_page(assistant)
    assert assistant.request("HEAD", path).status != 200
    first, second = assistant.get(path), assistant.get(path)
    assert (first.status, second.status) == (200, 410)
    assert "opened before" in second.html
    assert key_in(first.html) not in second.html.replace(" ", "")
    assert "base64" not in second.html


def test_page_that_was_asked_for_again_takes_the_place_of_the_first(assistant):
    """R9"""
    conversation, first = proves_it_twice(assistant)
    second = page_in(assistant.say(conversation, "say that again please").text)
    assert second != first
    assert "newer page" in assistant.get(first).html
    assert assistant.get(second).status == 200


def test_all_steps_can_be_read_while_the_page_is_open(assistant, helpdesk):
    """R9: the list of steps gives no new page, so that the one that is open stays open."""
    conversation, path = proves_it_twice(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    assert "/enrol/" not in assistant.say(conversation, "show me all the steps").text
    assert assistant.send_form(path, code=phone.code(helpdesk.clock())).status == 200
    assert states(helpdesk) == [("active", None)]


def test_person_mistypes_the_first_code_and_is_let_try_again(assistant, helpdesk):
    """R5, R9: five tries a page; nothing that worked before has changed."""
    path = is_given_a_page(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    right = phone.code(helpdesk.clock())
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    page = assistant.send_form(path, code=wrong)
    assert page.status == 200
    assert "not right" in page.html
    assert "Tries left: 4" in page.html
    assert assistant.send_form(path, code=f"{right[:3]} {right[3:]}").status == 200
    assert states(helpdesk) == [("active", None)]


def test_guesser_closes_the_page(assistant, helpdesk):
    """R5"""
    path = is_given_a_page(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    right = phone.code(helpdesk.clock())
    for n in range(1, 6):
        page = assistant.send_form(path, code=f"{(int(right) + n) % 1_000_000:06d}")
    assert page.status == 410
    assert "Too many codes" in page.html
    assert assistant.send_form(path, code=right).status == 410
    assert states(helpdesk) == [("pending", None)]


@pytest.mark.parametrize(
    ("ahead", "said"), [(300, "5 minutes ahead"), (-240, "4 minutes behind"), (-61, "2 minutes behind")]
)
def test_person_whose_clock_is_off_is_told_by_how_much(assistant, helpdesk, ahead, said):
    """R7"""
    path = is_given_a_page(assistant)
    phone = Phone(ahead=ahead).scan(picture_in(assistant.get(path).html))
    page = assistant.send_form(path, code=phone.code(helpdesk.clock()))
    assert said in page.html
    assert states(helpdesk) == [("pending", None)]
    phone.ahead = 0
    assert assistant.send_form(path, code=phone.code(helpdesk.clock())).status == 200


def test_recovery_codes_are_shown_once(assistant, helpdesk):
    """R11"""
    phone, path, page = enrols(assistant)
    codes = _CODE.findall(page.html)
    for again in (assistant.get(path), assistant.send_form(path, code=phone.code(helpdesk.clock()))):
        assert again.status == 410
        assert not any(code in again.html for code in codes)
    stored = repr(helpdesk.rows(recovery_codes))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_page_that_waits_too_long_is_over(assistant, helpdesk):
    """R9: ten minutes to open it, ten from then on for the first code."""
    path = is_given_a_page(assistant)
    helpdesk.clock.pass_(10 * MINUTE)
    assert "time is over" in assistant.get(path).html
    path = is_given_a_page(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    helpdesk.clock.pass_(10 * MINUTE)
    late = assistant.send_form(path, code=phone.code(helpdesk.clock()))
    assert (late.status, "Nothing was changed" in late.html) == (410, True)
    assert ("active", None) not in states(helpdesk)


def test_nobody_finds_a_page_by_its_address(assistant):
    pages = [assistant.get("/enrol/" + "A" * 32), assistant.get("/not-me/" + "A" * 32)]
    pages += [assistant.send_form(f"/{kind}/" + "A" * 32, code="123456") for kind in ("enrol", "not-me")]
    assert {page.status for page in pages} == {410}


def test_mail_scanner_that_opens_the_link_changes_nothing_and_the_button_stops_it(assistant, helpdesk):
    """R13, R9: GET asks once more; POST takes it back, and nothing can be changed until an agent has lifted that."""
    phone, _, _ = enrols(assistant)
    begun, done = stop_links(helpdesk)
    for path in (begun, done):
        page = assistant.get(path)
        assert (page.status, "stop it" in page.html) == (200, True)
    assert assistant.request("HEAD", done).status != 200
    assert states(helpdesk) == [("active", None)]
    assert not [row for row in helpdesk.rows(standings) if row["stopped_at"]]

    stopped = assistant.send_form(done)

    assert (stopped.status, "Stopped" in stopped.html) == (200, True)
    assert states(helpdesk) == [("retired", "not_theirs")]
    now = helpdesk.clock()
    assert helpdesk.office.enrolment.verify_code("northwind-uma", phone.code(now), now).state != "right"
    again = assistant.send_form(done)
    assert (again.status, "done its work" in again.html) == (410, True)
    conversation = proves_it_once(assistant)
    assistant.say(conversation, "/send_second_code")
    refused = assistant.say(conversation, helpdesk.codes[-1]).text
    assert "I may not open that page" in refused
    assert "/enrol/" not in refused


def test_person_who_comes_too_late_to_stop_it_is_told_so_and_whom_to_call(assistant, helpdesk):
    """R13: the new authenticator does sign in, and no chat gives such a link anew."""
    enrols(assistant)
    done = stop_links(helpdesk)[-1]
    helpdesk.clock.pass_(72 * 60 * MINUTE)
    for page in (assistant.get(done), assistant.send_form(done)):
        assert (page.status, "can no longer be taken back" in page.html) == (410, True)
        assert_it_leads_to_the_helpdesk(page)
    assert states(helpdesk) == [("active", None)]


def test_link_that_was_used_or_cut_off_leads_to_the_helpdesk_too(assistant, helpdesk):
    enrols(assistant)
    done = stop_links(helpdesk)[-1]
    cut_off = assistant.get(done[:-1])
    assert "cut off" in cut_off.html
    assistant.send_form(done)
    for page in (cut_off, assistant.get(done)):
        assert_it_leads_to_the_helpdesk(page)


def assert_it_leads_to_the_helpdesk(page):
    assert "Then call your helpdesk now, on a number that you know" in page.html
    assert "Nothing was changed" not in page.html
    assert "again" not in page.html


def test_person_who_lost_the_new_phone_too_gets_the_old_one_back_when_a_stranger_set_it_up(assistant, helpdesk):
    """R9, R13"""
    first, _, _ = enrols(assistant)
    stop_links(helpdesk)
    helpdesk.clock.pass_(120 * MINUTE)
    enrols(assistant)
    assert states(helpdesk) == [("retired", "replaced"), ("active", None)]
    page = assistant.send_form(stop_links(helpdesk)[-1])
    assert "works again" in page.html
    assert states(helpdesk) == [("active", None), ("retired", "not_theirs")]
    now = helpdesk.clock()
    assert helpdesk.office.enrolment.verify_code("northwind-uma", first.code(now), now).state == "right"


def test_stolen_authenticator_stops_to_work_at_once_and_everybody_is_told(assistant, helpdesk):
    """R9, R13: by one code to the mailbox; the thief's codes are worth nothing from then on."""
    phone, _, _ = enrols(assistant)
    stop_links(helpdesk)
    helpdesk.clock.pass_(120 * MINUTE)
    proves_it_once(assistant, opening="my phone with the authenticator was stolen, it's for work")
    assert states(helpdesk) == [("retired", "stolen")]
    now = helpdesk.clock()
    assert helpdesk.office.enrolment.verify_code("northwind-uma", phone.code(now), now).state == "wrong"
    before = len(helpdesk.delivery.sent)
    helpdesk.office.send_due()
    told = {contact.channel for contact, text in helpdesk.delivery.sent[before:] if "stolen" in text}
    assert told == {"email", "sms"}


def test_link_does_not_follow_the_host_that_a_client_names(assistant, helpdesk):
    """R24: the host in a header is what a client says; OWASP, Forgot Password."""
    conversation = proves_it_once(assistant)
    assert assistant.post(conversation, "again", host="evil.example").status == 403
    said = [assistant.say(conversation, text, host="localhost:1").text for text in ("/send_second_code", "again")]
    said.append(assistant.say(conversation, helpdesk.codes[-1], host="localhost:1").text)
    helpdesk.office.send_due()
    links_sent = re.findall(r"https?://[^\s/]+", " ".join([*said, *(text for _, text in helpdesk.delivery.sent)]))
    assert set(links_sent) == {"http://127.0.0.1:5005"}


def test_address_of_a_page_is_in_no_complaint_of_the_server(assistant, caplog):
    """R14"""
    path, connection = is_given_a_page(assistant), http.client.HTTPConnection("127.0.0.1", assistant.port, timeout=30)
    # It complains behind the answer; once it answers the second time, it did.
    for _ in range(2):
        connection.request("GET", path, headers={"Content-Length": "0"})
        connection.getresponse().read()
    connection.close()
    assert "body not consumed" in caplog.text
    assert path.rpartition("/")[2] not in caplog.text


def test_every_page_keeps_to_itself(assistant, helpdesk):
    """R29: nothing from elsewhere, no script, in no frame, kept in no cache, and no address is passed on."""
    path = is_given_a_page(assistant)
    pages = [assistant.get(path), assistant.send_form(path, code="000000"), assistant.get(path)]
    pages += [assistant.get(stop_links(helpdesk)[0]), assistant.get("/enrol/nothing")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["content-type"].startswith("text/html")
        elsewhere = re.findall(r'(?:src|href|action)="(?!/|data:image/png)([^"]*)"', page.html)
        assert not elsewhere
        assert "<script" not in page.html.lower()
    assert assistant.get("/static/site.css").status == 200
    assert assistant.get("/static/../../../README.md").status == 404


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{7*7}} javascript:alert(1)"


def test_script_in_the_name_of_an_organisation_is_only_words(tmp_path):
    """R28"""
    people = tmp_path / "people.yml"
    people.write_text(
        f"""
tenants:
  - id: evil
    name: {json.dumps(EVIL)}
    kind: business
    domains: [northwind.example]
    second_factor: helpdesk
    people:
      - id: northwind-uma
        sign_in_name: uma.patel@northwind.example
        name: {json.dumps(EVIL)}
        contacts:
          - {{channel: sms, address: "+44 7700 900210"}}
          - {{channel: email, address: uma.patel@example.com}}
        methods:
          - {{method: authenticator, label: {json.dumps(EVIL)}}}
""",
        "utf-8",
    )
    helpdesk = open_helpdesk(tmp_path, directory=people)
    with the_assistant().with_(helpdesk) as assistant:
        path = is_given_a_page(assistant)
        page = assistant.get(path)
        not_me = assistant.get(stop_links(helpdesk)[0])
    helpdesk.close()
    for html in (page.html, not_me.html):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert not re.search(r"<(script|img src=x|svg)", html)
        assert "49" not in re.sub(r'base64,[^"]+|<code.*?</code>', "", html)


def test_whatever_is_typed_for_a_code_is_answered_calmly(assistant, helpdesk):
    """R28, R26"""
    for code in ("", " ", "<script>", "1" * 5000, "١٢٣٤٥٦", "\x00", "12345", "code=1&code=2"):
        path = is_given_a_page(assistant)
        assistant.get(path)
        page = assistant.send_form(path, code=code)
        assert page.status == 200, code
        assert "not right" in page.html
        assert "<script>" not in page.html
        helpdesk.clock.pass_(60 * MINUTE)
    assert {state for state, _ in states(helpdesk)} == {"pending", "retired"}
