# Says in one go what counts for a site's status. Only reads.
# Input, a line each: KIND<space>VALUE. Output: lines of KIND<tab>VALUES.
export LC_ALL=C
tab=$(printf '\t')
units=
while read -r kind value; do
    case "$kind" in
        unit) units="$units $value" ;;
        address) if ip -brief -4 address show to "$value" | grep -q .; then echo "owner"; fi ;;
        release) if target=$(readlink "$value"); then echo "release$tab${target##*/}"; fi ;;
        servers)
            if [ -S /run/haproxy/admin.sock ]; then
                # Fields: 1 backend, 2 server, 18 status (HAProxy management guide 3.0, 9.1).
                echo "show stat" | socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null |
                    awk -F, -v OFS="$tab" -v backend="$value" \
                        '$1 == backend && $2 != "BACKEND" && $2 != "FRONTEND" { print "server", $2, $18 }' || true
            fi ;;
        maintenance)
            # What HAProxy says; what it would say, where it does not run.
            { echo "show map $value" | socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock 2>/dev/null ||
                sed 's/^/file /' "$value" 2>/dev/null || true; } |
                awk -v OFS="$tab" '$2 == "retry-after" { print "maintenance", $3 }' ;;
        database)
            if answer=$(timeout 3 mariadb --batch --skip-column-names \
                -e "SELECT 'database', @@global.read_only" 2>/dev/null); then
                echo "$answer"
                timeout 3 mariadb --raw -e 'SHOW SLAVE STATUS\G' |
                    awk -v OFS="$tab" -F': ' '/ (Master_Host|Slave_IO_Running|Slave_SQL_Running|Seconds_Behind_Master|Last_IO_Error|Last_SQL_Error): / {
                        value = $0; sub(/^[^:]*: /, "", value); sub(/^ +/, "", $1); print "replication", $1, value }'
            fi ;;
    esac
done
[ -z "$units" ] || systemctl show --property=Id,ActiveState $units |
    awk -F= -v OFS="$tab" '$1 == "Id" { id = $2 } $1 == "ActiveState" { state = $2 }
        $0 == "" && id != "" { print "unit", id, state; id = "" } END { if (id != "") print "unit", id, state }'
