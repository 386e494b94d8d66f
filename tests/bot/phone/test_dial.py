"""Dialling without typing: the address that a phone understands, and its picture."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from bot.phone.dial import dial_qr_png, tel_uri


@pytest.mark.parametrize(
    ("printed", "dialled"),
    [
        ("+1 312 843 5145", "tel:+13128435145"),
        ("0800 589 2332", "tel:08005892332"),
        ("1-800-865-9408", "tel:18008659408"),
        ("(02) 8223/9959", "tel:0282239959"),
        (" +44 (0)20 3450 6455 ", "tel:+442034506455"),
    ],
)
def test_printed_number_is_dialled_as_its_digits(printed, dialled):
    assert tel_uri(printed) == dialled


@pytest.mark.parametrize(
    "printed", ["", "+", "call us", "0800 MICROSOFT", "0120 996 680 (Enterprise)", "1+2", "12;ext=3"]
)
def test_what_is_no_number_is_not_dialled(printed):
    with pytest.raises(ValueError, match="is no phone number"):
        tel_uri(printed)


def test_phone_that_scans_the_picture_reads_the_number():
    picture = Image.open(io.BytesIO(dial_qr_png("0800 589 2332")))
    assert picture.format == "PNG"
    assert 150 < picture.width == picture.height < 600
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == "tel:08005892332"
