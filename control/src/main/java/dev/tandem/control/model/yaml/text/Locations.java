package dev.tandem.control.model.yaml.text;

import java.util.Map;

/**
 * Where each value of a site stands in its file.
 *
 * @param file as the user named it
 * @param positions of every path that the file has: a scalar's own place, the key of anything larger
 */
public record Locations(String file, Map<String, Position> positions) {
    public Locations {
        positions = Map.copyOf(positions);
    }

    /** The place of the value or, when the file leaves it to its default, of the nearest thing around it. */
    public Position of(String path) {
        for (String nearest = path; !nearest.isEmpty(); nearest = parent(nearest)) {
            Position position = positions.get(nearest);
            if (position != null) {
                return position;
            }
        }
        return Position.START;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
