package dev.tandem.agent.mariadb.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.agent.mariadb.FakeMysqld;
import dev.tandem.agent.mariadb.FakeMysqld.Fault;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that is kept for later is there when it is needed, and says whether anything was sent when it is not. */
@Timeout(20)
class SessionTest {
    private static final String ORDER = "STOP SLAVE";

    private final FakeMysqld mysqld = new FakeMysqld();
    private final AtomicLong now = new AtomicLong();
    private final Session session = new Session(mysqld, 10_000, now::get);

    @BeforeEach
    void openIt() throws SQLException {
        session.open();
    }

    /** Longer than a session counts as fresh. */
    private void letTimePass() {
        now.addAndGet(350_000_000);
    }

    @Test
    void aSessionThatWasEndedWhileItWasIdleIsMadeAnewForTheOrder() throws SQLException {
        mysqld.endConnections();
        letTimePass();
        session.execute(ORDER);
        assertThat(mysqld.told()).containsExactly(ORDER);
        assertThat(mysqld.logins()).isEqualTo(2);
    }

    @Test
    void aSessionThatLivesIsUsedAgain() throws SQLException {
        letTimePass();
        session.execute(ORDER);
        session.execute(ORDER);
        assertThat(mysqld.logins()).isEqualTo(1);
    }

    @Test
    void anOrderForWhichThereIsNoWayWasNotSent() {
        mysqld.endConnections();
        mysqld.takesConnections(false);
        letTimePass();
        assertThatThrownBy(() -> session.execute(ORDER)).isInstanceOf(NotSentException.class);
        assertThat(mysqld.told()).isEmpty();
    }

    @Test
    void anOrderToAMysqldThatStandsStillWasNotSent() throws SQLException {
        mysqld.stand(true);
        letTimePass();
        assertThatThrownBy(() -> session.execute(ORDER)).isInstanceOf(NotSentException.class);
        mysqld.heal();
        session.execute(ORDER);
        assertThat(mysqld.told()).containsExactly(ORDER);
    }

    @Test
    void aFailureAfterTheOrderWasSentIsNoneOfThose() throws SQLException {
        for (Fault fault : new Fault[] {Fault.NOT_SENT, Fault.NOT_ANSWERED, Fault.LATE, Fault.NEVER, Fault.GARBLED}) {
            mysqld.plan(ORDER, fault);
            assertThatThrownBy(() -> session.execute(ORDER))
                    .as(fault.name())
                    .isInstanceOf(SQLException.class)
                    .isNotInstanceOf(NotSentException.class)
                    .matches(failure -> Session.isOfConnection((SQLException) failure));
            session.execute("STOP SLAVE IO_THREAD");
        }
        assertThat(mysqld.logins()).as("another one after each").isEqualTo(6);
    }

    @Test
    void aRefusalIsAnAnswer() throws SQLException {
        mysqld.plan(ORDER, Fault.REFUSED);
        assertThatThrownBy(() -> session.execute(ORDER)).hasMessageContaining("Lock wait");
        session.execute(ORDER);
        assertThat(mysqld.logins()).isEqualTo(1);
    }

    @Test
    void aQuestionWithoutAnAnswerOrderedNothing() {
        mysqld.plan("SHOW SLAVE STATUS", Fault.NEVER);
        assertThatThrownBy(() -> session.ask("SHOW SLAVE STATUS")).isInstanceOf(NotSentException.class);
    }

    @Test
    void tendingMakesAnEndedSessionAnewBeforeItIsNeeded() throws SQLException {
        mysqld.endConnections();
        letTimePass();
        session.tend();
        mysqld.takesConnections(false);
        session.execute(ORDER);
        assertThat(mysqld.told()).containsExactly(ORDER);
    }

    @Test
    void tendingGoesOnAfterItFailed() throws SQLException {
        mysqld.endConnections();
        mysqld.takesConnections(false);
        letTimePass();
        session.tend();
        mysqld.takesConnections(true);
        session.tend();
        assertThat(mysqld.logins()).isEqualTo(2);
    }

    @Test
    void nobodyTendsASessionThatWasGivenUp() {
        session.close();
        session.tend();
        assertThat(mysqld.logins()).isEqualTo(1);
    }

    /** A commit may wait for ever, and whoever tends must not wait with it. */
    @Test
    void nobodyTendsASessionThatIsAtWork() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Thread works = Thread.ofPlatform().start(() -> {
            try {
                boolean _ = session.run(_ -> {
                    began.countDown();
                    try {
                        ends.await();
                    } catch (InterruptedException interrupted) {
                        throw new SQLException(interrupted);
                    }
                    return true;
                });
            } catch (SQLException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        began.await();
        mysqld.endConnections();
        session.tend();
        assertThat(mysqld.logins()).isEqualTo(1);
        ends.countDown();
        works.join();
    }
}
