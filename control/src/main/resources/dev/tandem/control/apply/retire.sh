# Ends component $1, which this machine is no longer meant to have: stops and disables the units named by the other words. Its
# files are removed afterwards, its data stays.
component=$1
shift
for unit in "$@"; do
    systemctl stop "$unit"
    # A unit whose file is gone already cannot be disabled, and need not be.
    systemctl disable --quiet "$unit" 2>/dev/null || true
done
rm -f "/var/lib/tandem/applied/$component"
