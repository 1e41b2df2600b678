package com.foobar.conduit.model;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names that an eye takes for other names. It knows no other name: what is refused here would be a look-alike whoever is there. After Unicode
 * Technical Standard 39 (invisible characters, other forms of a character, mixed alphabets, whole names that look Latin); names that differ
 * only in case are one name to the database.
 *
 * <p>What it lets pass: look-alikes within an alphabet, such as 0 and O, l and I, rn and m.
 */
public final class LookAlikes {

    /** Unicode's property Default_Ignorable_Code_Point as of version 16: nothing of it is drawn, letters and marks among it. */
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e"
                    + "\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8"
                    + "\\x{1bca0}-\\x{1bca3}\\x{1d173}-\\x{1d17a}\\x{e0000}-\\x{e0fff}]");

    private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{N}&&[^0-9]]");

    /** As section 5.4 of the standard has it; and a second dot over what has one. In decomposed text. */
    private static final Pattern HEAPED_MARKS = Pattern.compile(
            "\\p{M}{5,}|(\\p{M})\\1|[ij\\u0131\\u0237\\u0268\\u0456\\u0458][\\p{M}&&[^\\u0307]]*\\u0307");

    /** Alphabets in general use (Unicode Standard Annex 31, table 5). Marks that go with any are INHERITED. */
    private static final Set<UnicodeScript> ALPHABETS = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.ARMENIAN,
            UnicodeScript.BENGALI,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.CYRILLIC,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.ETHIOPIC,
            UnicodeScript.GEORGIAN,
            UnicodeScript.GREEK,
            UnicodeScript.GUJARATI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HEBREW,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KANNADA,
            UnicodeScript.KATAKANA,
            UnicodeScript.KHMER,
            UnicodeScript.LAO,
            UnicodeScript.LATIN,
            UnicodeScript.MALAYALAM,
            UnicodeScript.MYANMAR,
            UnicodeScript.ORIYA,
            UnicodeScript.SINHALA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.THAANA,
            UnicodeScript.THAI,
            UnicodeScript.TIBETAN);

    /** What Japanese, Taiwanese and Korean are written with. */
    private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER = List.of(
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL));

    /** Between two kana it makes the first one long; to Unicode it is of no alphabet. */
    private static final int LONG_KANA = 0x30fc;

    /** Of the Latin letters outside European and Vietnamese writing, those of African languages and of Azerbaijani; the rest is phonetics. */
    private static final Pattern LATIN_IN_USE = Pattern.compile(
            "[A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff\\u0253\\u0254\\u0256\\u0257\\u0259\\u025b\\u0263\\u0268\\u028b&&[^\\u01c0-\\u01c3]]");

    /** Cyrillic, Greek and Armenian letters that are drawn as Latin ones are (the standard's confusables.txt). */
    private static final Pattern DRAWN_AS_LATIN = Pattern.compile("["
            + "\\u0430\\u0435\\u043e\\u0440\\u0441\\u0443\\u0445\\u0455\\u0456\\u0458\\u0461\\u0475\\u04af\\u04bb\\u04cf\\u0501\\u051b\\u051d"
            + "\\u0410\\u0412\\u0415\\u0405\\u0406\\u0408\\u041a\\u041c\\u041d\\u041e\\u0420\\u0421\\u0422\\u0425\\u0423\\u0474\\u04ae\\u04c0"
            + "\\u050c\\u051a\\u051c"
            + "\\u03b1\\u03b9\\u03ba\\u03bd\\u03bf\\u03c1\\u03c5\\u03f3"
            + "\\u0391\\u0392\\u0395\\u0396\\u0397\\u0399\\u039a\\u039c\\u039d\\u039f\\u03a1\\u03a4\\u03a5\\u03a7\\u037f"
            + "\\u0566\\u0570\\u0575\\u0578\\u057d\\u0581\\u0585\\u054d\\u054f\\u0555]");

    private LookAlikes() {}

    /** What is wrong with a name of letters, marks, digits, dots, dashes and underscores; empty if nothing. */
    public static Optional<String> problem(String name) {
        if (INVISIBLE.matcher(name).find()) {
            return Optional.of("has a character that cannot be seen");
        }
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC);
        // Some keyboards type letters and their marks one by one (decomposed): that is the same name to the database,
        // too.
        if (!name.equals(plain) && !name.equals(Normalizer.normalize(plain, Normalizer.Form.NFD))) {
            return Optional.of("looks like '" + plain + "'; write it so");
        }
        if (FOREIGN_DIGIT.matcher(name).find()) {
            return Optional.of("has digits other than 0 to 9");
        }
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
        if (HEAPED_MARKS.matcher(decomposed).find()) {
            return Optional.of("has marks upon marks");
        }
        return problemOfLetters(plain).or(() -> looksLatin(decomposed));
    }

    private static Optional<String> problemOfLetters(String name) {
        Set<UnicodeScript> alphabets = name.codePoints()
                .filter(character -> Character.isLetter(character) || isMark(character))
                .mapToObj(LookAlikes::alphabet)
                .filter(alphabet -> alphabet != UnicodeScript.INHERITED)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
        if (!ALPHABETS.containsAll(alphabets)) {
            return Optional.of("has letters of no alphabet that is in use today");
        }
        boolean fit = alphabets.size() < 2 || WRITTEN_TOGETHER.stream().anyMatch(some -> some.containsAll(alphabets));
        return fit ? Optional.empty() : Optional.of("mixes letters of different alphabets");
    }

    private static UnicodeScript alphabet(int character) {
        if (character == LONG_KANA) {
            return UnicodeScript.KATAKANA;
        }
        UnicodeScript script = UnicodeScript.of(character);
        boolean phonetic = script == UnicodeScript.LATIN
                && !LATIN_IN_USE.matcher(Character.toString(character)).matches();
        return phonetic ? UnicodeScript.UNKNOWN : script;
    }

    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** One letter that Latin does not have is enough to see it. */
    private static Optional<String> looksLatin(String decomposed) {
        List<String> letters = decomposed
                .codePoints()
                .filter(Character::isLetter)
                .mapToObj(Character::toString)
                .toList();
        boolean all = !letters.isEmpty()
                && letters.stream()
                        .allMatch(letter -> DRAWN_AS_LATIN.matcher(letter).matches());
        return all
                ? Optional.of("looks like a name in Latin letters; add a letter that Latin does not have")
                : Optional.empty();
    }
}
