package dev.tandem.control.credentials;

/** Who signs certificates. Whoever holds one of an authority's certificates gets a hearing where that authority is trusted, and nowhere else. */
public enum Authority {
    /** Of everything but the vote. */
    SITE("authority"),
    /**
     * Of etcd and of those who may ask it: its JSON gateway takes everybody with a certificate of its authority and cannot ask for a name, and who
     * writes there decides who is primary.
     */
    CONSENSUS("consensus");

    private final String word;

    Authority(String word) {
        this.word = word;
    }

    /** As files are called. */
    public String word() {
        return word;
    }
}
