package com.foobar.conduit.http;

import com.foobar.conduit.model.LookAlikes;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What each text of the API must look like; the one place for lengths, which the columns of the schema match. Lengths
 * count characters, not bytes.
 */
public enum TextRule {
    /** It stands in paths, so it holds nothing that a path or an eye could take for something else. */
    USERNAME(1, 40, Names.FORM, Names.PROBLEM),
    /** Of somebody who is not there yet: it does not look like another one either. Names from before that rule stay. */
    NEW_USERNAME(1, 40, Names.FORM, Names.PROBLEM) {
        @Override
        public Optional<String> problem(String text) {
            return super.problem(text).or(() -> LookAlikes.problem(text));
        }
    },
    EMAIL(3, 254, "[^\\s@<>\"(),:;\\\\]+@[^\\s@<>\"(),:;\\\\]+", "is not an e-mail address"),
    PASSWORD(8, 200),
    BIO(0, 1_000),
    IMAGE(0, 500, "https?://[^\\s\"'<>\\\\]+", "is not an http or https address"),
    TITLE(1, 200),
    DESCRIPTION(1, 500),
    ARTICLE_BODY(1, 200_000),
    TAG(1, 40),
    COMMENT_BODY(1, 10_000);

    /** Control characters other than line ends and tabs, and halves of surrogate pairs, which are no characters at all. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\r\\t]]");

    /** Constants that the first of the rules needs. */
    private static final class Names {
        static final String FORM = "[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]*";
        static final String PROBLEM = "may have letters, digits, '.', '_' and '-', and starts with a letter or digit";
    }

    private final int minimum;
    private final int maximum;
    private final Pattern form;
    private final String formProblem;

    TextRule(int minimum, int maximum) {
        this(minimum, maximum, "(?s).*", "");
    }

    TextRule(int minimum, int maximum, String form, String formProblem) {
        this.minimum = minimum;
        this.maximum = maximum;
        this.form = Pattern.compile(form);
        this.formProblem = formProblem;
    }

    /** What is wrong with a text that is not blank; empty if nothing. */
    public Optional<String> problem(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < minimum) {
            return Optional.of("is too short (minimum is " + minimum + " characters)");
        }
        if (length > maximum) {
            return Optional.of("is too long (maximum is " + maximum + " characters)");
        }
        if (FORBIDDEN.matcher(text).find()) {
            return Optional.of("has characters that cannot be shown");
        }
        return form.matcher(text).matches() ? Optional.empty() : Optional.of(formProblem);
    }
}
