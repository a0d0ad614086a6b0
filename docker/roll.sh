#!/bin/sh
# Replaces the replicas of docker/compose.scale.yaml one after the other by new ones of the image that was built last, so that
# callers notice nothing. `docker compose up` would stop all of them at once.
#
#   docker compose -f docker/compose.scale.yaml build service && sh docker/roll.sh [OPTIONS OF COMPOSE]
#
# A new one is added and ready before an old one is told to end; that one then has its stop_grace_period. Where a new one does
# not get ready, nothing else is touched, and the status is 1. The options are those before the command: a second --file, for
# one.
set -eu
cd "$(dirname "$0")/.."

compose() {
  docker compose --file docker/compose.scale.yaml "$@"
}

old=$(compose "$@" ps --quiet service)
wanted=$(printf '%s\n' "$old" | grep -c .) || { echo 'no replica is running: use up' >&2; exit 1; }

for replica in $old; do
  compose "$@" up --detach --no-deps --no-recreate --wait --scale service=$((wanted + 1)) service
  docker stop "$replica"
  docker rm "$replica"
done
echo "$wanted replicas replaced"
