# Runs a release's migration: $1 release, $2 its unpacked WAR, $3 main class, $4 user, $5 environment file, $6 certificate and
# key. Java takes them in a key store of its own form (javax.net.ssl.keyStore, which every driver knows). That one exists while
# the migration runs, in memory; its password is no secret, and only this process's user may read the file.
rm -f /run/tandem-migration.*
store=$(mktemp /run/tandem-migration.XXXXXX)
trap 'rm -f "$store"' EXIT
openssl pkcs12 -export -in "$6" -out "$store" -name migration -passout pass:changeit
chown "$4" "$store"
systemd-run --quiet --wait --pipe --collect --unit="tandem-migration-$1" \
    --property=User="$4" --property=EnvironmentFile="$5" --property=NoNewPrivileges=yes --property=PrivateTmp=yes \
    --property=ProtectSystem=strict --property=ProtectHome=yes \
    /usr/bin/java -XX:+UseSerialGC -Xmx128m -Djavax.net.ssl.keyStore="$store" -Djavax.net.ssl.keyStorePassword=changeit \
    -cp "$2/WEB-INF/classes:$2/WEB-INF/lib/*" "$3" 2>&1
echo "$1" > /var/lib/tandem/migrated.new
mv /var/lib/tandem/migrated.new /var/lib/tandem/migrated
