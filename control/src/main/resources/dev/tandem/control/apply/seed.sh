# Puts a copy of the primary in place of an empty data directory. $1: the primary's address. Input: mariadb-backup's stream.
# Refuses with exit code 3 when the data directory is not empty of data after all.
source=$1
data=/var/lib/mysql
seed=/var/lib/mysql.tandem-seed
holds_data() {
    [ -d "$data" ] && find -H "$data" -mindepth 1 -maxdepth 1 -xtype d ! -name mysql ! -name sys \
        ! -name performance_schema ! -name '#*' ! -name lost+found | grep -q .
}
if holds_data; then
    echo "$data holds data now; nothing was touched" >&2
    exit 3
fi
if mountpoint --quiet "$data" || [ -L "$data" ]; then
    echo "$data is a mount or a link and cannot be swapped by a rename; mount the disk at /var/lib and try again" >&2
    exit 1
fi
rm -rf "$seed"
mkdir -m 0700 "$seed"
mbstream --extract --directory="$seed"
if [ ! -f "$seed/mariadb_backup_binlog_info" ]; then
    echo "the copy is not complete; nothing was touched" >&2
    exit 1
fi
mariadb-backup --prepare --target-dir="$seed" >&2
echo "$source" > "$seed/tandem-seeded-from"
chown -R mysql:mysql "$seed"
systemctl stop mariadb
if holds_data; then
    systemctl start mariadb
    echo "$data holds data now; nothing was touched" >&2
    exit 3
fi
rm -rf "$data.before-seed"
[ ! -d "$data" ] || mv --no-target-directory "$data" "$data.before-seed"
mv --no-target-directory "$seed" "$data"
systemctl start mariadb
