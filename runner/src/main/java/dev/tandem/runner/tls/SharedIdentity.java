package dev.tandem.runner.tls;

import dev.tandem.protocol.tls.PemIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One identity, and one factory of sockets with it, for as long as its files stay the same. Safe for many threads. */
final class SharedIdentity {
    /**
     * An identity as it was read.
     *
     * @param sockets remembers sessions, which a server then resumes
     */
    record Read(PemIdentity identity, SSLSocketFactory sockets) {}

    /** A file as it was: a renewed one is put in its place by a rename. */
    private record Stamp(Path file, @Nullable Object key, FileTime modified, long size) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(file, now.fileKey(), now.lastModifiedTime(), now.size());
        }
    }

    private record Kept(Stamp identity, Stamp authority, Read read) {}

    private @Nullable Kept kept;

    /**
     * The identity in the files as they are now.
     *
     * @throws IOException with the file's name and what is wrong with it
     */
    synchronized Read of(Path identity, Path authority) throws IOException {
        Stamp identityNow = Stamp.of(identity);
        Stamp authorityNow = Stamp.of(authority);
        Kept present = kept;
        if (present == null || !present.identity.equals(identityNow) || !present.authority.equals(authorityNow)) {
            present = new Kept(identityNow, authorityNow, read(identity, authority));
            kept = present;
        }
        return present.read;
    }

    private static Read read(Path identity, Path authority) throws IOException {
        PemIdentity read = PemIdentity.read(identity, authority);
        try {
            return new Read(read, read.client().getSocketFactory());
        } catch (GeneralSecurityException impossible) {
            throw new IOException("cannot use " + identity + ": " + impossible.getMessage(), impossible);
        }
    }
}
