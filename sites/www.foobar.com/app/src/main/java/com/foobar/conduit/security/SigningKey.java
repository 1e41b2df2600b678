package com.foobar.conduit.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The site's secret, from which each use gets a key of its own, so that a signature made for one use is worth nothing in
 * another. Every server of the site needs the same secret.
 *
 * <p>While one secret replaces another there are two: one signs, and what the other signed is good as well. So servers that
 * get the new one at different times take each other's signatures.
 */
public final class SigningKey {

    /** HS256 needs a key as long as its hash (RFC 7518, section 3.2). */
    public static final int MINIMUM_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;
    private final Optional<byte[]> other;

    /** Keeps the only secret. */
    public SigningKey(String secret) {
        this(secret, Optional.empty());
    }

    /**
     * Keeps the secrets.
     *
     * @param secret signs
     * @param other whose signatures are good as well
     * @throws IllegalArgumentException if one is shorter than {@value #MINIMUM_BYTES} bytes; the site must not start
     */
    public SigningKey(String secret, Optional<String> other) {
        this.secret = bytes("JWT_SECRET", secret);
        this.other = other.map(value -> bytes("JWT_SECRET_PREVIOUS", value));
    }

    private static byte[] bytes(String name, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MINIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "%s has %d bytes, it needs at least %d; make one with: openssl rand -base64 48"
                            .formatted(name, bytes.length, MINIMUM_BYTES));
        }
        return bytes;
    }

    /** The key that signs for one use; equal names give equal keys. */
    byte[] keyFor(String use) {
        return sign(secret, use);
    }

    /** The keys whose signatures for one use are good, the one that signs first. */
    List<byte[]> goodKeysFor(String use) {
        return Stream.concat(Stream.of(secret), other.stream())
                .map(each -> sign(each, use))
                .toList();
    }

    static byte[] sign(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
