package com.foobar.conduit.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The site's secret, from which each use gets a key of its own, so that a signature made for one use is worth nothing in
 * another. Every server of the site needs the same secret.
 */
public final class SigningKey {

    /** HS256 needs a key as long as its hash (RFC 7518, section 3.2). */
    public static final int MINIMUM_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    /**
     * Keeps the secret.
     *
     * @throws IllegalArgumentException if the secret is shorter than {@value #MINIMUM_BYTES} bytes; the site must not start
     */
    public SigningKey(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        if (this.secret.length < MINIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "JWT_SECRET has %d bytes, it needs at least %d; make one with: openssl rand -base64 48"
                            .formatted(this.secret.length, MINIMUM_BYTES));
        }
    }

    /** The key for one use; equal names give equal keys. */
    byte[] keyFor(String use) {
        return sign(secret, use);
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
