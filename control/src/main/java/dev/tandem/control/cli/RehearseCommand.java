package dev.tandem.control.cli;

import dev.tandem.control.layout.Layout;
import dev.tandem.control.model.yaml.Reading;
import dev.tandem.control.model.yaml.SiteReader;
import dev.tandem.control.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Goes through what most commands do, without a machine, so that the JVM can write its AOT cache of it. The launcher calls it
 * after a build.
 */
@Command(name = "rehearse", hidden = true, description = "Load what most commands need; for the launcher.")
final class RehearseCommand implements Callable<Integer> {
    @ParentCommand
    @Nullable
    Tandem tandem;

    @CommandLine.Spec
    CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (tandem == null || spec == null) {
            throw new IllegalStateException("picocli fills these in");
        }
        System.out.print(spec.root().commandLine().getUsageMessage());
        Reading reading = new SiteReader(Path.of(System.getProperty("user.home"))).read(tandem.siteFile());
        CheckCommand.problems(List.of(reading)).forEach(System.out::println);
        if (reading instanceof Reading.Good good) {
            System.out.println(Layout.of(good.site()).flows().size() + " flows");
        }
        System.out.println(PlanText.summary(new Plan(List.of(), List.of())));
        return Exit.DONE.code();
    }
}
