package dev.tandem.routing.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "  select 1 ;  ",
                "(SELECT 1) UNION (SELECT 2)",
                "/* by: articles */ INSERT INTO t VALUES (1)",
                "-- hint\nUPDATE t SET a = 1",
                "# hint\n/* and */DELETE FROM t",
                "WITH a AS (SELECT 1) SELECT * FROM a"
            })
    void oneStatementThatLeavesTheTransactionOpenIsPlain(String sql) {
        assertThat(SqlText.of(sql).isPlain()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ALTER TABLE t ADD a INT",
                "TRUNCATE t",
                "SELECT 1; COMMIT",
                "/*! COMMIT */",
                "/*M!100000 COMMIT */",
                "/* no end",
                "selection",
                "START TRANSACTION",
                "{call p()}",
                "LOCK TABLES t WRITE"
            })
    void anythingElseIsNotPlain(String sql) {
        assertThat(SqlText.of(sql).isPlain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET @a = 1",
                "SELECT @a",
                "SELECT 1 INTO @a",
                "SELECT get_lock('a', 1)",
                "SELECT GET_LOCK /* now */ ('a', 1)",
                "CALL p()",
                "SET SESSION sql_mode = ''",
                "CREATE TEMPORARY TABLE a (b INT)",
                "PREPARE s FROM 'SELECT 1'",
                "USE other",
                "START TRANSACTION",
                "LOCK TABLES t WRITE",
                "HANDLER t OPEN",
                "XA START 'a'",
                "SELECT 1; SET @a = 1",
                "SELECT /*!50000 GET_LOCK('a', 1) */",
                "INSERT INTO t VALUES ('\\', @a := 1, '\\')"
            })
    void whatWorksOnInTheSessionIsSeen(String sql) {
        assertThat(SqlText.of(sql).session().holds()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "SELECT LAST_INSERT_ID()",
                "SELECT @@version",
                "SELECT * FROM t WHERE mail = 'a@b.com' AND said = 'it''s @home'",
                "SELECT 1 -- @a\n",
                "SELECT `@a`, get_lock FROM t",
                "SELECT 1 INTO OUTFILE 'x'"
            })
    void anOrdinaryStatementLeavesNothingThatWorksOn(String sql) {
        assertThat(SqlText.of(sql).session().holds()).isFalse();
        assertThat(SqlText.NONE.session()).isEqualTo(SessionUse.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT LAST_INSERT_ID()",
                "INSERT INTO child VALUES (last_insert_id ( ), 'a')",
                "SELECT @@identity",
                "SELECT LASTVAL(s)",
                "SELECT PREVIOUS VALUE FOR s",
                "SELECT @@last_gtid",
                "{call p()}",
                "SET @id = LAST_INSERT_ID()"
            })
    void whoAsksForAKeyIsSeen(String sql) {
        assertThat(SqlText.of(sql).session().asksKey()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT FOUND_ROWS()",
                "SELECT row_count()",
                "SHOW WARNINGS",
                "SHOW COUNT(*) ERRORS",
                "SELECT @@warning_count",
                "GET DIAGNOSTICS @a = NUMBER"
            })
    void whoAsksWhatTheStatementBeforeDidIsSeen(String sql) {
        assertThat(SqlText.of(sql).session().asksCounts()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT identity, row_count FROM t", "SELECT 1", "UPDATE t SET a = 'LAST_INSERT_ID()'"})
    void whoAsksForNothingIsSeen(String sql) {
        assertThat(SqlText.of(sql).session().asksKey()).isFalse();
        assertThat(SqlText.of(sql).session().asksCounts()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, COUNT(*) FROM t WHERE b IN (1, 2) AND c = 'INTO OUTFILE' GROUP BY a",
                "(SELECT 1) UNION (SELECT 2);",
                "WITH a AS (SELECT 1 AS b) SELECT b FROM a",
                "SELECT COALESCE(a, ?), replace(b, 'x', 'y') FROM t -- f()\n WHERE EXISTS (SELECT 1)",
                "SELECT a FROM t WHERE said = 'it''s; nextval(s)' /* INTO OUTFILE */",
                "SELECT `into` FROM `update`",
                "SHOW TABLES",
                "VALUES (1), (2)",
                "SELECT @@version",
                "SELECT LAST_INSERT_ID(), ROW_COUNT( )",
                "SELECT (1 + 2) * (3 - -4)"
            })
    void whatProvablyOnlyReadsIsSeen(String sql) {
        boolean variable = sql.contains("@");
        assertThat(SqlText.of(sql).onlyReads()).isEqualTo(!variable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f()",
                "SELECT f (1)",
                "SELECT f\u00a0(1)",
                "SELECT \u00a0(1)",
                "SELECT 1f(1)",
                "SELECT f\u0000(1)",
                "SELECT f/* */(1)",
                "SELECT f--\n(1)",
                "SELECT f#\n(1)",
                "SELECT 1--f()",
                "SET STATEMENT max_statement_time=1 FOR SELECT 1",
                "SELECT `f`(1)",
                "SELECT \"f\"(1)",
                "SELECT shop.count(1)",
                "SELECT shop . `count` (1)",
                "SELECT 1 INTO OUTFILE 'x'",
                "SELECT 1 INTO DUMPFILE 'x'",
                "SELECT a INTO @a FROM t",
                "SELECT @a := @a + 1",
                "SELECT NEXTVAL(s)",
                "SELECT NEXT VALUE FOR s",
                "SELECT s.nextval",
                "SELECT SETVAL(s, 1)",
                "SELECT GET_LOCK('a', 1)",
                "SELECT RELEASE_LOCK('a')",
                "SELECT SLEEP(1)",
                "SELECT BENCHMARK(1, f())",
                "SELECT LAST_INSERT_ID(7)",
                "SELECT LAST_INSERT_ID(a + ROUND(b)) FROM t",
                "SELECT a FROM t FOR UPDATE",
                "SELECT a FROM t LOCK IN SHARE MODE",
                "SELECT a FROM t PROCEDURE ANALYSE()",
                "WITH a AS (SELECT 1) DELETE FROM t",
                "WITH a AS (SELECT f()) SELECT * FROM a",
                "EXPLAIN ANALYZE SELECT 1",
                "ANALYZE SELECT 1",
                "SELECT 1; DELETE FROM t",
                "SELECT 1 /*! INTO OUTFILE 'x' */",
                "SELECT /*M!100000 f(), */ 1",
                "SELECT 'a\\' , f(), '",
                "SELECT 'a\\'' , 1",
                "SELECT 'no end",
                "SELECT 1 /* no end",
                "SELECT 1 FROM t WHERE a = --f()\n 1",
                "{fn f()}",
                "CALL p()",
                "SET @a = 1",
                "INSERT INTO t VALUES (1)",
                ""
            })
    void whatMayChangeSomethingIsNotTakenForARead(String sql) {
        assertThat(SqlText.of(sql).onlyReads()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 INTO OUTFILE 'x'", "SELECT 1 INTO DUMPFILE 'x'", "SELECT SETVAL(s, 1)"})
    void whatARollbackDoesNotTakeBackIsNotPlain(String sql) {
        assertThat(SqlText.of(sql).isPlain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a INT)",
                "CALL p()",
                "COMMIT",
                "BEGIN",
                "SET autocommit = 1",
                "SET @@autocommit = 1",
                "SET STATEMENT max_statement_time=1 FOR CREATE TABLE t (a INT)",
                "INSERT INTO t VALUES (1); COMMIT",
                "/*! COMMIT */",
                "DROP /*! TEMPORARY */ TABLE t",
                "{call p()}",
                ""
            })
    void whatMayCommitByItselfIsSeen(String sql) {
        assertThat(SqlText.of(sql).mayCommit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "SET @a = 1",
                "CREATE TEMPORARY TABLE a (b INT)",
                "DROP TEMPORARY TABLE a",
                "SAVEPOINT a",
                "DO GET_LOCK('a', 1)",
                "SELECT 1 INTO OUTFILE 'x'"
            })
    void whatLeavesTheEndToTheApplicationIsSeen(String sql) {
        assertThat(SqlText.of(sql).mayCommit()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "CALL p()",
                "CREATE TABLE t (a INT)",
                "",
                "SELECT 1; DELETE FROM t",
                "SET STATEMENT max_statement_time=1 FOR INSERT INTO t VALUES (1)"
            })
    void whatMayWriteIsSeen(String sql) {
        assertThat(SqlText.of(sql).mayWrite()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 FOR UPDATE", "SHOW TABLES", "SET @a = 1", "EXPLAIN SELECT 1"})
    void aReadWritesNothing(String sql) {
        assertThat(SqlText.of(sql).mayWrite()).isFalse();
    }
}
