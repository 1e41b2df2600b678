package com.foobar.conduit.store;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes the name of an article in a path out of its title: small letters and digits of any script, hyphens between words,
 * accents dropped. Whether a slug is free is for the unique index to say; the next attempt gets a random ending.
 */
public final class Slugs {

    private static final int MAXIMUM_LENGTH = 200;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Words that are paths of the API beside the slugs. */
    private static final Set<String> RESERVED = Set.of("feed");

    private final RandomGenerator random;

    public Slugs(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A slug to try.
     *
     * @param attempt 0 gives the plain slug where there is one; each further attempt a longer random ending
     */
    public String of(String title, int attempt) {
        String words = words(title);
        if (attempt == 0 && !words.isEmpty() && !RESERVED.contains(words)) {
            return words;
        }
        String ending = ending(4 + 2 * attempt);
        return words.isEmpty() ? ending : words + "-" + ending;
    }

    private static String words(String title) {
        String plain = ACCENTS.matcher(Normalizer.normalize(title, Normalizer.Form.NFKD))
                .replaceAll("");
        String joined = BETWEEN_WORDS
                .matcher(Normalizer.normalize(plain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT))
                .replaceAll("-");
        int[] characters = joined.codePoints().limit(MAXIMUM_LENGTH).toArray();
        String cut = new String(characters, 0, characters.length);
        return cut.replaceAll("^-+|-+$", "");
    }

    private String ending(int length) {
        StringBuilder ending = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            ending.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return ending.toString();
    }
}
