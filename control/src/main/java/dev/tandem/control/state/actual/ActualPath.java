package dev.tandem.control.state.actual;

import dev.tandem.control.state.Ownership;
import java.util.Optional;

/** What was found at a path. */
public sealed interface ActualPath {
    /** Nothing. */
    record Missing() implements ActualPath {}

    /**
     * A regular file.
     *
     * @param sha256 of its content, in hexadecimal
     * @param content where it was fetched: for showing a difference, and never of a secret file
     */
    record RegularFile(Ownership ownership, String sha256, Optional<String> content) implements ActualPath {}

    /** A directory. */
    record DirectoryFound(Ownership ownership) implements ActualPath {}

    /** A symbolic link. */
    record LinkFound(String target) implements ActualPath {}

    /** Something else, such as a socket or a device. */
    record Other(String kind) implements ActualPath {}
}
