"""The time zones that a person chooses from: one of each that our customers live in."""

from django.utils.translation import gettext_lazy as _

ZONES = (
    ("Asia/Shanghai", _("Beijing, Shanghai (UTC+8)")),
    ("Asia/Urumqi", _("Urumqi (UTC+6)")),
    ("Asia/Hong_Kong", _("Hong Kong (UTC+8)")),
    ("Asia/Taipei", _("Taipei (UTC+8)")),
    ("Asia/Singapore", _("Singapore, Kuala Lumpur (UTC+8)")),
    ("Asia/Bangkok", _("Bangkok, Hanoi (UTC+7)")),
    ("Asia/Jakarta", _("Jakarta (UTC+7)")),
    ("Asia/Tokyo", _("Tokyo, Seoul (UTC+9)")),
    ("Australia/Sydney", _("Sydney (UTC+10, +11 in summer)")),
    ("Asia/Kolkata", _("Delhi (UTC+5:30)")),
    ("Asia/Almaty", _("Almaty, Tashkent (UTC+5)")),
    ("Asia/Dubai", _("Dubai (UTC+4)")),
    ("Europe/Moscow", _("Moscow, Riyadh (UTC+3)")),
    ("Africa/Nairobi", _("Nairobi (UTC+3)")),
    ("Africa/Johannesburg", _("Johannesburg (UTC+2)")),
    ("Europe/Berlin", _("Berlin, Paris (UTC+1, +2 in summer)")),
    ("Africa/Lagos", _("Lagos (UTC+1)")),
    ("Europe/London", _("London (UTC+0, +1 in summer)")),
    ("UTC", _("UTC")),
    ("America/Sao_Paulo", _("São Paulo (UTC-3)")),
    ("America/New_York", _("New York (UTC-5, -4 in summer)")),
    ("America/Chicago", _("Chicago (UTC-6, -5 in summer)")),
    ("America/Mexico_City", _("Mexico City (UTC-6)")),
    ("America/Los_Angeles", _("Los Angeles (UTC-8, -7 in summer)")),
)
