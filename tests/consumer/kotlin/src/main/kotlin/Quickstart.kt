import io.github.tfflows.bijectors.Flows
import io.github.tfflows.bijectors.linear.Standardize
import io.github.tfflows.core.training.Training
import java.util.Random

fun main() {
  val random = Random(1)
  val data = Array(2000) { // a bent Gaussian
    val x = random.nextGaussian()
    floatArrayOf(x.toFloat(), (x * x + 0.3 * random.nextGaussian()).toFloat())
  }
  val flow = Flows.forData(2000, 2).then(Standardize.fit(data))
  Training.forData(2000, 2).fit(flow, data).use { model ->
    println("log p(1, 1) = ${model.logProb(arrayOf(floatArrayOf(1f, 1f)))[0]}") // the truth is -1.13
    println("a draw: ${model.sample(1, 42)[0].toList()}")
  }
}
