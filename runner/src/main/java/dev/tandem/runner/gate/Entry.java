package dev.tandem.runner.gate;

/** What {@link Admission} answers to a request that wants in. */
sealed interface Entry {
    /**
     * It is let in.
     *
     * @param place what it holds; to be left when the request has ended, however it ends
     */
    record Admitted(Place place) implements Entry {}

    /**
     * It is not, and holds nothing.
     *
     * @param places which ones it was refused, as words: requests or streams
     * @param held how many of them its source holds
     * @param free how many of them are free, none of which it may have
     * @param all how many there are
     */
    record Refused(String places, Source source, int held, int free, int all) implements Entry {
        @Override
        public String toString() {
            return free == 0
                    ? "all " + all + " places for " + places + " are taken"
                    : "of " + all + " places for " + places + " " + source + " has " + held + ", and " + free
                            + " are left for others";
        }
    }
}
