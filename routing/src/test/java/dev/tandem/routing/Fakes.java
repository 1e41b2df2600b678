package dev.tandem.routing;

import dev.tandem.routing.time.FakeTicker;
import javax.sql.DataSource;

/** A routing data source on a clock that moves only when it is told to, or when routing waits. */
final class Fakes {
    private Fakes() {}

    static RoutingDataSource routing(DataSource primary, DataSource replica, FakeTicker ticker) {
        return routing(primary, replica, ticker, new PrimaryGate());
    }

    static RoutingDataSource routing(DataSource primary, DataSource replica, FakeTicker ticker, PrimaryGate gate) {
        return new RoutingDataSource(primary, replica, RoutingTimes.DEFAULT, gate, ticker, ticker::advance);
    }
}
