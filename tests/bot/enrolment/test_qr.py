"""The QR picture, read with a decoder that is not ours."""

import io
import random

import pytest
from PIL import Image

from bot.authenticator import new_secret, provisioning_uri
from bot.qr import qr_png
from tests.bot.enrolment.phone import text_in

pytestmark = pytest.mark.slow


def picture_of(png):
    return Image.open(io.BytesIO(png)).convert("1")


def test_picture_reads_as_exactly_the_uri():
    """R6"""
    chance = random.Random(6)
    people = ["anna@contoso.example", "ä:b c@contoso.example", "日本@例え.example"]
    for account in people:
        for issuer in ("Contoso", "Contoso: IT & Söhne 100%/+", "🏔 Fjäll"):
            uri = provisioning_uri(new_secret(chance.randbytes), account, issuer)
            assert text_in(qr_png(uri)) == uri


@pytest.mark.parametrize("text", ["tel:08005892332", "A", "x" * 1500, "Zürich 日本 🏔"], ids=len)
def test_any_text_reads_as_itself(text):
    assert text_in(qr_png(text)) == text


def test_picture_has_the_quiet_zone_of_the_standard():
    """ISO/IEC 18004: four modules of white on each side."""
    picture = picture_of(qr_png("tel:08005892332"))
    left, top, right, bottom = picture.point(lambda value: 255 - value).getbbox()
    assert {left, top, picture.width - right, picture.height - bottom} == {4 * 8}


def test_picture_reads_with_a_coffee_stain_on_it():
    """Level M mends 15 %."""
    uri = provisioning_uri("A" * 32, "anna@contoso.example", "Contoso")
    picture = picture_of(qr_png(uri))
    side = picture.width // 5
    place = picture.width // 2
    picture.paste(1, (place, place, place + side, place + side))
    stained = io.BytesIO()
    picture.save(stained, format="PNG")
    assert text_in(stained.getvalue()) == uri


def test_picture_is_small_enough_for_a_page():
    """The page may hold it inside itself (`data:`), where a longer one is slow."""
    assert len(qr_png(provisioning_uri("A" * 32, "anna@contoso.example", "Contoso"))) < 4000


def test_text_that_fits_no_picture_is_refused():
    with pytest.raises(ValueError, match="fits no QR code"):
        qr_png("x" * 3000)
