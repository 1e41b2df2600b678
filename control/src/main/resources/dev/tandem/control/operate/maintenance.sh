# Puts this balancer into maintenance ($1 on, with $2 as the seconds to come back after) or out of it ($1 off): in the file $3,
# which HAProxy reads whenever it starts, and in the memory of the one that runs (HAProxy management guide 3.0, 9.3, "set map").
# Then asks as a user does until the answer is as it should be, for at most $4 milliseconds, and prints its status. The
# rest: $5 the site's name, $6 this machine's address, $7 a path.
verb=$1 seconds=$2 file=$3 milliseconds=$4 site=$5 address=$6 path=$7
if [ "$verb" = on ]; then
    echo "retry-after $seconds" > "$file.new"
    sync "$file.new"
    mv "$file.new" "$file"
else
    rm -f "$file"
fi
tell() { echo "$1" | timeout 5 socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock; }
switch() {
    if [ "$verb" = off ]; then
        tell "clear map $file"
    elif [ -n "$(tell "set map $file retry-after $seconds" | tr -d '\n')" ]; then
        tell "add map $file retry-after $seconds"
    fi
}
field() { echo "$head" | sed -n "s/^$1: //p"; }
as_wanted() {
    # By its own address this machine is a user like any other. Whose certificate HAProxy shows is not the question: it is
    # this machine's own HAProxy that answers.
    head=$(curl --silent --show-error --max-time 3 --http1.1 --output /dev/null --dump-header - --interface "$address" \
        --insecure --resolve "$site:443:$address" "https://$site$path" 2>&1 | tr -d '\r')
    if [ "$verb" = on ]; then
        [ "$(field x-served-by)" = maintenance ] && [ "$(field retry-after)" = "$seconds" ]
    else
        case "$head" in HTTP/*) [ "$(field x-served-by)" != maintenance ] ;; *) false ;; esac
    fi
}
# The kernel's own clock: setting the time of day cannot make this wait longer or shorter.
now() { read -r up _ < /proc/uptime; echo "${up%.*}${up#*.}0"; }
end=$(($(now) + milliseconds))
while :; do
    answer=$(switch 2>&1 | tr -d '\n') || true
    if as_wanted; then break; fi
    if [ "$(now)" -ge "$end" ]; then
        echo "it is written down for HAProxy's next start, but a user who asks now gets:" >&2
        echo "${head:-no answer}" | head -n 1 >&2
        if [ -n "$answer" ]; then echo "HAProxy says: $answer" >&2; fi
        exit 1
    fi
    sleep 0.1
done
echo "$head" | sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p'
