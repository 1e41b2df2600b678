# Answers, in one go, everything that a plan asks of a machine. Only reads.
# Input, a line each: KIND<space>VALUE. Output: a heading "== SECTION" and its lines.
# LC_ALL keeps every program's words the same on every machine.
export LC_ALL=C
packages= users= paths= units=
while read -r kind value; do
    case "$kind" in
        package) packages="$packages $value" ;;
        user) users="$users $value" ;;
        path) paths="$paths $value" ;;
        unit) units="$units $value" ;;
        database) database=1 ;;
        voter) voter=$value ;;
    esac
done

echo "== packages"
[ -z "$packages" ] || dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' $packages 2>/dev/null || true

echo "== users"
[ -z "$users" ] || getent passwd $users | cut -d: -f1 || true

# The address that the command line comes from, as this machine sees it (sshd sets it: ssh(1), ENVIRONMENT).
echo "== from"
[ -z "${SSH_CONNECTION:-}" ] || echo "${SSH_CONNECTION%% *}"

echo "== managed"
[ ! -f /var/lib/tandem/managed ] || cat /var/lib/tandem/managed

# A path that Tandem once wrote is looked at too: it may have to go.
if [ -f /var/lib/tandem/managed ]; then paths="$paths $(cat /var/lib/tandem/managed)"; fi

echo "== paths"
[ -z "$paths" ] || find $paths -maxdepth 0 -printf '%p %y %u %g %04m %l\n' 2>/dev/null || true

echo "== sums"
[ -z "$paths" ] || find $paths -maxdepth 0 -type f -exec sha256sum {} + 2>/dev/null || true

echo "== units"
[ -z "$units" ] || systemctl show --property=Id,LoadState,ActiveState,UnitFileState $units

echo "== applied"
if [ -d /var/lib/tandem/applied ]; then
    for file in /var/lib/tandem/applied/*; do
        [ ! -f "$file" ] || echo "${file##*/} $(cat "$file")"
    done
fi

echo "== migrated"
[ ! -f /var/lib/tandem/migrated ] || cat /var/lib/tandem/migrated

if [ -n "${voter:-}" ]; then
    echo "== voter"
    if ls /var/lib/etcd/tandem/member/wal/*.wal > /dev/null 2>&1; then
        echo "holds data"
        set -- $voter
        # ID, status, name, peer URLs, client URLs, is learner (etcdctl 3.5).
        timeout 3 etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$3" member list 2>/dev/null |
            awk -F', ' '{ print "member", $4 }' || true
    fi
fi

if [ -n "${database:-}" ]; then
    echo "== data"
    if [ -d /var/lib/mysql/mysql ]; then
        echo initialised
        # Also when the data directory, or a schema in it, is a link to another disk.
        find -H /var/lib/mysql -mindepth 1 -maxdepth 1 -xtype d \
            ! -name mysql ! -name sys ! -name performance_schema ! -name tandem ! -name '#*' ! -name lost+found -printf 'schema %f\n'
        [ ! -f /var/lib/mysql/tandem-site ] || echo "site $(cat /var/lib/mysql/tandem-site)"
        # Whom a server follows is also written where its data is: lines for their number, file, offset, and then the address.
        [ ! -f /var/lib/mysql/master.info ] || echo "follows $(sed -n 4p /var/lib/mysql/master.info)"
    fi
    # What the agent says, unless it said it long ago, or before the clock was set back.
    if [ -n "$(find /run/tandem-agent/status.json -newermt '-5 seconds' ! -newermt '+5 seconds' 2>/dev/null)" ]; then
        echo "== agent"
        cat /run/tandem-agent/status.json
        echo
    fi
    sql="timeout 5 mariadb --batch --skip-column-names --raw"
    if $sql -e 'SELECT 1' > /dev/null 2>&1; then
        echo "== server"
        echo "== grants"
        $sql -e "SELECT CONCAT('SHOW GRANTS FOR ', QUOTE(user), '@', QUOTE(host), ';') FROM mysql.global_priv
                 WHERE user LIKE 'tandem\\_%' ORDER BY user, host" | $sql
    fi
fi
