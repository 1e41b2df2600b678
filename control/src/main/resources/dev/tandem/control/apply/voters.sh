# What concerns who votes (etcd). $2 the authority's certificate, $3 this machine's, $4 where etcd is asked.
# $1 backup: keeps a copy of what was decided, where etcd runs here.
# $1 join: makes this machine, $5 by name and $6 by its peer URL, a member of the etcd that the others are.
# $1 forget: takes the vote from every member whose peer URL is not among the words of $7; join does that, too.
verb=$1 endpoints=$4
export ETCDCTL_CACERT="$2" ETCDCTL_CERT="$3" ETCDCTL_KEY="$3" ETCDCTL_ENDPOINTS="$endpoints"
data=/var/lib/etcd/tandem
backups=/var/lib/tandem/etcd
kept=5

# ID, status, name, peer URLs, client URLs, is learner (etcdctl 3.5).
# Other voters' words: what is no ID is nobody who could be removed.
members() { etcdctl member list | awk -F', ' '$1 ~ /^[0-9a-f]+$/ { print $1, $4 }'; }

# etcd changes its members only when those that are there have known each other for 5 s (server/etcdserver/server.go,
# HealthInterval): after a restart it refuses for that long.
again() {
    tries=15
    until "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 1
    done
}

case "$verb" in
    backup)
        systemctl is-active --quiet etcd || exit 0
        umask 077
        mkdir -p "$backups"
        file=$backups/$(date -u +%Y%m%dT%H%M%SZ).db
        # Without a majority there is nobody to ask, and all the more reason to go on.
        if ! said=$(timeout 10 etcdctl snapshot save "$file.new" 2>&1); then
            echo "no backup: $said" >&2
            rm -f "$file.new" "$file.new.part"
            exit 0
        fi
        mv "$file.new" "$file"
        ls -1 "$backups"/*.db | head -n "-$kept" | xargs -r rm -f
        ;;
    join | forget)
        name=$5 own=$6 wanted=" $7 "
        if [ "$verb" = join ]; then
            # What has no log of its own has never voted; a start that was refused leaves such a thing.
            if ls "$data"/member/wal/*.wal > /dev/null 2>&1; then exit 0; fi
            systemctl stop etcd
            # As its user, because the folder is that one's, and could be a link to anywhere.
            setpriv --reuid=etcd --regid=etcd --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs rm -rf "$data/member"
        fi
        list=$(members)
        echo "$list" | while read -r id peer; do
            case "$wanted" in
                *" $peer "*) [ "$verb" = join ] && [ "$peer" = "$own" ] || continue ;;
            esac
            again etcdctl member remove "$id"
        done
        if [ "$verb" = join ]; then
            umask 077
            # It prints the variables that the new member must start with, each as NAME="VALUE".
            again etcdctl member add "$name" --peer-urls="$own" | grep '^ETCD_INITIAL_CLUSTER[A-Z_]*="[A-Za-z0-9.,:/=_-]*"$' > /run/tandem/etcd-join.new
            mv /run/tandem/etcd-join.new /run/tandem/etcd-join
        fi
        ;;
esac
