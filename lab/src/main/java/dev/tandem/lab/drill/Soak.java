package dev.tandem.lab.drill;

import dev.tandem.lab.computer.Deadline;
import dev.tandem.lab.computer.LabInterruptedException;
import dev.tandem.lab.drill.fault.Fault;
import dev.tandem.lab.drill.ground.Ground;
import dev.tandem.lab.drill.measure.SteadyState;
import dev.tandem.lab.drill.measure.Usage;
import dev.tandem.lab.drill.measure.UsageReading;
import dev.tandem.lab.drill.report.Course;
import dev.tandem.lab.drill.report.DrillReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Alternates quiet and faults for a time that is set beforehand, and keeps account of what the programs hold meanwhile. */
final class Soak {
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);

    private final Ground ground;
    private final SteadyState steady;
    private final Duration duration;
    private final Consumer<String> say;

    Soak(Ground ground, SteadyState steady, Duration duration, Consumer<String> say) {
        this.ground = ground;
        this.steady = steady;
        this.duration = duration;
        this.say = say;
    }

    /** Does one turn's fault; hears how the soak went so far. */
    interface Drilling {
        DrillReport.Entry drill(SoakTurn turn, Course soFar);
    }

    /** Runs to its end. At least one fault is done. */
    Course run(Random random, List<Fault> faults, Drilling drilling) {
        long began = System.nanoTime();
        Leftovers.clear(ground);
        List<String> _ = steady.await(WELL_WITHIN);
        List<Usage> begin = UsageReading.of(ground);
        Course course = new Course(0, List.of(), begin, begin, List.of());
        Deadline end = Deadline.in(duration);
        do {
            if (Thread.currentThread().isInterrupted()) {
                throw LabInterruptedException.marking(new InterruptedException());
            }
            SoakTurn turn = SoakTurn.draw(random, faults);
            say.accept("soak, " + seconds(began) / 60 + " of " + duration.toMinutes() + " min: quiet for "
                    + turn.quiet().toSeconds() + " s, then " + turn.fault().name()
                    + (turn.aged() ? " on an old site" : ""));
            Deadline.pause(turn.quiet());
            DrillReport.Entry entry = drilling.drill(turn, course);
            course = after(course, turn, entry, seconds(began));
        } while (!end.passed());
        return course;
    }

    private Course after(Course course, SoakTurn turn, DrillReport.Entry entry, long at) {
        List<String> _ = steady.await(WELL_WITHIN);
        List<Usage> now = UsageReading.of(ground);
        List<Course.Point> points = new ArrayList<>(course.points());
        points.add(course.next(at, turn.aged(), entry, now));
        return new Course(at, points, course.begin(), now, Usage.leaks(course.begin(), now));
    }

    private static long seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000_000;
    }
}
