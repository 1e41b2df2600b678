package dev.tandem.lab.machine;

import dev.tandem.lab.computer.ComputerException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the lab remembers of a machine beside its disk. It is written last when a disk is made, so a disk without it is a
 * half-made one. No process id is in it: the control group knows what runs.
 *
 * @param image the name of the image that the disk lies on
 * @param address the machine's address
 * @param written the files that the lab wrote, by path, with a hash of their content
 */
record MachineRecord(String image, Inet4Address address, Map<String, String> written) {
    private static final String IMAGE = "image";
    private static final String ADDRESS = "address";
    private static final String WRITTEN = "written.";

    MachineRecord {
        written = Map.copyOf(written);
    }

    /** Reads it; empty when there is none or it is not whole. */
    static Optional<MachineRecord> read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<MachineRecord> parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be read", e);
        }
        String image = properties.getProperty(IMAGE);
        String address = properties.getProperty(ADDRESS);
        if (image == null || address == null) {
            return Optional.empty();
        }
        Map<String, String> written = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(WRITTEN)) {
                written.put(key.substring(WRITTEN.length()), properties.getProperty(key, ""));
            }
        }
        return Optional.of(new MachineRecord(image, Inet4Address.ofLiteral(address), written));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(IMAGE + "=").append(image).append('\n');
        text.append(ADDRESS + "=").append(address.getHostAddress()).append('\n');
        new TreeMap<>(written)
                .forEach((path, hash) -> text.append(WRITTEN)
                        .append(path)
                        .append('=')
                        .append(hash)
                        .append('\n'));
        return text.toString();
    }

    /** Replaces the file in one step. */
    void write(Path file) {
        try {
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(beside, text(), StandardCharsets.UTF_8);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ComputerException("writing " + file, e);
        }
    }
}
