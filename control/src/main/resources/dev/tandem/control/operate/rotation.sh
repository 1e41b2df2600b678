# Tells this balancer's HAProxy about a server: $1 backend/server, $2 drain or ready, $3 how many milliseconds it may take.
# drain: no new requests, then waits until the running ones have ended; prints how many had not.
# ready: takes requests again, then waits until the health check says so.
# A balancer whose HAProxy does not run has nothing to be told. (HAProxy management guide 3.0, 9.3.)
server=$1 state=$2 milliseconds=$3
socket=/run/haproxy/admin.sock
[ -S "$socket" ] && systemctl is-active --quiet haproxy || exit 0
# Not for ever, and no more than there can be: whoever broke into HAProxy answers here.
tell() { echo "$1" | timeout 5 socat -t 2 - "UNIX-CONNECT:$socket"; }
# Fields of "show stat": 5 is the number of current sessions, 18 the status.
figure() { tell "show stat" | head -c 1000000 | awk -F, -v name="$server" -v field="$1" '$1 "/" $2 == name { print $field }'; }
if [ -z "$(figure 18)" ]; then exit 0; fi
now() { read -r up _ < /proc/uptime; echo "${up%.*}${up#*.}0"; }
end=$(($(now) + milliseconds))
answer=$(tell "set server $server state $state")
if [ -n "$answer" ]; then echo "$answer" >&2; exit 1; fi
while :; do
    if [ "$state" = drain ]; then
        sessions=$(figure 5)
        [ "$sessions" != 0 ] || exit 0
        [ "$(now)" -lt "$end" ] || { echo "$sessions"; exit 0; }
    else
        case "$(figure 18)" in UP*|"no check") exit 0 ;; esac
        [ "$(now)" -lt "$end" ] || { echo "$server is $(figure 18) in HAProxy" >&2; exit 1; }
    fi
    sleep 0.05
done
