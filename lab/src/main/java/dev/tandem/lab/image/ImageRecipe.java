package dev.tandem.lab.image;

import dev.tandem.lab.computer.ComputerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything that goes into an image. Equal recipes share one image. The mirror is no part of it: all mirrors hold the
 * same packages.
 *
 * @param packages all packages by name, those of the lab included
 */
public record ImageRecipe(SortedSet<String> packages) {
    /** Raise it when the way an image is made changes in something that the text below does not show. */
    private static final int FORMAT = 1;

    static final String SUITE = "trixie";
    static final String VARIANT = "minbase";
    private static final int NAME_LENGTH = 16;

    /** What a machine needs to boot, be reached and be looked at, what the client loads the site with, an ACME server, and another clock. */
    private static final Set<String> LAB_PACKAGES = Set.of(
            "systemd",
            "systemd-sysv",
            "dbus",
            "openssh-server",
            "ifupdown",
            "iproute2",
            "iputils-ping",
            "procps",
            "nftables",
            "ca-certificates",
            "tzdata",
            "less",
            "bind9-dnsutils",
            "curl",
            "nghttp2-client",
            "pebble",
            "tcpdump",
            "wrk");

    /** Copies the set. */
    public ImageRecipe {
        packages = new TreeSet<>(packages);
    }

    /** The recipe for a site that needs these packages. */
    public static ImageRecipe with(Set<String> sitePackages) {
        SortedSet<String> all = new TreeSet<>(LAB_PACKAGES);
        all.addAll(sitePackages);
        return new ImageRecipe(all);
    }

    /** The image's name in the cache: a hash over all of it. */
    public String name() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The recipe for people; kept beside the image. */
    String text() {
        return "format " + FORMAT + "\nsuite " + SUITE + "\nvariant " + VARIANT + "\npackages "
                + String.join(" ", packages) + "\ncustomised by:\n" + customiseScript();
    }

    /** The steps inside the new image after the packages are there; mmdebstrap runs them as a hook. */
    static String customiseScript() {
        try (InputStream stream = ImageRecipe.class.getResourceAsStream("customise.sh")) {
            if (stream == null) {
                throw new IllegalStateException("customise.sh is missing from the lab's jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ComputerException("reading customise.sh from the lab's jar", e);
        }
    }
}
