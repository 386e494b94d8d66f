"""Drawing a text as a QR code: what a phone's camera reads instead of typing."""

from __future__ import annotations

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

#: Modules of white on each side; ISO/IEC 18004 asks for four.
_BORDER = 4
#: Pixels a module.
_BOX = 8


def qr_png(text: str) -> bytes:
    """
    Draw the text as a QR code (PNG), readable with 15 % of it spoilt (level M).

    Raises `ValueError` when the text fits no QR code: more than some 2,300 characters do not.
    """
    code = qrcode.QRCode(border=_BORDER, box_size=_BOX, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise ValueError("this text fits no QR code") from error
    picture = io.BytesIO()
    code.make_image().save(picture, format="PNG")
    return picture.getvalue()
