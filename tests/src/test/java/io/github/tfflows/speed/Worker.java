package io.github.tfflows.speed;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times requested work, like the Python workers: a request is a line of {@code name=value} pairs,
 * its reply a line of JSON. Prepared work is kept until {@code do=forget}.
 *
 * <ul>
 *   <li>{@code do=time seconds=S}: prepares where it is not yet, then times for about S seconds
 *   <li>{@code do=callers callers=N seconds=S}: how often N threads get it done
 *   <li>{@code do=first}: the first log-probability of a new model, or of {@code load=DIRECTORY}
 *   <li>{@code do=export to=DIRECTORY}
 *   <li>{@code do=forget}
 * </ul>
 */
final class Worker {
  private static final double WARM_UP = 1.2;
  private static final int MOST = 400;

  private final Map<String, Work> prepared = new LinkedHashMap<>();

  public static void main(String[] arguments) throws IOException {
    Worker worker = new Worker();
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(worker.reply(line));
        System.out.flush();
      }
    }
    worker.forget();
  }

  private String reply(String line) {
    try {
      Map<String, String> settings = new LinkedHashMap<>();
      for (String pair : line.trim().split(" ", -1)) {
        String[] parts = pair.split("=", 2);
        settings.put(parts[0], parts[1]);
      }
      return answer(settings);
    } catch (RuntimeException | IOException | InterruptedException | ExecutionException e) {
      return "{\"error\": \"%s\"}".formatted(e.toString().replaceAll("[\"\\\\\\p{Cntrl}]", " "));
    }
  }

  private String answer(Map<String, String> settings)
      throws IOException, InterruptedException, ExecutionException {
    return switch (settings.get("do")) {
      case "time" -> time(settings);
      case "callers" -> callers(settings);
      case "first" -> first(settings);
      case "export" -> export(settings);
      case "forget" -> forget();
      default -> throw new IllegalArgumentException("nothing is named " + settings.get("do"));
    };
  }

  private String time(Map<String, String> settings) {
    double seconds = Double.parseDouble(settings.get("seconds"));
    Work work = prepare(settings);
    List<String> times = new ArrayList<>();
    int least = Integer.parseInt(settings.getOrDefault("least", "3"));
    long begin = System.nanoTime();
    while (times.size() < least
        || (times.size() < MOST && (System.nanoTime() - begin) / 1e9 < seconds)) {
      times.add(String.format(Locale.ROOT, "%.4g", work.once()));
    }
    return "{\"times\": %s, \"parameters\": %d}".formatted(times, work.parameters());
  }

  /** Training's steps have an end, so fewer of them warm up. */
  private Work prepare(Map<String, String> settings) {
    Map<String, String> key = new LinkedHashMap<>(settings);
    List.of("do", "seconds", "callers", "least").forEach(key::remove);
    Work known = prepared.get(key.toString());
    if (known != null) {
      return known;
    }
    Work work = Work.of(SpeedCase.of(settings), settings);
    prepared.put(key.toString(), work);
    int most = work instanceof TrainingSteps ? 6 : 10 * MOST;
    work.once();
    long begin = System.nanoTime();
    for (int i = 1; i < most && (System.nanoTime() - begin) / 1e9 < WARM_UP; i++) {
      work.once();
    }
    return work;
  }

  private String callers(Map<String, String> settings)
      throws InterruptedException, ExecutionException {
    double seconds = Double.parseDouble(settings.get("seconds"));
    int callers = Integer.parseInt(settings.get("callers"));
    Work work = prepare(settings);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      Callable<Long> caller =
          () -> {
            long count = 0;
            for (; System.nanoTime() < end; count++) {
              work.once();
            }
            return count;
          };
      long calls = 0;
      for (Future<Long> count : threads.invokeAll(java.util.Collections.nCopies(callers, caller))) {
        calls += count.get();
      }
      return "{\"calls\": %d, \"seconds\": %s}".formatted(calls, seconds);
    } finally {
      threads.shutdown();
    }
  }

  private String first(Map<String, String> settings) throws IOException {
    SpeedCase speedCase = SpeedCase.of(settings);
    String directory = settings.get("load");
    CompiledDistribution model =
        directory == null
            ? CompiledDistribution.compile(speedCase.flow(), 0)
            : CompiledDistribution.load(Path.of(directory), Execution.defaults());
    try (Work work = ModelCalls.logProb(model, speedCase.d(), 1)) {
      return "{\"first\": %s}".formatted(work.once());
    }
  }

  private String export(Map<String, String> settings) throws IOException {
    try (ModelCalls calls = ModelCalls.logProb(SpeedCase.of(settings), 1, Execution.defaults())) {
      calls.export(Path.of(settings.get("to")));
    }
    return "{}";
  }

  private String forget() {
    prepared.values().forEach(Work::close);
    prepared.clear();
    return "{}";
  }
}
