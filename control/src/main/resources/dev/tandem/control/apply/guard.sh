# $1 arm: in $2 seconds this machine goes back to how it lets people in now, unless it is told by then that all is well. What
# changes is component $3, its files and units the other words: what begins with a slash is a file.
# $1 confirm: all is well. $1 undo: goes back at once.
folder=/var/lib/tandem/guard
disarm() {
    systemctl stop tandem-guard.timer 2>/dev/null || true
    rm -rf "$folder"
}
# Writes a script: every file as it is now comes back, and so does what runs with it.
way_back() {
    units=
    for word in "$@"; do
        case "$word" in
            /*)
                if [ -e "$word" ]; then
                    mkdir -p "$folder/files$(dirname "$word")"
                    cp --archive "$word" "$folder/files$word"
                    echo "cp --archive '$folder/files$word' '$word'"
                else
                    echo "rm -f '$word'"
                fi ;;
            *) units="$units $word" ;;
        esac
    done
    if [ "$component" = nftables ]; then
        # What is in force is not only what a file says. The table is named first so that it can be deleted.
        { echo 'table inet tandem'; echo 'delete table inet tandem'
          nft list table inet tandem 2>/dev/null || true; } > "$folder/ruleset"
        echo "nft --file '$folder/ruleset'"
    else
        for unit in $units; do
            if systemctl is-active --quiet "$unit"; then
                echo "systemctl reload-or-restart $unit"
            else
                echo "systemctl stop $unit"
            fi
        done
    fi
    echo "echo 'nobody confirmed the new $component; the old one is back'"
}
case "$1" in
    arm)
        seconds=$2 component=$3
        shift 3
        disarm
        umask 077
        mkdir -p "$folder"
        way_back "$@" > "$folder/undo"
        systemd-run --quiet --collect --unit=tandem-guard --on-active="$seconds" \
            --timer-property=AccuracySec=500ms /bin/sh -eu "$folder/undo"
        ;;
    confirm)
        [ -d "$folder" ] || { echo "the machine has gone back by itself" >&2; exit 1; }
        disarm
        ;;
    undo)
        [ -d "$folder" ] || exit 0
        sh -eu "$folder/undo"
        disarm
        ;;
esac
