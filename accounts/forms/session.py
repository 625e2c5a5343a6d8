"""Forms for login and for changing one's own password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """One message for an unknown name, a wrong password and a closed account, so that names cannot be probed."""

    error_messages = {
        "invalid_login": _("The login name or the password is wrong. After five times it is locked for a while."),
        "inactive": _("The login name or the password is wrong. After five times it is locked for a while."),
    }


class OwnPasswordForm(PasswordChangeForm):
    """The old password once and the new one twice; they must differ."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("The present password is wrong. Please type it again."),
    }

    def validate_password_for_user(self, user, password_field_name="new_password1"):
        """Django puts what is wrong with the new password at its repetition."""
        super().validate_password_for_user(user, "new_password1")

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if new == self.data.get("old_password"):
            raise forms.ValidationError(_("This is the password that you have now. Please choose another one."))
        return new
