"""The assistant at work: what the dialogue is shown of a clinic and a patient, and what is done as it asks."""
