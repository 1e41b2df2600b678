package com.foobar.conduit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/**
 * The value of the cookie {@value #COOKIE} that every successful write sets: when it happened, signed. For the next seconds
 * it sends this client's reads to the primary, because a replica may not have the write yet.
 *
 * <p>The browser drops the cookie after {@link #LIFETIME}; a client that keeps it longer is caught by the time in it, with
 * some room for servers whose clocks differ. The signature keeps clients from sending all their reads to the primary.
 * Nothing but the choice of the database depends on it. Safe for use by many threads.
 */
public final class WriteMark {

    public static final String COOKIE = "wrote";
    public static final Duration LIFETIME = Duration.ofSeconds(5);

    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private final byte[] key;
    private final List<byte[]> goodKeys;
    private final InstantSource clock;

    public WriteMark(SigningKey key, InstantSource clock) {
        this.key = key.keyFor("write mark");
        this.goodKeys = key.goodKeysFor("write mark");
        this.clock = clock;
    }

    /** The cookie's value for a write that happened now. */
    public String now() {
        String time = Long.toString(clock.millis());
        return time + "." + signature(key, time);
    }

    /** Whether a value, from anybody, is ours and still young. */
    public boolean isRecent(String value) {
        int dot = value.indexOf('.');
        if (dot < 1 || dot > 15) {
            return false;
        }
        String time = value.substring(0, dot);
        byte[] signature = value.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
        if (goodKeys.stream().noneMatch(good -> MessageDigest.isEqual(bytesOfSignature(good, time), signature))) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochMilli(Long.parseLong(time)), clock.instant());
        return age.compareTo(LIFETIME.plus(CLOCK_DIFFERENCE)) < 0 && age.compareTo(CLOCK_DIFFERENCE.negated()) > 0;
    }

    private static byte[] bytesOfSignature(byte[] key, String time) {
        return signature(key, time).getBytes(StandardCharsets.US_ASCII);
    }

    private static String signature(byte[] key, String time) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(SigningKey.sign(key, time));
    }
}
