# Knocks at every door of the input, many at a time. Input: ADDRESS PORT tcp|udp, a line each.
# Output: the same with open, refused or silent. It must be bash, for /dev/tcp.
at_tcp() {
    timeout 2 bash -c "exec 3<>/dev/tcp/$1/$2" 2>/dev/null && echo open && return
    if [ $? = 124 ]; then echo silent; else echo refused; fi
}
at_udp() {
    # A question for the root's name servers: any DNS server answers it, if only by refusing.
    question='\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01'
    got=$(timeout 2 bash -c "exec 3<>/dev/udp/$1/$2; printf '$question' >&3; head -c 2 <&3 | od -An -tx1" 2>/dev/null)
    if [ "$got" = ' 12 34' ]; then echo open; else echo silent; fi
}
export -f at_tcp at_udp
# Each knock is a few processes of 2 MB; a small machine has room for so many.
xargs -r -P 100 -L 1 bash -c 'echo "$1 $2 $3 $("at_$3" "$1" "$2")"' knock
