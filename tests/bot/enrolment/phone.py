"""A phone of our own making: reads a QR picture and shows codes, with no code of the project or of pyotp."""

import base64
import hashlib
import hmac
import io
import struct
from urllib.parse import parse_qs, unquote, urlsplit

import zxingcpp
from PIL import Image


class Phone:
    """An authenticator app; its clock may be so many seconds ahead."""

    def __init__(self, ahead=0.0):
        self.ahead = ahead
        self.secret = None
        self.issuer = None
        self.account = None

    def scan(self, picture):
        self.read(text_in(picture))
        return self

    def read(self, uri):
        parts = urlsplit(uri)
        assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
        issuer, _, account = parts.path[1:].partition(":")
        values = parse_qs(parts.query, strict_parsing=True)
        self.issuer, self.account, (self.secret,) = unquote(issuer), unquote(account), values["secret"]
        assert values["issuer"] == [self.issuer]

    def code(self, now):
        """RFC 6238 and RFC 4226, 5.3."""
        digest = hmac.digest(
            base64.b32decode(self.secret), struct.pack(">Q", int(now + self.ahead) // 30), hashlib.sha1
        )
        offset = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def text_in(picture):
    """Read a QR code with somebody else's eyes."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)), formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text
