# Runs a release's migration: $1 release, $2 its unpacked WAR, $3 main class, $4 user, $5 environment file, $6 certificate and
# key. Java takes them in a key store of its own form (javax.net.ssl.keyStore, which every driver knows). That one exists while
# the migration runs, in memory; its password is no secret, and nobody else may enter the folder that it lies in. The user is the
# migration's alone: an application's that runs here meanwhile, or an old release of it, can read neither that nor the variables.
folder=/run/tandem-migration
umask 077
rm -rf "$folder" "$folder".*
mkdir "$folder"
trap 'rm -rf "$folder"' EXIT
openssl pkcs12 -export -in "$6" -out "$folder/keys" -name migration -passout pass:changeit
# From here on root does not write there any more.
chown "$4:$4" "$folder/keys" "$folder"
systemd-run --quiet --wait --pipe --collect --unit="tandem-migration-$1" \
    --property=User="$4" --property=EnvironmentFile="$5" --property=NoNewPrivileges=yes --property=PrivateTmp=yes \
    --property=ProtectSystem=strict --property=ProtectHome=yes --property=CapabilityBoundingSet= \
    /usr/bin/java -XX:+UseSerialGC -Xmx128m -Djavax.net.ssl.keyStore="$folder/keys" -Djavax.net.ssl.keyStorePassword=changeit \
    -cp "$2/WEB-INF/classes:$2/WEB-INF/lib/*" "$3" 2>&1
umask 022
echo "$1" > /var/lib/tandem/migrated.new
mv /var/lib/tandem/migrated.new /var/lib/tandem/migrated
