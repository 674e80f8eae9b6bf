package io.github.tfflows.cli.evaluate;

import io.github.tfflows.tables.synthetic.Auroc;

/**
 * The strangeness as a score of labelled anomalies.
 *
 * @param column the column of the labels
 * @param anomaly the label of the anomalies
 * @param anomalies their number
 * @param others the number of other rows
 * @param auroc the probability that an anomaly is stranger than another row
 */
public record AnomalyRanking(
    String column, String anomaly, int anomalies, int others, Auroc auroc) {}
