# Runs the words after $1 again and again until they succeed, for at most $1 milliseconds.
milliseconds=$1
shift
# The kernel's own clock: setting the time of day cannot make this wait longer or shorter.
now() { read -r up _ < /proc/uptime; echo "${up%.*}${up#*.}0"; }
end=$(($(now) + milliseconds))
while ! answer=$("$@" 2>&1); do
    if [ "$(now)" -ge "$end" ]; then
        echo "$answer" >&2
        exit 1
    fi
    sleep 0.05
done
