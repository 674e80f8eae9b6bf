package io.github.tfflows.core.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Expr;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LogBesselTest {
  private static final double[] ORDERS = {0, 0.5, 1, 7.5, 19, 20.5, 99, 499};
  private static final double[] KAPPAS = {0, 1e-3, 1, 10, 30, 300, 1e4, 1e6};

  /** {@code log(exp(-κ)·I_ν(κ)/κ^ν)} by mpmath with 40 digits, in a row for each order. */
  private static final double[][] LOGS = {
    {
      0.0,
      -0.000999750000015625,
      -0.7640856414928213,
      -2.0570279168813044,
      -2.615298566828064,
      -3.7704124069977714,
      -5.524096218567699,
      -7.826693687186747
    },
    {
      -0.22579135264472744,
      -0.22679118597806633,
      -1.0643519910735317,
      -3.221523628259872,
      -4.320135914866828,
      -6.622721007860874,
      -10.129278905180856,
      -14.734449091168948
    },
    {
      -0.6931471805599453,
      -0.6941470555599479,
      -1.5706479874908312,
      -4.412381258889833,
      -6.033449292379748,
      -9.475864334624893,
      -14.73448659304411,
      -21.642204745151272
    },
    {
      -14.747871111500588,
      -14.748871082088822,
      -15.718504706627106,
      -22.146029102793143,
      -29.072689887989828,
      -46.6426828530377,
      -74.60446164889743,
      -111.44305099693287
    },
    {
      -52.509680617838455,
      -52.51068060533846,
      -53.49718433526108,
      -61.29432389332416,
      -73.16096285353669,
      -112.74474961446028,
      -180.53861418328128,
      -270.3215747885982
    },
    {
      -58.06144306215404,
      -58.062443050526134,
      -59.04981815782393,
      -66.9268776359313,
      -79.20170425305801,
      -121.39926649490772,
      -194.35708738745734,
      -291.0448702505594
    },
    {
      -427.75577624501,
      -427.75677624251,
      -428.7532762759496,
      -437.506084644406,
      -455.5301298649229,
      -584.6621862133027,
      -917.837863545798,
      -1375.5671394280962
    },
    {
      -2950.9962934611467,
      -2950.9972934606467,
      -2951.9957934613963,
      -2960.9462959558255,
      -2980.5464953158107,
      -3207.8095853704376,
      -4613.932032162586,
      -6901.8909626710265
    }
  };

  /** {@code 1 - I_{ν+1}(κ)/I_ν(κ)} by mpmath. */
  private static final double[][] SHORTFALLS = {
    {
      1.0,
      0.9995000000625,
      0.5536100341034655,
      0.05140017404515404,
      0.01681044463466391,
      0.0016680602094664729,
      5.000125012501954e-05,
      5.00000125000125e-07
    },
    {
      1.0,
      0.9996666666888889,
      0.6869647145006686,
      0.09999999587769275,
      0.03333333333333333,
      0.0033333333333333335,
      0.0001,
      1e-06
    },
    {
      1.0,
      0.9997500000104167,
      0.7598062761299103,
      0.1458146916763184,
      0.04956879927891005,
      0.004995819383330766,
      0.00014999624962495076,
      1.499999624999625e-06
    },
    {
      1.0,
      0.9999411764707703,
      0.9413575731344429,
      0.5314137885653858,
      0.23500078842266417,
      0.026354562330964698,
      0.0007997199720350148,
      7.999971999972e-06
    },
    {
      1.0,
      0.9999750000000149,
      0.9750148640653677,
      0.7633919040833971,
      0.4615041791397537,
      0.06299115046254622,
      0.0019481960712253435,
      1.949981962481964e-05
    },
    {
      1.0,
      0.9999767441860585,
      0.9767561926756082,
      0.7783970219484359,
      0.4834708745998216,
      0.06766160218037047,
      0.0020978997921743715,
      2.099978999979002e-05
    },
    {
      1.0,
      0.9999950000000001,
      0.9950001237563099,
      0.9501231593617382,
      0.8532017669629176,
      0.27846038719842087,
      0.009900992549995115,
      9.949509962011162e-05
    },
    {
      1.0,
      0.999999,
      0.999000000998002,
      0.9900009978052359,
      0.9700268979058514,
      0.7229822226473741,
      0.04870564609405965,
      0.0004993754995082497
    }
  };

  private static Values kappas() {
    return Values.rows(Shape.of(1), KAPPAS);
  }

  @Test
  void agreesWithAnotherImplementation() {
    try (Workbench bench = Workbench.float64()) {
      Expr kappa = bench.input("kappa", Shape.of(-1, 1));
      for (int i = 0; i < ORDERS.length; i++) {
        LogBessel found = LogBessel.of(ORDERS[i], kappa);
        Values logs = bench.fetch(found.log(), Map.of("kappa", kappas()));
        Values falls = bench.fetch(found.shortfall(), Map.of("kappa", kappas()));
        for (int k = 0; k < KAPPAS.length; k++) {
          String at = "order " + ORDERS[i] + " at " + KAPPAS[k];
          assertEquals(LOGS[i][k], logs.at(k), 3e-15 * (10 + Math.abs(LOGS[i][k])), at);
          assertEquals(1, falls.at(k) / SHORTFALLS[i][k], 1e-13, at);
        }
      }
    }
  }

  @Test
  void isPreciseInFloat32() {
    try (Workbench bench = Workbench.float32()) {
      Expr kappa = bench.input("kappa", Shape.of(-1, 1));
      for (int i = 0; i < ORDERS.length; i++) {
        LogBessel found = LogBessel.of(ORDERS[i], kappa);
        Values logs = bench.fetch(found.log(), Map.of("kappa", kappas()));
        Values falls = bench.fetch(found.shortfall(), Map.of("kappa", kappas()));
        for (int k = 0; k < KAPPAS.length; k++) {
          String at = "order " + ORDERS[i] + " at " + KAPPAS[k];
          assertEquals(LOGS[i][k], logs.at(k), 1e-6 * (20 + Math.abs(LOGS[i][k])), at);
          assertEquals(1, falls.at(k) / SHORTFALLS[i][k], 1e-5, at);
        }
      }
    }
  }

  /** The slope by {@code κ} is the shortfall, negated. */
  @Test
  void hasItsGradient() {
    try (Workbench bench = Workbench.float64()) {
      Expr kappa = bench.input("kappa", Shape.of(-1, 1));
      LogBessel found = LogBessel.of(1.5, kappa);
      Expr slope = bench.gradients(bench.total(found.log()), List.of(kappa)).get(0).orElseThrow();
      Map<String, Values> feeds = Map.of("kappa", kappas());
      Values falls = bench.fetch(found.shortfall(), feeds);
      assertTrue(bench.fetch(slope, feeds).map(x -> -x).distance(falls) <= 1e-15);
    }
  }
}
