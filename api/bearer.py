"""Who asks with a token: what the policy asks of a person, without an account."""

from datetime import timedelta

from django.utils import timezone

from accounts.policy import HeldPost
from api.models import AccessToken

USE_KEPT = timedelta(minutes=10)  # last use is written no more often


class TokenBearer:
    """A system with a valid token. It holds one post: the role of the token at its unit (``policy.held_posts``)."""

    is_authenticated = is_active = True

    def __init__(self, token: AccessToken):
        self.token = token
        self.pk = None  # of no person
        unit = token.unit
        self._held_posts = (HeldPost(token.role, unit.pk, unit.code, unit.short_name, unit.path),)

    def __str__(self):
        return f"token {self.token.pk}"


class KeepTokenUse:
    """Middleware: keeps when a token was last used. It stands outside of ReadOnlyGet, so that the row is written after
    the transaction of the answer has ended."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        bearer = getattr(request, "auth", None)
        if isinstance(bearer, TokenBearer):
            used, now = bearer.token.used_at, timezone.now()
            if used is None or used < now - USE_KEPT:
                AccessToken.objects.filter(pk=bearer.token.pk).update(used_at=now)
        return response
