#!/bin/sh
# /usr/local/sbin/chatbookr: any command with the settings and secrets of the units, as their user. Run as root:
#   chatbookr clinic list
set -eu
folder=${CHATBOOKR_FOLDER:-/etc/chatbookr}
program=${CHATBOOKR_PROGRAM:-/opt/chatbookr/current/bin/chatbookr}
user=${CHATBOOKR_USER:-chatbookr}
lent=$(mktemp -d /run/chatbookr.XXXXXX)
trap 'rm -rf "$lent"' EXIT
trap 'exit 130' HUP INT TERM
cp "$folder"/secrets/* "$lent"
chown -R "$user" "$lent"
chmod -R go= "$lent"
set -a
. "$folder/chatbookr.env"
CHATBOOKR_SECRETS_FILE_FOLDER=$lent
set +a
unset CHATBOOKR_FOLDER CHATBOOKR_PROGRAM CHATBOOKR_USER
umask 077
runuser --user "$user" -- "$program" "$@"
