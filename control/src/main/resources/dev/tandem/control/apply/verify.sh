# Runs the words after $3 again and again until they succeed, for at most $1 milliseconds; as long as this machine has too much to do,
# which the kernel says in $2 (/proc/pressure), for at most $3. What is slow then is not yet wrong, and putting the old files
# back would only be more to do.
milliseconds=$1
pressure=$2
most=$3
shift 3
# The kernel's own clock: setting the time of day cannot make this wait longer or shorter.
now() { read -r up _ < /proc/uptime; echo "${up%.*}${up#*.}0"; }
# Whether programs waited for a processor in half of the last ten seconds, or all of them for memory or disk in a fifth.
pressed() {
    for each in cpu.some.50 memory.full.20 io.full.20; do
        share=$(sed -n "s/^$(echo "$each" | cut -d. -f2) avg10=\([0-9]*\).*/\1/p" "$pressure/${each%%.*}" 2> /dev/null) || share=
        if [ "${share:-0}" -ge "${each##*.}" ]; then return 0; fi
    done
    return 1
}
begin=$(now)
while ! answer=$("$@" 2>&1); do
    took=$(($(now) - begin))
    if [ "$took" -ge "$most" ] || { [ "$took" -ge "$milliseconds" ] && ! pressed; }; then
        echo "$answer" >&2
        if [ "$took" -ge "$most" ]; then echo "(waited $((took / 1000)) s, because the machine had too much to do)" >&2; fi
        exit 1
    fi
    sleep 0.05
done
