"""Meta's half of the sandbox: the WhatsApp Cloud API, its signed deliveries, and a patient's phone."""
