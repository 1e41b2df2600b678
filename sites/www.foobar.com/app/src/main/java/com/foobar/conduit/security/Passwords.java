package com.foobar.conduit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes and checks passwords with Argon2id, in the PHC string form
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. The parameters are those of OWASP's Password Storage Cheat Sheet; they
 * are read back from each hash, so that raising them later leaves old hashes valid.
 *
 * <p>Each computation takes 19 MiB and a core for some tens of milliseconds, so only a few run at a time and the rest wait
 * in line; who waits longer than {@link #PATIENCE} gets {@link BusyException}. Safe for use by many threads.
 */
public final class Passwords {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final Semaphore places;
    private final SecureRandom random = new SecureRandom();
    private final String hashOfNothing;

    /**
     * Starts without a line.
     *
     * @param concurrent how many computations may run at once; memory for them is 19 MiB each
     */
    public Passwords(int concurrent) {
        this.places = new Semaphore(concurrent, true);
        this.hashOfNothing = hash(Base64.getEncoder().encodeToString(randomBytes(SALT_BYTES)));
    }

    /**
     * The hash to store.
     *
     * @throws BusyException if too many are waiting; the caller may try again
     */
    public String hash(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        byte[] hash = compute(password, salt, HASH_BYTES, MEMORY_KIB, ITERATIONS, LANES);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /**
     * Whether the password is the one that was hashed.
     *
     * @throws BusyException if too many are waiting; the caller may try again
     * @throws IllegalStateException if the stored text is no hash of ours
     */
    public boolean matches(String password, String storedHash) {
        Matcher phc = PHC.matcher(storedHash);
        if (!phc.matches()) {
            throw new IllegalStateException(
                    "a stored password hash is not in the form $argon2id$v=19$m=..,t=..,p=..$salt$hash");
        }
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        byte[] actual = compute(
                password,
                Base64.getDecoder().decode(phc.group(4)),
                expected.length,
                Integer.parseInt(phc.group(1)),
                Integer.parseInt(phc.group(2)),
                Integer.parseInt(phc.group(3)));
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as {@link #matches} for a user who does not exist, so that the time does not tell who does. */
    public void matchNothing(String password) {
        matches(password, hashOfNothing);
    }

    private byte[] compute(String password, byte[] salt, int bytes, int memoryKib, int iterations, int lanes) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
        byte[] result = new byte[bytes];
        takePlace();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(parameters);
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
        } finally {
            places.release();
        }
        return result;
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Too many passwords are being hashed; try again in a moment. */
    public static final class BusyException extends RuntimeException {

        BusyException() {
            super("no place to hash a password became free within " + PATIENCE.toSeconds() + " s");
        }
    }
}
