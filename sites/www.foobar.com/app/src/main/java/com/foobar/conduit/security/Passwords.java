package com.foobar.conduit.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
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
 * in a {@link HashingLine}. Safe for use by many threads.
 */
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final HashingLine line;
    private final Guesses guesses;
    private final SecureRandom random = new SecureRandom();
    private final String hashOfNothing;

    /**
     * Computes in this line, in which those wait longer who guessed.
     *
     * @param line has as many places as may have 19 MiB each
     */
    public Passwords(HashingLine line, Guesses guesses) {
        this.line = line;
        this.guesses = guesses;
        this.hashOfNothing = hash(new Asker("nobody"), Base64.getEncoder().encodeToString(randomBytes(SALT_BYTES)));
    }

    /**
     * The hash to store.
     *
     * @throws HashingLine.BusyException if too many are waiting; the caller may try again
     */
    public String hash(Asker asker, String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        byte[] hash = inTurn(asker, password, salt, HASH_BYTES, parameters(MEMORY_KIB, ITERATIONS, LANES));
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, ITERATIONS, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /**
     * Whether the password is the one that was hashed.
     *
     * @throws HashingLine.BusyException if too many are waiting; the caller may try again
     * @throws IllegalStateException if the stored text is no hash of ours
     */
    public boolean matches(Asker asker, String password, String storedHash) {
        Matcher phc = PHC.matcher(storedHash);
        if (!phc.matches()) {
            throw new IllegalStateException(
                    "a stored password hash is not in the form $argon2id$v=19$m=..,t=..,p=..$salt$hash");
        }
        byte[] expected = Base64.getDecoder().decode(phc.group(5));
        byte[] actual = inTurn(
                asker,
                password,
                Base64.getDecoder().decode(phc.group(4)),
                expected.length,
                parameters(
                        Integer.parseInt(phc.group(1)),
                        Integer.parseInt(phc.group(2)),
                        Integer.parseInt(phc.group(3))));
        return MessageDigest.isEqual(expected, actual);
    }

    /** Takes as long as {@link #matches} for a user who does not exist, so that the time does not tell who does. */
    public void matchNothing(Asker asker, String password) {
        matches(asker, password, hashOfNothing);
    }

    private byte[] inTurn(Asker asker, String password, byte[] salt, int bytes, Argon2Parameters.Builder parameters) {
        return line.compute(
                asker,
                guesses.isClean(asker),
                () -> compute(password, bytes, parameters.withSalt(salt).build()));
    }

    private static byte[] compute(String password, int bytes, Argon2Parameters parameters) {
        byte[] result = new byte[bytes];
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
        return result;
    }

    private static Argon2Parameters.Builder parameters(int memoryKib, int iterations, int lanes) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes);
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
