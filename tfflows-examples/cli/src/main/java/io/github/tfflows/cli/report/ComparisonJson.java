package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.compare.Comparison;
import io.github.tfflows.cli.compare.Contestant;
import io.github.tfflows.core.data.Data;
import java.util.List;

/** A comparison as JSON. */
public final class ComparisonJson {
  public static ObjectNode of(String data, List<Data.Split> splits, Comparison comparison) {
    ObjectNode all = JsonOutput.object();
    all.put("data", data).put("training_rows", splits.get(0).training().count());
    all.put("rows", splits.stream().mapToInt(split -> split.heldOut().count()).sum());
    ArrayNode ranked = all.putArray("densities");
    for (Contestant one : comparison.contestants()) {
      ObjectNode density = ranked.addObject().put("name", one.fitted().name());
      EvaluationJson.mean(density, "mean_log_prob", one.logProb());
      EvaluationJson.mean(density, "behind_the_best", comparison.behind(one));
      density
          .put("parameters", one.fitted().parameters())
          .put("fitting_seconds", one.fitted().seconds());
      one.drawsPerSecond().ifPresent(speed -> density.put("draws_per_second", speed));
    }
    comparison.apart().forEach(all.putArray("incomparable_point_masses")::add);
    ObjectNode failures = all.putObject("failures");
    comparison.failures().forEach(failures::put);
    return all;
  }

  private ComparisonJson() {}
}
