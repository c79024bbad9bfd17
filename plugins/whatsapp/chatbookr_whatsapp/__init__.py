"""The WhatsApp Cloud API channel."""

from chatbookr_sdk import MessagingChannel
from chatbookr_whatsapp.channel import WhatsApp

plugin: MessagingChannel = WhatsApp()
"""What the entry point names; the annotation has the type checker hold the class against the protocol."""

__all__ = ["WhatsApp", "plugin"]
