"""Small charts, drawn on the server as SVG; each says in words what it shows, for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.desk.figures import Figure, OneDay

#: The size of the columns, in the units of the drawing; a label takes the room below.
_STEP, _WIDTH, _HIGHEST, _BELOW = 44, 16, 96, 20
_ABOVE = 16


def columns(days: Sequence[OneDay]) -> Markup:
    """Draw talks and calls day by day, two columns a day, with the number on top of each."""
    most = max([1, *(day.talks for day in days), *(day.calls for day in days)])
    parts = []
    for place, day in enumerate(days):
        left = place * _STEP + (_STEP - 2 * _WIDTH - 4) // 2
        for kind, count, x in (("talks", day.talks, left), ("calls", day.calls, left + _WIDTH + 4)):
            parts.append(_column(kind, count, x, round(_HIGHEST * count / most)))
        middle, bottom = place * _STEP + _STEP // 2, _ABOVE + _HIGHEST + _BELOW - 4
        parts.append(Markup('<text x="{}" y="{}">{}</text>').format(middle, bottom, day.day.strftime("%a")))
    ground, end = _ABOVE + _HIGHEST, _STEP * len(days)
    parts.append(Markup('<line class="ground" x1="0" x2="{}" y1="{}" y2="{}"/>').format(end, ground, ground))
    told = "; ".join(f"{day.day:%A}: {_many(day.talks, 'talk')}, {_many(day.calls, 'call')}" for day in days)
    size = f"0 0 {_STEP * len(days)} {_ABOVE + _HIGHEST + _BELOW}"
    return Markup('<svg class="columns" viewBox="{}" role="img" aria-label="{}">{}</svg>').format(
        size, told, Markup("").join(parts)
    )


def bar(figure: Figure, most: float) -> Markup:
    """Draw how much this is of the most; the number stands beside it, so that it is for the eye alone."""
    width = round(100 * figure.week / most, 1) if most else 0
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="10"/></svg>'
    ).format(width)


def _column(kind: str, count: int, x: int, height: int) -> Markup:
    y = _ABOVE + _HIGHEST - height
    shown = Markup('<text x="{}" y="{}">{}</text>').format(x + _WIDTH // 2, y - 4, count) if count else ""
    drawn = '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>{}'
    return Markup(drawn).format(kind, x, y, _WIDTH, height, shown)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
