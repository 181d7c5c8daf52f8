from __future__ import annotations

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "sunshine.channels"
    label = "channels"
    verbose_name = "畅通渠道"
