package dev.tandem.lab.image;

import dev.tandem.lab.computer.Command;
import dev.tandem.lab.computer.ComputerException;
import dev.tandem.lab.computer.ExclusiveLock;
import dev.tandem.lab.computer.MountTable;
import dev.tandem.lab.computer.Places;
import dev.tandem.lab.computer.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images on this computer. A finished image is a directory HASH with the machines' lower layer in root/; it is never
 * written to again. Thread-safe, and safe between processes: one builds, the others wait.
 */
public final class ImageStore {
    private static final String BUILDING = ".building.";
    private static final int KEPT = 2;
    private static final Duration WAIT_FOR_BUILDER = Duration.ofMinutes(25);
    private static final Path APT = Path.of("/etc/apt");
    private final Places places;
    private final InstantSource clock;
    private final Progress progress;

    /** A store in these places; the clock only orders images by their last use. */
    public ImageStore(Places places, InstantSource clock, Progress progress) {
        this.places = places;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * The root directory of the image with this name, for an overlay's lower layer. Throws {@link ImageException} when
     * there is none.
     */
    public Path root(String name) {
        Path root = places.images().resolve(name).resolve("root");
        if (!Files.isDirectory(root)) {
            throw new ImageException("the image " + name + " that this machine's disk lies on is gone from "
                    + places.images() + " [take the lab down and up again]");
        }
        return root;
    }

    /**
     * Makes the image unless it is there, and marks it as used now. Takes half a minute or more the first time.
     *
     * @return the image's name
     */
    public String ensure(ImageRecipe recipe) {
        String name = recipe.name();
        if (!Files.isDirectory(places.images().resolve(name))) {
            try (ExclusiveLock _ = ExclusiveLock.take(places.locks(), "image", WAIT_FOR_BUILDER, progress)) {
                if (!Files.isDirectory(places.images().resolve(name))) {
                    build(recipe, name);
                }
            }
        }
        markUsed(name);
        return name;
    }

    /** Removes all but the images used last and those that are in use. Does nothing while somebody builds. */
    public void prune(Set<String> inUse) {
        List<Path> finished = directories().stream()
                .filter(path -> !path.getFileName().toString().contains(BUILDING))
                .sorted(Comparator.comparing(ImageStore::lastUse).reversed())
                .toList();
        for (Path image : finished.subList(Math.min(KEPT, finished.size()), finished.size())) {
            String name = image.getFileName().toString();
            if (!inUse.contains(name)) {
                progress.line("image: removing " + name + ", which no lab uses");
                remove(image);
            }
        }
    }

    private void build(ImageRecipe recipe, String name) {
        ImageBuild.endOrphans();
        directories().stream()
                .filter(path -> path.getFileName().toString().contains(BUILDING))
                .forEach(ImageStore::remove);
        DebianMirror mirror = DebianMirror.among(AptSources.read(APT))
                .orElseThrow(() -> new ImageException("no entry of Debian's own archive below " + APT
                        + ", so there is no mirror to make the machines from [add one, as on any Debian machine]"));
        Path unfinished = places.images()
                .resolve(name + BUILDING + ProcessHandle.current().pid());
        progress.line("image: making Debian " + ImageRecipe.SUITE + " with "
                + recipe.packages().size() + " packages and what they need; kept for the next time");
        try {
            Files.createDirectories(unfinished);
            new ImageBuild(unfinished, recipe, progress).run(mirror);
            Files.move(unfinished, places.images().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ComputerException("keeping the image " + name, e);
        } finally {
            remove(unfinished);
        }
    }

    private void markUsed(String name) {
        try {
            Files.setLastModifiedTime(places.images().resolve(name), FileTime.from(clock.instant()));
        } catch (IOException e) {
            throw new ComputerException("marking the image " + name + " as used", e);
        }
    }

    private List<Path> directories() {
        if (!Files.isDirectory(places.images())) {
            return List.of();
        }
        try (Stream<Path> listing = Files.list(places.images())) {
            return listing.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new ComputerException("listing images", e);
        }
    }

    private static FileTime lastUse(Path image) {
        try {
            return Files.getLastModifiedTime(image);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void remove(Path directory) {
        if (Files.exists(directory)) {
            MountTable.unmountBelow(directory);
            Command.of("rm", "-rf", "--one-file-system", "--", directory.toString())
                    .within(Duration.ofMinutes(2))
                    .run();
        }
    }
}
