# Writes down whose data this machine's MariaDB holds. $1: the site. Where the package's own data directory is gone, a new one is made. All of
# it as its user, because the folder is that one's: what root wrote there could be written through a link to anywhere, and as root
# mariadb-install-db makes a program set-user-id in a folder that it has given to that user.
data=/var/lib/mysql
as_mysql() {
    setpriv --reuid=mysql --regid=mysql --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
}
[ -d "$data" ] || install -d -o mysql -g mysql -m 0700 "$data"
[ -d "$data/mysql" ] || as_mysql mariadb-install-db --auth-root-socket-user=mysql --skip-test-db > /dev/null
as_mysql sh -euc 'rm -f "$2/.tandem-site.new"; echo "$1" > "$2/.tandem-site.new"; mv -T "$2/.tandem-site.new" "$2/tandem-site"' \
    mark "$1" "$data"
