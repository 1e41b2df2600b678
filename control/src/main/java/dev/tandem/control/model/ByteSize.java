package dev.tandem.control.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 64K}, {@code 256M} or {@code 2G} (powers of 1024). At least one. */
public record ByteSize(long bytes) {
    /** How a size is written. */
    public static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})([KMG])");

    public ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("a size is at least one byte, not " + bytes);
        }
    }

    /** Throws IllegalArgumentException, with a sentence for the user. */
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 64K, 256M or 2G");
        }
        long count = Long.parseLong(matcher.group(1));
        return new ByteSize(count
                << switch (matcher.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    default -> 30;
                });
    }

    /** Whole mebibytes, rounded down. */
    public long mebibytes() {
        return bytes >> 20;
    }

    @Override
    public String toString() {
        if ((bytes & (1L << 30) - 1) == 0) {
            return (bytes >> 30) + "G";
        }
        return (bytes & (1L << 20) - 1) == 0 ? (bytes >> 20) + "M" : Math.ceilDiv(bytes, 1024) + "K";
    }
}
