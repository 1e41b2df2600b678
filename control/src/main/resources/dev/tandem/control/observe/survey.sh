# Answers, in one go, everything that a plan asks of a machine. Only reads.
# Input, a line each: KIND<space>VALUE. Output: a heading "== SECTION" and its lines, each after a blank: whatever stands in a file of
# another user, or is answered by a server that somebody broke into, is never a heading.
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

# $1: the section, $2: what belongs to it.
section() {
    echo "== $1"
    [ -z "$2" ] || printf '%s\n' "$2" | sed 's/^/ /'
}
# What MariaDB owns or answers is read as its user, who gains nothing by it, and no more of it than a plan can need.
of_mysql() {
    timeout 5 setpriv --reuid=mysql --regid=mysql --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@" 2>/dev/null |
        head -c 1000000
}

section packages "$([ -z "$packages" ] || dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' $packages 2>/dev/null || true)"

section users "$([ -z "$users" ] || getent passwd $users | cut -d: -f1 || true)"

# The address that the command line comes from, as this machine sees it (sshd sets it: ssh(1), ENVIRONMENT).
section from "$([ -z "${SSH_CONNECTION:-}" ] || echo "${SSH_CONNECTION%% *}")"

# A path that Tandem once wrote is looked at too: it may have to go.
managed=
[ ! -f /var/lib/tandem/managed ] || managed=$(cat /var/lib/tandem/managed)
section managed "$managed"
[ -z "$managed" ] || paths="$paths $managed"

section paths "$([ -z "$paths" ] || find $paths -maxdepth 0 -printf '%p %y %u %g %04m %l\n' 2>/dev/null || true)"

section sums "$([ -z "$paths" ] || find $paths -maxdepth 0 -type f -exec sha256sum {} + 2>/dev/null || true)"

states=
[ -z "$units" ] || states=$(systemctl show --property=Id,LoadState,ActiveState,UnitFileState $units)
section units "$states"

section applied "$(for file in /var/lib/tandem/applied/*; do
    [ ! -f "$file" ] || echo "${file##*/} $(cat "$file")"
done)"

section migrated "$([ ! -f /var/lib/tandem/migrated ] || cat /var/lib/tandem/migrated)"

if [ -n "${voter:-}" ]; then
    members=
    if ls /var/lib/etcd/tandem/member/wal/*.wal > /dev/null 2>&1; then
        set -- $voter
        # ID, status, name, peer URLs, client URLs, is learner (etcdctl 3.5).
        members="holds data
$(timeout 3 etcdctl --endpoints="$1" --cacert="$2" --cert="$3" --key="$3" member list 2>/dev/null |
            awk -F', ' '{ print "member", $4 }' | head -c 100000)"
    fi
    section voter "$members"
fi

if [ -n "${database:-}" ]; then
    data=
    if [ -d /var/lib/mysql/mysql ]; then
        # Also when the data directory, or a schema in it, is a link to another disk; and also when there is no such user: it is data.
        # Whom a server follows is also written where its data is: lines for their number, file, offset, and then the address.
        data="initialised
$(timeout 5 find -H /var/lib/mysql -mindepth 1 -maxdepth 1 -xtype d \
            ! -name mysql ! -name sys ! -name performance_schema ! -name tandem ! -name '#*' ! -name lost+found -printf 'schema %f\n' | head -c 1000000)
$(of_mysql head -n 1 /var/lib/mysql/tandem-site | tr -cd 'a-z0-9.\n-' | sed 's/^/site /')
$(of_mysql sed -n '4s/^/follows /p' /var/lib/mysql/master.info)"
    fi
    section data "$data"
    # What the agent says, unless it said it long ago, or before the clock was set back.
    if [ -n "$(find /run/tandem-agent/status.json -newermt '-5 seconds' ! -newermt '+5 seconds' 2>/dev/null)" ]; then
        section agent "$(cat /run/tandem-agent/status.json)"
    fi
    # No answer is ever read by a client: it would take "\! words" for something to run. So the server itself goes through the accounts.
    sql="mariadb --user=mysql --batch --skip-column-names --raw --sandbox"
    if [ "$(of_mysql $sql -e 'SELECT 1')" = 1 ]; then
        section server ""
        section grants "$(of_mysql $sql --delimiter=// -e "
            BEGIN NOT ATOMIC
                FOR account IN (SELECT user, host FROM mysql.global_priv WHERE user LIKE 'tandem\\_%' ORDER BY user, host) DO
                    EXECUTE IMMEDIATE CONCAT('SHOW GRANTS FOR ', QUOTE(account.user), '@', QUOTE(account.host));
                END FOR;
            END//")"
    fi
fi
