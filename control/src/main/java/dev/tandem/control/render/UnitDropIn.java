package dev.tandem.control.render;

import dev.tandem.control.state.Directory;
import dev.tandem.control.state.Effect;
import dev.tandem.control.state.Item;
import dev.tandem.control.state.MachinePath;
import dev.tandem.control.state.ManagedFile;
import dev.tandem.control.state.Ownership;
import java.util.List;

/** What Debian's unit of a service lacks, in a file beside it (systemd.unit(5): drop-ins). */
public final class UnitDropIn {
    private UnitDropIn() {}

    /**
     * The folder and the file in it.
     *
     * @param service without {@code .service}
     */
    public static List<Item> of(String service, String content, Effect effect) {
        String folder = "/etc/systemd/system/" + service + ".service.d";
        return List.of(
                new Directory(new MachinePath(folder), Ownership.PUBLIC_DIRECTORY),
                ManagedFile.open(folder + "/tandem.conf", content, effect));
    }
}
