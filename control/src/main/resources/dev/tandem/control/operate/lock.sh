# The site's lock on this machine: $1 take, renew or release; $2 the owner's token; $3 seconds until it expires; $4 who it is.
# Exit code 6 when somebody else has it: the owner's token and, on the next line, who that is, on standard output. $5, when
# given, is the token of an owner known to be dead: the lock is taken from it. Kept in /run: a reboot frees it. Times are
# the kernel's, so that setting the clock neither frees nor prolongs it.
verb=$1 token=$2 seconds=$3 owner=$4 dead=${5:-}
lock=/run/tandem/lock
umask 077
mkdir -p /run/tandem
exec 9> /run/tandem/lock.guard
flock 9
read -r up _ < /proc/uptime
now=${up%.*}
held_token= held_until=0 held_since=$now held_by=
if [ -f "$lock" ]; then
    { read -r held_token; read -r held_until; read -r held_since; read -r held_by; } < "$lock"
fi
if [ "$verb" = release ]; then
    if [ "$held_token" = "$token" ]; then rm -f "$lock"; fi
    exit 0
fi
if [ -n "$held_token" ] && [ "$held_token" != "$token" ] && [ "$held_token" != "$dead" ] && [ "$held_until" -gt "$now" ]; then
    echo "$held_token"
    echo "$held_by, for $((now - held_since)) s; it expires in $((held_until - now)) s unless it is renewed"
    exit 6
fi
if [ "$held_token" != "$token" ]; then
    if [ "$verb" = renew ]; then printf '%s\n' nobody "nobody: it expired"; exit 6; fi
    held_since=$now
fi
printf '%s\n' "$token" "$((now + seconds))" "$held_since" "$owner" > "$lock.new"
mv "$lock.new" "$lock"
