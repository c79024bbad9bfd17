"""What `chatbookr backup` is told; apart from the command, which imports what it works with."""

import argparse


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the actions, each with its own arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    key = actions.add_parser("key", help="make the key that opens backups, and print whom to seal them for")
    key.add_argument("file", help="where to write it: it must not exist, and belongs on another machine")
    made = actions.add_parser("make", help="back the database up into one sealed file")
    made.add_argument("folder", help="where to")
    made.add_argument("--keep-days", type=int, default=35, help="delete older ones, but for the newest three (35)")
    listed = actions.add_parser("list", help="list the backups of a folder")
    listed.add_argument("folder", help="which")
    restored = actions.add_parser("restore", help="restore into a database that is not there yet, or is empty")
    restored.add_argument("file", help="the backup, or a folder: its newest")
    _opening(restored)
    rehearsed = actions.add_parser("rehearse", help="restore beside the live database, check, measure, drop it")
    rehearsed.add_argument("file", help="the backup, or a folder: its newest")
    _opening(rehearsed)
    rehearsed.add_argument("--most-hours", type=float, default=26.0, help="how old the backup may be (RPO; 26)")
    rehearsed.add_argument("--most-minutes", type=float, default=60.0, help="how long it may take (RTO; 60)")


def _opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--identity", required=True, metavar="FILE", help="the key that opens it")
    parser.add_argument("--prefix", default="chatbookr", help="what the names of the database's roles begin with")
