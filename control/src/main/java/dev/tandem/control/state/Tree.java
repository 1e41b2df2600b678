package dev.tandem.control.state;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An immutable directory of files: a release, or a version of one of Tandem's own programs. It is there entirely or not at
 * all, because it is made beside and renamed. Its id comes from its content, so equal content is never sent twice.
 *
 * @param parent the directory that holds all versions
 * @param id the name of this version in it
 * @param files by their path within the tree
 */
public record Tree(MachinePath parent, String id, SortedMap<String, Source> files) implements Item {
    public Tree {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Where this version lies on the machine. */
    public MachinePath path() {
        return parent.child(id);
    }

    /**
     * Where a file's bytes are on the admin's side.
     *
     * @param sha256 of its content, in hexadecimal
     */
    public record Source(Path file, String sha256, long bytes) {}
}
