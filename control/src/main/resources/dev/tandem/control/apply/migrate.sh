# Runs a release's migration: $1 release, $2 its unpacked WAR, $3 main class, $4 user, $5 environment file.
systemd-run --quiet --wait --pipe --collect --unit="tandem-migration-$1" \
    --property=User="$4" --property=EnvironmentFile="$5" --property=NoNewPrivileges=yes --property=PrivateTmp=yes \
    --property=ProtectSystem=strict --property=ProtectHome=yes \
    /usr/bin/java -XX:+UseSerialGC -Xmx128m -cp "$2/WEB-INF/classes:$2/WEB-INF/lib/*" "$3" 2>&1
echo "$1" > /var/lib/tandem/migrated.new
mv /var/lib/tandem/migrated.new /var/lib/tandem/migrated
