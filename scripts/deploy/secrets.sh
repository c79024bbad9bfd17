#!/bin/sh
# Writes the secrets of a deployment, each into a file of its own; what is there stays as it is. Run as root:
#   secrets.sh FOLDER [OWNER]
# OWNER is the user (or user id) of the containers or services that read them. What you get from others (Meta, Google, your
# mail provider) is asked for at the terminal; leave it empty to write it into its file later.
set -eu
folder=${1:?where to}
owner=${2:-}
database=${CHATBOOKR_SETUP_DATABASE:-127.0.0.1:5432/chatbookr}
umask 077
mkdir -p "$folder"

keep() {  # keep NAME VALUE: unless it is there
    [ -e "$folder/$1" ] || printf '%s\n' "$2" > "$folder/$1"
}

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

ask() {  # ask NAME QUESTION
    [ -s "$folder/$1" ] && return
    answer=
    if [ -t 0 ]; then printf '%s: ' "$2" >&2; read -r answer; fi
    printf '%s\n' "$answer" > "$folder/$1"
}

for role in postgres migrator app backup; do keep "${role}_password" "$(random)"; done
keep whatsapp_verify_token "$(random)"
keep admin_database_url "postgresql://postgres:$(cat "$folder/postgres_password")@$database"
keep migration_database_url "postgresql://chatbookr_migrator:$(cat "$folder/migrator_password")@$database"
keep database_url "postgresql://chatbookr_app:$(cat "$folder/app_password")@$database"
keep backup_database_url "postgresql://chatbookr_backup:$(cat "$folder/backup_password")@$database"
ask smtp_url 'Mail server (smtps://USER:PASSWORD@HOST:465)'
ask whatsapp_app_secret "Meta app's secret (App settings > Basic)"
ask gcal_client_secret "Google OAuth client's secret"

if [ -n "$owner" ]; then
    chown "$owner" "$folder" "$folder"/*
    # PostgreSQL's own image reads its password as its user, 999
    [ "$owner" = 10001 ] && chown 999 "$folder/postgres_password"
fi
echo "Secrets are in $folder. Copy them to where you keep such things."
echo "WhatsApp's verify token, for Meta's form: $(cat "$folder/whatsapp_verify_token")"
