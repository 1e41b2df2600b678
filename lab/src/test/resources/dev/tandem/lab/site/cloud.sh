#!/bin/sh
# The lab's stand-in for a cloud's API, on the client: one request on standard input, its answer on standard output. POST
# /ADDRESS/MACHINE by whoever has the token sends ADDRESS to the machine, as far as this client is concerned.
token=$1
shift
read -r method path protocol
allowed=
while read -r name value; do
    value=$(printf %s "$value" | tr -d '\r')
    [ "$name $value" != "Authorization: Bearer $token" ] || allowed=1
    [ "$name" != "$(printf '\r')" ] || break
done
if [ -z "$allowed" ]; then
    printf 'HTTP/1.0 403 Forbidden\r\n\r\n'
    exit
fi
path=${path#/}
# The other words: each machine's name and address.
while [ $# -gt 1 ] && [ "$1" != "${path#*/}" ]; do shift 2; done
if ip route replace "${path%/*}/32" via "$2"; then
    printf 'HTTP/1.0 200 OK\r\n\r\n'
else
    printf 'HTTP/1.0 500 Failed\r\n\r\n'
fi
