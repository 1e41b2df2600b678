# Prints what stands in files. Only reads.
# Input: a path, or a pattern of the shell, a line. Output: a line for each that is there: held, its path, its content in Base64.
# Of a link to a folder it is the link's target.
while read -r pattern; do
    # Not quoted, because patterns are meant.
    for file in $pattern; do
        if [ -f "$file" ]; then
            printf 'held %s ' "$file"
            base64 -w 0 "$file"
            echo
        elif [ -L "$file" ]; then
            printf 'held %s ' "$file"
            readlink -n "$file" | base64 -w 0
            echo
        fi
    done
done
