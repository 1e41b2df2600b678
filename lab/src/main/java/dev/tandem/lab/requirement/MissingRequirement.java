package dev.tandem.lab.requirement;

/**
 * One thing that this computer lacks.
 *
 * @param what the thing
 * @param why the lab needs it
 * @param remedy what the user can do
 */
public record MissingRequirement(String what, String why, String remedy) {
    @Override
    public String toString() {
        return what + " is missing: " + why + " [" + remedy + "]";
    }
}
