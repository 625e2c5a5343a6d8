"""People and the posts that they hold at units. ``accounts.policy`` defines what a post permits."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import policy


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields) -> "Person":
        """Create a person; without a password, one who cannot log in until a password is set."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username):
        return self.get(username=username)


class Person(AbstractBaseUser):
    """An account. There is no superuser: all permissions come from posts."""

    username = models.CharField(
        _("login name"),
        max_length=64,
        unique=True,
        error_messages={"unique": _("This login name is taken.")},
        validators=[RegexValidator(r"^[\w.@+-]+\Z", _("Letters, digits and . @ + - _ only."))],
    )
    name = models.CharField(_("name"), max_length=64)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]
        constraints = [  # names that differ in capitals alone cannot be told apart in the trail
            models.UniqueConstraint(
                Lower("username"), name="login_names_differ", violation_error_message=_("This login name is taken.")
            )
        ]

    def __str__(self):
        return self.name or self.username

    def clean(self):
        super().clean()
        if Person.objects.exclude(pk=self.pk).filter(username__iexact=self.username).exists():
            raise ValidationError({"username": _("This login name is taken.")})

    def get_short_name(self):
        """The name that Django's admin shows in its header."""
        return str(self)

    @property
    def is_staff(self):
        """What Django's own admin would ask. Ours asks the policy for each of its tables (ADR 0004)."""
        return policy.has_role(self, Role.DATA_ADMIN)

    def has_perm(self, perm, obj=None):
        """Django's own permissions are not used; the admin classes ask the policy."""
        return False

    def has_module_perms(self, app_label):
        return False


class Role(models.TextChoices):
    CLERK = "clerk", _("clerk")
    REVIEWER = "reviewer", _("reviewer")
    PLANNER = "planner", _("planner")
    LEADER = "leader", _("leader")
    DATA_ADMIN = "data_admin", _("data administrator")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDIT_ADMIN = "audit_admin", _("audit administrator")


class Post(models.Model):
    """A person's role at a unit in a range of dates. Ended posts are kept, because audit entries refer to them."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    unit = models.ForeignKey("orgs.Unit", models.PROTECT, related_name="posts", verbose_name=_("unit"))
    role = models.CharField(_("post"), max_length=16, choices=Role.choices)
    from_date = models.DateField(_("from"), default=timezone.localdate)
    to_date = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["unit__path", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(to_date=None),
                name="one_open_post",
                violation_error_message=_("This person already holds this post."),
            ),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=models.F("from_date")), name="post_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.unit} · {self.get_role_display()}"
