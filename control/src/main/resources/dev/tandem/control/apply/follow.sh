# Makes this server follow the primary: $1 address, $2 port, $3 user, $4 the file with that user's password,
# $5 the file of the authority that signed the primary's certificate, $6 this server's own certificate and key.
# Refuses with exit code 3 when its data is neither a copy of the primary's nor came from following it.
address=$1 port=$2 user=$3 authority=$5 identity=$6
password=$(cat "$4")
sql="mariadb --batch --skip-column-names"
position=
followed=$(mariadb --raw -e 'SHOW SLAVE STATUS\G')
if [ -z "$followed" ] && [ ! -f /var/lib/mysql/tandem-seeded-from ]; then
    echo "this server never followed anybody and is no copy of the primary: its data is its own and was not touched" >&2
    exit 3
fi
# Only a server that follows nobody yet begins where its copy ends; one that does knows better how far it is.
if [ -z "$followed" ]; then
    # File, offset and GTID of the copy (mariadb.com/kb: mariadb-backup, files created).
    gtid=$(cut -f3 /var/lib/mysql/mariadb_backup_binlog_info)
    position="SET GLOBAL gtid_slave_pos = '$gtid';"
fi
$sql <<EOF
STOP SLAVE;
$position
CHANGE MASTER TO MASTER_HOST = '$address', MASTER_PORT = $port, MASTER_USER = '$user', MASTER_PASSWORD = '$password',
    MASTER_CONNECT_RETRY = 1, MASTER_HEARTBEAT_PERIOD = 0.5, MASTER_USE_GTID = slave_pos,
    MASTER_SSL = 1, MASTER_SSL_VERIFY_SERVER_CERT = 1, MASTER_SSL_CA = '$authority',
    MASTER_SSL_CERT = '$identity', MASTER_SSL_KEY = '$identity';
START SLAVE;
EOF
tries=100
while [ "$tries" -gt 0 ]; do
    status=$(mariadb --raw -e 'SHOW SLAVE STATUS\G')
    running=$(echo "$status" | grep -cE '^ *Slave_(IO|SQL)_Running: Yes$' || true)
    if [ "$running" = 2 ]; then
        rm -f /var/lib/mysql/tandem-seeded-from
        exit 0
    fi
    tries=$((tries - 1))
    sleep 0.1
done
echo "$status" | grep -E '_Running:|Last_.*Error: ' >&2
exit 1
