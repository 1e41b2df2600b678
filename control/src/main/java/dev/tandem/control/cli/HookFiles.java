package dev.tandem.control.cli;

import dev.tandem.control.credentials.Secret;
import dev.tandem.control.model.VirtualAddress;
import dev.tandem.control.render.MoveHook;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the admin's files that move a virtual address. */
public final class HookFiles {
    private static final String TOKEN = "virtual-address.token";
    private static final Secret OUTLINED = new Secret("in-the-place-of-the-token");

    private HookFiles() {}

    /** Throws CommandFailure, with what to do, when one is missing or is not what it must be. */
    static Optional<MoveHook> read(VirtualAddress address) {
        return address.hook()
                .map(hook -> new MoveHook(program(hook.program()), hook.token().map(HookFiles::token)));
    }

    /** The same with a word in the place of the token, which may be lost with the computer. Throws as {@link #read} does for the program. */
    static Optional<MoveHook> outlined(VirtualAddress address) {
        return address.hook()
                .map(hook -> new MoveHook(program(hook.program()), hook.token().map(_ -> OUTLINED)));
    }

    /** The token's file, when it should be there and is not. */
    public static Optional<Path> missingToken(VirtualAddress address) {
        return address.hook().flatMap(VirtualAddress.Hook::token).filter(Files::notExists);
    }

    private static String program(Path file) {
        String text = text("virtual-address.hook", file);
        if (!text.startsWith("#!")) {
            throw refusal("virtual-address.hook", file, "does not begin with #! and an interpreter, such as #!/bin/sh");
        }
        return text;
    }

    private static Secret token(Path file) {
        if (Files.notExists(file)) {
            throw new CommandFailure(
                    Exit.USAGE,
                    TOKEN + ": " + file
                            + " does not exist. No machine was touched. Next: write it; where the site is there"
                            + " already, its balancers have it in " + MoveHook.TOKEN);
        }
        String text = text(TOKEN, file).strip();
        if (text.isEmpty()) {
            throw refusal(TOKEN, file, "is empty");
        }
        return new Secret(text);
    }

    private static String text(String key, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw refusal(key, file, "does not exist");
        } catch (MalformedInputException e) {
            throw refusal(key, file, "is not text in UTF-8");
        } catch (IOException e) {
            throw refusal(key, file, "cannot be read: " + e.getMessage());
        }
    }

    private static CommandFailure refusal(String key, Path file, String why) {
        return new CommandFailure(Exit.USAGE, key + ": " + file + " " + why + ". No machine was touched.");
    }
}
