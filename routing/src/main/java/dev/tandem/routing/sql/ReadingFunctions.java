package dev.tandem.routing.sql;

import java.util.Set;

/**
 * The functions of MariaDB that change nothing, anywhere, and leave nothing in the session ("Built-in Functions"), and the words that may stand before a
 * bracket without being one. Whatever is not here may be a stored function, which may write.
 */
final class ReadingFunctions {
    private static final Set<String> WORDS = words("""
            ALL AND ANY AS BETWEEN BY CASE CHECK COLUMNS CROSS DISTINCT DIV ELSE EXCEPT EXISTS FIELDS FROM FULL GROUP HAVING IN INDEX INNER INTERSECT
            INTERVAL IS JOIN KEY LIKE LIMIT MOD NATURAL NOT OFFSET ON OR ORDER OVER PARTITION REGEXP RLIKE ROW SELECT SOME STRAIGHT_JOIN THEN
            UNION USING VALUES WHEN WHERE XOR""");

    private static final Set<String> FUNCTIONS = words("""
            ABS ACOS ADDDATE ADDTIME ASCII ASIN ATAN ATAN2 AVG BIN BINARY BIT_AND BIT_COUNT BIT_LENGTH BIT_OR BIT_XOR CAST CEIL CEILING CHAR
            CHARACTER_LENGTH CHARSET CHAR_LENGTH COALESCE COLLATION CONCAT CONCAT_WS CONV CONVERT CONVERT_TZ COS COT COUNT CRC32 CUME_DIST
            CURDATE CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURTIME DATABASE DATE DATEDIFF DATE_ADD DATE_FORMAT DATE_SUB
            DAY DAYNAME DAYOFMONTH DAYOFWEEK DAYOFYEAR DEGREES DENSE_RANK ELT EXP EXPORT_SET EXTRACT FIELD FIND_IN_SET FIRST_VALUE FLOOR
            FORMAT FROM_BASE64 FROM_DAYS FROM_UNIXTIME GREATEST GROUP_CONCAT HEX HOUR IF IFNULL INET6_ATON INET6_NTOA INET_ATON INET_NTOA
            INSTR ISNULL IS_IPV4 IS_IPV6 JSON_ARRAY JSON_ARRAYAGG JSON_COMPACT JSON_CONTAINS JSON_CONTAINS_PATH JSON_DEPTH JSON_EXISTS JSON_EXTRACT
            JSON_INSERT JSON_KEYS JSON_LENGTH JSON_MERGE_PATCH JSON_MERGE_PRESERVE JSON_OBJECT JSON_OBJECTAGG JSON_QUERY JSON_QUOTE JSON_REMOVE
            JSON_REPLACE JSON_SEARCH JSON_SET JSON_TABLE JSON_TYPE JSON_UNQUOTE JSON_VALID JSON_VALUE LAG LAST_DAY LCASE LEAD LEAST
            LEFT LENGTH LN LOCALTIME LOCALTIMESTAMP LOCATE LOG LOG10 LOG2 LOWER LPAD LTRIM MAKEDATE MAKETIME MAKE_SET MATCH MAX MD5
            MEDIAN MICROSECOND MID MIN MINUTE MONTH MONTHNAME NOW NTH_VALUE NTILE NULLIF NVL NVL2 OCT OCTET_LENGTH ORD PERCENT_RANK PERIOD_ADD
            PERIOD_DIFF PI POSITION POW POWER QUARTER QUOTE RADIANS RAND RANK REGEXP_INSTR REGEXP_REPLACE REGEXP_SUBSTR REPEAT REPLACE REVERSE
            RIGHT ROUND ROW_NUMBER RPAD RTRIM SCHEMA SECOND SEC_TO_TIME SESSION_USER SHA SHA1 SHA2 SIGN SIN SOUNDEX SPACE SQRT STD STDDEV
            STDDEV_POP STDDEV_SAMP STRCMP STR_TO_DATE SUBDATE SUBSTR SUBSTRING SUBSTRING_INDEX SUBTIME SUM SYSDATE SYSTEM_USER TAN TIME TIMEDIFF
            TIMESTAMP TIMESTAMPADD TIMESTAMPDIFF TIME_FORMAT TIME_TO_SEC TO_BASE64 TO_DAYS TO_SECONDS TRIM TRUNCATE UCASE UNHEX UNIX_TIMESTAMP
            UPPER USER UTC_DATE UTC_TIME UTC_TIMESTAMP UUID UUID_SHORT VARIANCE VAR_POP VAR_SAMP VERSION WEEK WEEKDAY WEEKOFYEAR WEIGHT_STRING
            YEAR YEARWEEK""");

    /** With a value they would set one. */
    private static final Set<String> WITHOUT_ARGUMENT =
            Set.of("CONNECTION_ID", "FOUND_ROWS", "LAST_INSERT_ID", "ROW_COUNT");

    private ReadingFunctions() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Whether all that is called in there is known to change nothing. */
    static boolean areAllThatIsCalledIn(SqlWords words) {
        for (int at = 1; at < words.all().size(); at++) {
            if (words.all().get(at).equals("(") && !mayStandBeforeBracket(words, at - 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayStandBeforeBracket(SqlWords words, int at) {
        String word = words.all().get(at);
        if (WORDS.contains(word)) {
            return true;
        }
        // With a schema before it, even a known name is a stored function's.
        boolean qualified = at > 0 && words.all().get(at - 1).equals(".");
        boolean asks = WITHOUT_ARGUMENT.contains(word)
                && words.all().subList(at + 1, words.all().size()).indexOf(")") == 1;
        boolean isName = word.equals("\"") || SqlWords.isWordPart(word.charAt(0));
        return !isName || ((asks || FUNCTIONS.contains(word)) && !qualified);
    }
}
