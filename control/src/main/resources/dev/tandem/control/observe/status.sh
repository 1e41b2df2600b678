# Says in one go what counts for a site's status. Only reads.
# Input, a line each: KIND<space>VALUE. Output: lines of KIND<tab>VALUES.
export LC_ALL=C
tab=$(printf '\t')
units=
while read -r kind value; do
    case "$kind" in
        unit) units="$units $value" ;;
        address) if ip -brief -4 address show to "$value" | grep -q .; then echo "owner$tab$value"; fi ;;
        move)
            state=$(systemctl show --property=ActiveState,SubState --value "tandem-address@$value.service" | paste -sd/)
            echo "move$tab$value$tab$state" ;;
        release) if target=$(readlink "$value"); then echo "release$tab${target##*/}"; fi ;;
        certificates)
            for file in "$value"/*.pem; do
                # -dateopt: 2029-02-25 12:00:00Z.
                if end=$(openssl x509 -noout -enddate -dateopt iso_8601 -in "$file" 2>/dev/null); then
                    name=${file##*/}
                    echo "certificate$tab${name%.pem}$tab${end#notAfter=}"
                fi
            done ;;
        servers)
            if [ -S /run/haproxy/admin.sock ]; then
                # Fields: 1 backend, 2 server, 18 status (HAProxy management guide 3.0, 9.1).
                # No more of it than there can be, and not for long: whoever broke into HAProxy answers here.
                echo "show stat" | timeout 5 socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null | head -c 1000000 |
                    awk -F, -v OFS="$tab" -v backend="$value" \
                        '$1 == backend && $2 != "BACKEND" && $2 != "FRONTEND" { print "server", $2, $18 }' || true
            fi ;;
        maintenance)
            # What HAProxy says; what it would say, where it does not run.
            { echo "show map $value" | timeout 5 socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null ||
                sed 's/^/file /' "$value" 2>/dev/null || true; } | head -c 1000000 |
                awk -v OFS="$tab" '$2 == "retry-after" { print "maintenance", $3 }' ;;
        database)
            # What the agent says, unless it said it long ago, or before the clock was set back.
            if [ -n "$(find /run/tandem-agent/status.json -newermt '-5 seconds' ! -newermt '+5 seconds' 2>/dev/null)" ]; then
                echo "agent$tab$(tr '\n\t' '  ' < /run/tandem-agent/status.json)"
            fi ;;
    esac
done
[ -z "$units" ] || systemctl show --property=Id,ActiveState $units |
    awk -F= -v OFS="$tab" '$1 == "Id" { id = $2 } $1 == "ActiveState" { state = $2 }
        $0 == "" && id != "" { print "unit", id, state; id = "" } END { if (id != "") print "unit", id, state }'
