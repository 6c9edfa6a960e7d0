"""What a phone needs to keep Zhike beside its other apps."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

ICONS = (
    ("icon-192", 192, "any"),
    ("icon-512", 512, "any"),
    ("maskable-512", 512, "maskable"),
)


@require_GET
@login_not_required
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, max_age=3600)
def manifest(_request: HttpRequest) -> JsonResponse:
    """The name, the icons and the place where it opens."""
    icons = [
        {
            "src": static(f"web/icons/{name}.png"), "sizes": f"{size}x{size}",
            "type": "image/png", "purpose": purpose,
        }
        for name, size, purpose in ICONS
    ]  # fmt: skip
    capture = {"name": _("Note something down"), "url": "/capture/"}
    content = {
        "id": "/", "name": _("Zhike CRM"), "short_name": _("Zhike"), "lang": get_language(),
        "start_url": "/", "scope": "/", "display": "standalone",
        "background_color": "#f6f3ec", "theme_color": "#f6f3ec",
        "icons": icons, "shortcuts": [capture],
    }  # fmt: skip
    return JsonResponse(content, content_type="application/manifest+json")
