# Asks this machine's database agent, and waits for what it says. $1: what for; the other words belong to that.
# The agent alone starts and stops MariaDB here and decides who is the primary.
verb=$1
shift
report=/run/tandem-agent/status.json
data=/var/lib/mysql

agent() {
    command=$1
    shift
    java -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar /opt/tandem/agent/current/agent.jar \
        "$command" /etc/tandem/agent/agent.properties "$@"
}
# One field of what the agent says of itself: a word, a number or a sentence.
says() { sed -n "s/.*\"$1\" *: *\"\{0,1\}\(\([^\"\\\\,}]\|\\\\.\|, \)*\).*/\1/p" "$report" 2>/dev/null | head -n 1; }
up() { read -r seconds _ < /proc/uptime; echo "${seconds%.*}"; }
is_primary() { [ "$(says role)" = primary ] && [ "$(says open)" = true ]; }
# With a partner, who may be another replica than this one.
is_replica() {
    [ "$(says role)" = replica ] && [ "$(says receiving)" = connected ] && [ "$(says applying)" = true ] || return 1
    case "$(says state)" in *partner=none* | "" | null) return 1 ;; esac
}
as_mysql() {
    setpriv --reuid=mysql --regid=mysql --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
}
give_up() {
    echo "$1; its agent says: $(says sentence)" >&2
    exit 1
}

case "$verb" in
    mark)
        # $1: the site. Where the package's own data directory is gone, a new one is made. All of it as its user, because the folder is
        # that one's: what root wrote there could be written through a link to anywhere, and as root mariadb-install-db makes a program
        # set-user-id in a folder that it has given to that user.
        [ -d "$data" ] || install -d -o mysql -g mysql -m 0700 "$data"
        [ -d "$data/mysql" ] || as_mysql mariadb-install-db --auth-root-socket-user=mysql --skip-test-db > /dev/null
        as_mysql sh -euc 'rm -f "$2/.tandem-site.new"; echo "$1" > "$2/.tandem-site.new"; mv -T "$2/.tandem-site.new" "$2/tandem-site"' \
            mark "$1" "$data"
        ;;
    bootstrap) agent bootstrap "$1" ;;
    await-primary)
        # $1: for how many seconds.
        end=$(($(up) + $1))
        until is_primary; do
            [ "$(up)" -lt "$end" ] || give_up "this machine is not the primary, or takes no writes, after $1 s"
            sleep 0.1
        done
        ;;
    await-replica)
        # $1: for how many seconds the agent may do nothing new. While it copies, that may take as long as it takes.
        end=$(($(up) + $1)) before=
        until is_replica || is_primary; do
            now="$(says sentence)"
            if [ "$now" != "$before" ] || [ "$(says role)" = busy ]; then
                end=$(($(up) + $1)) before=$now
            fi
            [ "$(up)" -lt "$end" ] || give_up "this machine does not follow the primary, or that has no partner, for $1 s"
            sleep 0.2
        done
        ;;
    restart)
        # $1: this machine, $2: alone where there is no other, $3: for how many seconds to wait for the end of it.
        systemctl is-active --quiet mariadb || exit 0
        if [ "$2" = alone ]; then
            # Nobody to hand over to: its agent starts it again.
            life=$(says incarnation)
            systemctl stop mariadb
            end=$(($(up) + $3))
            until is_primary && [ "$(says incarnation)" != "$life" ]; do
                [ "$(up)" -lt "$end" ] || give_up "the database did not come back within $3 s"
                sleep 0.1
            done
            exit 0
        fi
        if [ "$(says role)" = primary ]; then agent switchover > /dev/null; fi
        agent restart "$1" > /dev/null
        ;;
esac
