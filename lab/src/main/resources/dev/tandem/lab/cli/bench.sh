# Measures one request with wrk. $1 static, read or write; $2 URL; $3 the site's name; $4 seconds; $5 connections.
# Input: the script that makes wrk write.
kind=$1 url=$2 site=$3 seconds=$4 connections=$5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/write.lua"
threads=1
[ "$connections" -lt 2 ] || threads=2
set -- --threads "$threads" --connections "$connections" --timeout 5s --latency --header "Host: $site"
if [ "$kind" = write ]; then
    # One writer, signed up on the way that is measured; its name is new every time.
    name="bench$(date +%s%N)"
    TOKEN=$(curl --fail --silent --show-error --header 'Content-Type: application/json' --header "Host: $site" "${url%/api/*}/api/users" \
        --data "{\"user\":{\"username\":\"$name\",\"email\":\"$name@example.org\",\"password\":\"$name\"}}" |
        sed 's/.*"token":"\([^"]*\)".*/\1/')
    export TOKEN NAME="$name"
    set -- "$@" --script "$folder/write.lua"
fi
wrk "$@" --duration "${seconds}s" "$url"
