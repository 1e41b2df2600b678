package dev.tandem.agent.simulation;

import dev.tandem.agent.decide.view.DatabaseStatus.Following;
import dev.tandem.agent.decide.view.DatabaseStatus.Running;
import dev.tandem.agent.decide.view.DatabaseStatus.Serving;
import dev.tandem.agent.decide.view.Tick;
import dev.tandem.protocol.Gtid;
import dev.tandem.protocol.GtidPosition;
import dev.tandem.protocol.MachineName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an agent sees of a mysqld that runs. */
final class Sight {
    private final Mysqld mysqld;
    private GtidPosition position = GtidPosition.EMPTY;
    private int positionEnd;
    private int positionLast;

    Sight(Mysqld mysqld) {
        this.mysqld = mysqld;
    }

    Running running() {
        Set<MachineName> voices = new HashSet<>();
        for (Connection connection : mysqld.connections) {
            if (connection.voice) {
                voices.add(connection.replica.name);
            }
        }
        Set<MachineName> letIn = new HashSet<>();
        mysqld.machine.letIn.forEach(replica -> letIn.add(replica.name));
        Tick waiting = mysqld.waitingSince == 0 ? null : mysqld.machine.tickAt(mysqld.waitingSince);
        MachineName source = mysqld.source == null ? null : mysqld.source.name;
        return new Running(
                mysqld.incarnation(),
                mysqld.machine.isStuck(),
                mysqld.open,
                mysqld.semiSync,
                new Serving(voices, letIn, waiting, mysqld.released && mysqld.semiSync, 0),
                binlog(),
                mysqld.received == 0 ? binlog() : upTo(mysqld.length + mysqld.received),
                new Following(source, mysqld.receiving, mysqld.acknowledges, mysqld.applying, mysqld.heartbeats),
                mysqld.machine.tick());
    }

    private GtidPosition binlog() {
        int last = mysqld.length == 0 ? 0 : mysqld.binlog[mysqld.length - 1];
        if (positionEnd != mysqld.length || positionLast != last) {
            positionEnd = mysqld.length;
            positionLast = last;
            position = upTo(mysqld.length);
        }
        return position;
    }

    /** The server's number is in the write's; the place is its sequence. */
    private GtidPosition upTo(int end) {
        return end == 0
                ? GtidPosition.EMPTY
                : new GtidPosition(List.of(new Gtid(0, 1 + mysqld.at(end - 1) % Mysqld.NUMBERS, end)));
    }
}
