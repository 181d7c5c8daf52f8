#!/bin/sh
# The two roles and the database; run once, by the server, when its volume is new.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
CREATE ROLE sunshine_owner LOGIN PASSWORD :'owner';
CREATE ROLE sunshine_app LOGIN PASSWORD :'app';
CREATE DATABASE sunshine OWNER sunshine_owner;
SQL
