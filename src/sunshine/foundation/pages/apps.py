from __future__ import annotations

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Django's "这个字段是必填项" is no way to speak to people. Set here, before any form of the site is declared.
forms.Field.default_error_messages["required"] = _("请填这一项。")


class PagesConfig(AppConfig):
    name = "sunshine.foundation.pages"
    label = "pages"
    verbose_name = "页面"
