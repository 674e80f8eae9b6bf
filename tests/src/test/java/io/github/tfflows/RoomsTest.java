package io.github.tfflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The size of packages and the order of the files within them, in all modules. A file stands one
 * floor above the highest file of its own package that it uses; nested classes belong to their
 * file.
 */
class RoomsTest {
  private static final String ROOT = "io.github.tfflows.";

  /**
   * A package in numbers.
   *
   * @param files the top-level classes
   * @param floors the height
   * @param circling the files that use each other in circles
   */
  private record Room(int files, int floors, int circling) {
    static final Room USUAL = new Room(20, 5, 0);

    boolean isWithin(Room limit) {
      return files <= limit.files && floors <= limit.floors && circling <= limit.circling;
    }
  }

  /** Catalogues, whose many files are of one kind. */
  private static final Map<String, Room> CATALOGUES =
      Map.of(
          "core.base", new Room(30, 5, 0),
          "bijectors.scalar", new Room(29, 5, 0),
          "bijectors.linear", new Room(22, 5, 0));

  /** Packages above the limit of size: these numbers may only fall. */
  private static final Map<String, Room> LARGER =
      Map.of("core.graph", new Room(17, 6, 10), "testing", new Room(20, 6, 0));

  private static final JavaClasses ALL = classes();

  /** The tests have no dependency on Spark, so that its module is read from its folder. */
  private static JavaClasses classes() {
    Set<Location> places = new HashSet<>(Locations.ofPackage("io.github.tfflows"));
    Path spark = Path.of("../tfflows-examples/spark/target/classes").toAbsolutePath().normalize();
    boolean isOnPath = RoomsTest.class.getResource("spark/TableFlow.class") != null;
    if (!isOnPath && Files.exists(spark)) {
      places.add(Location.of(spark));
    }
    // Names are enough: the classes of other libraries are not read.
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importLocations(places);
        });
  }

  private static String file(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  static String place(String file) {
    return file.substring(ROOT.length(), Math.max(ROOT.length(), file.lastIndexOf('.')));
  }

  /** The files that each file uses, by package. */
  static Map<String, Map<String, Set<String>>> rooms() {
    Map<String, Map<String, Set<String>>> rooms = new TreeMap<>();
    for (JavaClass type : ALL) {
      String file = file(type);
      if (type.getSimpleName().equals("package-info") || type.getName().endsWith("module-info")) {
        continue;
      }
      Set<String> used =
          rooms
              .computeIfAbsent(place(file), name -> new TreeMap<>())
              .computeIfAbsent(file, name -> new TreeSet<>());
      for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
        String target = file(arrow.getTargetClass());
        if (target.startsWith(ROOT) && !target.equals(file)) {
          used.add(target);
        }
      }
    }
    return rooms;
  }

  private static Room measured(Map<String, Set<String>> room) {
    Map<String, Set<String>> below = new HashMap<>();
    room.keySet().forEach(file -> below.put(file, reached(file, room)));
    int circling = (int) room.keySet().stream().filter(f -> below.get(f).contains(f)).count();
    Map<String, Integer> floors = new HashMap<>();
    int height = room.keySet().stream().mapToInt(f -> floor(f, below, floors)).max().orElse(0);
    return new Room(room.size(), height, circling);
  }

  private static Set<String> reached(String from, Map<String, Set<String>> room) {
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(room.get(from));
    while (!next.isEmpty()) {
      String file = next.pop();
      if (room.containsKey(file) && seen.add(file)) {
        next.addAll(room.get(file));
      }
    }
    return seen;
  }

  /** The files of a circle stand on one floor. */
  private static int floor(
      String file, Map<String, Set<String>> below, Map<String, Integer> floors) {
    Integer found = floors.get(file);
    if (found != null) {
      return found;
    }
    int highest = 0;
    for (String other : below.get(file)) {
      if (!below.get(other).contains(file)) {
        highest = Math.max(highest, floor(other, below, floors));
      }
    }
    floors.put(file, highest + 1);
    return highest + 1;
  }

  @Test
  void roomsAreSmallLowAndFreeOfCircles() {
    List<String> wrong = new ArrayList<>();
    rooms()
        .forEach(
            (name, room) -> {
              Room limit = LARGER.getOrDefault(name, CATALOGUES.getOrDefault(name, Room.USUAL));
              Room found = measured(room);
              if (!found.isWithin(limit)) {
                wrong.add("%s is %s, expected at most %s".formatted(name, found, limit));
              }
            });
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyExceptionIsAPackage() {
    Set<String> named = new TreeSet<>(LARGER.keySet());
    named.addAll(CATALOGUES.keySet());
    assertTrue(rooms().keySet().containsAll(named), named::toString);
  }
}
