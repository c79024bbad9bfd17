"""Why a backup is not made or not restored, in a sentence for whoever runs the command."""


class BackupFailed(Exception):
    """Nothing was made, or nothing restored; the message says why, and holds no password and nobody's data."""


class BackupUnreadable(BackupFailed):
    """The file does not open, or is no backup that this version knows."""
