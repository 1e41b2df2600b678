package dev.tandem.protocol;

/** The replica that holds every acknowledged write, as long as it lives the life that is named. */
public record Partner(MachineName machine, Incarnation incarnation) {
    @Override
    public String toString() {
        return machine + "#" + incarnation;
    }
}
