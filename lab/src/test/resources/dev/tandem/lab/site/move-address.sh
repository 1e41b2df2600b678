#!/bin/sh
# Asks the network to send the address $1 to the machine $2.
set -eu
read -r token < "$CREDENTIALS_DIRECTORY/token"
printf 'Authorization: Bearer %s\n' "$token" |
    curl --silent --show-error --fail --max-time 5 --header @- --request POST "http://10.80.0.253:8099/$1/$2"
