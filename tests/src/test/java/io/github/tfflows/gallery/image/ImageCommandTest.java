package io.github.tfflows.gallery.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImageCommandTest {
  @TempDir Path folder;

  /** Writes images of noise, each pixel of one of four grey values. */
  private void write(String name, int count, int size) throws IOException {
    byte[] pixels = new byte[count * size * size];
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (60 * random.nextInt(4));
    }
    write(name, 0x803, count, size, pixels);
  }

  private void write(String name, int mark, int count, int size, byte[] pixels) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(name))))) {
      for (int number : new int[] {mark, count, size, size}) {
        out.writeInt(number);
      }
      out.write(pixels);
    }
  }

  @Test
  void trainsAndDraws() throws IOException {
    System.setProperty("java.awt.headless", "true");
    write("train-images-idx3-ubyte.gz", 1100, 28);
    write("t10k-images-idx3-ubyte.gz", 70, 28);
    String options =
        "--data %1$s --out %1$s --small --steps 2 --couplings 1 --width 4 --batch-size 8"
            + " --device CPU";
    assertEquals(
        0, new CommandLine(new ImageCommand()).execute(options.formatted(folder).split(" ", -1)));
    Path picture = folder.resolve("images").resolve("draws.png");
    assertTrue(ImageIO.read(picture.toFile()).getWidth() > 500);
    assertTrue(Files.isDirectory(folder.resolve("images").resolve("model")));
  }

  @Test
  void readsPixelsAndHalvesThem() throws IOException {
    write(
        "images",
        0x803,
        1,
        4,
        new byte[] {0, 4, 8, 8, 8, 4, 8, (byte) 255, 1, 0, 0, 0, 0, 0, 0, 0});
    IdxImages images = IdxImages.read(folder.resolve("images"));
    assertEquals(1, images.count());
    assertEquals(255, images.at(0, 1, 3));
    assertEquals(0, images.at(0, -1, 0));
    IdxImages halved = images.halved();
    assertEquals(4, halved.height());
    assertEquals(4, halved.at(0, 1, 1));
    assertEquals(70, halved.at(0, 1, 2));
    assertEquals(0, halved.at(0, 0, 1));
  }

  @Test
  void otherFilesAreRefusedWithAdvice() throws IOException {
    refused("dataset-fashion-mnist", "missing");
    write("short", 0x803, 2, 2, new byte[7]);
    refused("ends before", "short");
    write("labels", 0x801, 2, 2, new byte[8]);
    refused("not an IDX file of images", "labels");
  }

  private void refused(String advice, String name) {
    String message = Expect.message(IOException.class, () -> IdxImages.read(folder.resolve(name)));
    assertTrue(message.contains(advice) && message.contains(name), message);
  }

  /** Four values of equal shares cost two bits a pixel. */
  @Test
  void independentPixelsCostTheirEntropy() throws IOException {
    write("many", 4000, 2);
    write("others", 500, 2);
    IndependentPixels pixels = new IndependentPixels(IdxImages.read(folder.resolve("many")));
    double bits = pixels.bitsPerDimension(IdxImages.read(folder.resolve("others")));
    assertEquals(2 + Math.log(4256 / 4004.0) / Math.log(2), bits, 0.01);
  }
}
