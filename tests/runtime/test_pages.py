"""A page that cannot be shown for a fault of ours says so, and takes nothing from its link."""

import asyncio

from bot.errors import DatabaseUnavailable, LinkUnknown
from bot.runtime import pages
from bot.site import enrolment as views


def shown(trouble, refused):
    def view(office):
        raise trouble

    return asyncio.run(pages._page(object(), view, refused))


def test_link_that_is_good_is_not_called_unknown_while_the_database_is_busy():
    """R35"""
    for refused in (views.not_available, views.not_stopped):
        page = shown(DatabaseUnavailable("locked"), refused)
        assert page.status == 503
        assert b"this link stays good" in page.body


def test_link_that_nobody_gave_is_unknown():
    assert shown(LinkUnknown("x"), views.not_stopped).status == 410
