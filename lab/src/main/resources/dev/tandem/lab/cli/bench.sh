# Measures one request with wrk. $1 static, read or write; $2 URL; $3 the site's name; $4 seconds; $5 connections.
# Input: the script that makes wrk write. Prints what wrk measured; in place of it, or after it when answers were bad,
# "answered", a status and the begin of what came with it.
kind=$1 url=$2 site=$3 seconds=$4 connections=$5
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/write.lua"
threads=1
[ "$connections" -lt 2 ] || threads=2
set -- --threads "$threads" --connections "$connections" --timeout 5s --latency --header "Host: $site"
name="bench$(date +%s%N)"
TOKEN=

# Asks once. Only a 2xx is worth measuring: wrk measures a 404 just as well, and does not even say of a redirect that it was one.
ask() {
    : > "$folder/answer"
    status=$(curl --silent --show-error --max-time 10 --output "$folder/answer" --write-out '%{http_code}' --header "Host: $site" "$@")
    case $status in
        2*) ;;
        *)
            echo "answered $status: $(tr -s '[:space:]' ' ' < "$folder/answer" | head -c 200)"
            exit
            ;;
    esac
}

# As wrk will. $1 makes an article's title its own.
as_measured() {
    case $kind in
        write)
            ask --header 'Content-Type: application/json' --header "Authorization: Token $TOKEN" \
                --data "{\"article\":{\"title\":\"$name $1\",\"description\":\"measured\",\"body\":\"Written by a bench.\",\"tagList\":[\"bench\"]}}" \
                "$url"
            ;;
        *) ask "$url" ;;
    esac
}

if [ "$kind" = write ]; then
    # One writer, signed up on the way that is measured; its name is new every time.
    ask --header 'Content-Type: application/json' "${url%/api/*}/api/users" \
        --data "{\"user\":{\"username\":\"$name\",\"email\":\"$name@example.org\",\"password\":\"$name\"}}"
    TOKEN=$(sed 's/.*"token":"\([^"]*\)".*/\1/' "$folder/answer")
    export TOKEN NAME="$name"
    set -- "$@" --script "$folder/write.lua"
fi
as_measured before
wrk "$@" --duration "${seconds}s" "$url" > "$folder/measured"
cat "$folder/measured"
if grep -q 'Non-2xx' "$folder/measured"; then as_measured after; fi
