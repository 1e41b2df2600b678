# Does $1 (start, enable, reload, restart or stop) to the units named by the other words; when it fails, says what they logged.
verb=$1
shift
# A timer's own file is read again by daemon-reload; there is nothing else in it to reload.
reload_services() {
    for unit in "$@"; do
        case "$unit" in *.timer) ;; *) systemctl reload "$unit" || return 1 ;; esac
    done
}
systemctl reset-failed "$@" 2>/dev/null || true
case "$verb" in
    # It did not run when it was looked at, but a package that came since may have started it, with files of its own.
    start) systemctl enable --quiet "$@" && systemctl restart "$@" ;;
    enable) systemctl enable --quiet "$@" ;;
    reload) reload_services "$@" ;;
    stop) systemctl disable --quiet --now "$@" ;;
    disable) systemctl disable --quiet "$@" ;;
    *) systemctl "$verb" "$@" ;;
esac || {
    for unit in "$@"; do
        if [ "$verb" = stop ] || ! systemctl is-active --quiet "$unit" || [ "$verb" = reload ]; then
            echo "--- $unit: $(systemctl show --property=ActiveState,SubState,Result --value "$unit" | paste -sd' ')"
            journalctl --unit="$unit" --lines=25 --no-pager --output=cat
        fi
    done >&2
    exit 1
}
