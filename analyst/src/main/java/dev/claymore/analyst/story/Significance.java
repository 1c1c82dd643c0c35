package dev.claymore.analyst.story;

/**
 * Whether two shares differ by more than chance: of those with a trait and those without it.
 *
 * <p>Fisher's exact test where an expected count is below 5, else the chi-square test with Yates's continuity correction; two-sided.
 */
final class Significance {

    /** Lanczos's approximation of the gamma function with g = 7, n = 9 (P. Godfrey's coefficients): 15 digits. */
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private static final double FEW = 5;

    private Significance() {}

    /** @param method {@code fisher} or {@code chi-square} */
    record Test(double pValue, String method) {}

    /** The table: with the trait {@code a} left and {@code b} went on, without it {@code c} left and {@code d} went on. */
    static Test of(long a, long b, long c, long d) {
        double n = (double) a + b + c + d;
        double least = Math.min(a + b, c + d) / n * Math.min(a + c, b + d);
        return least < FEW
                ? new Test(fisher(a, b, c, d), "fisher")
                : new Test(chiSquare((double) a, (double) b, (double) c, (double) d), "chi-square");
    }

    static double chiSquare(double a, double b, double c, double d) {
        double n = a + b + c + d;
        double margins = (a + b) * (c + d) * (a + c) * (b + d);
        if (margins == 0) {
            return 1;
        }
        double distance = Math.max(0, Math.abs(a * d - b * c) - n / 2);
        return erfc(Math.sqrt(n * distance * distance / margins / 2));
    }

    /** The tables at most as likely as this one, with the same margins, have this probability together. */
    static double fisher(long a, long b, long c, long d) {
        long with = a + b;
        long left = a + c;
        long n = a + b + c + d;
        double constant = logChoose(n, left);
        double observed = logChoose(with, a) + logChoose(n - with, left - a) - constant;
        double sum = 0;
        for (long k = Math.max(0, left - (n - with)); k <= Math.min(with, left); k++) {
            double log = logChoose(with, k) + logChoose(n - with, left - k) - constant;
            if (log <= observed + 1e-7) {
                sum += Math.exp(log);
            }
        }
        return Math.min(1, sum);
    }

    private static double logChoose(long n, long k) {
        return logGamma(n + 1d) - logGamma(k + 1d) - logGamma(n - k + 1d);
    }

    static double logGamma(double x) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
    }

    /** For x ≥ 0: the Taylor series for small x, Lentz's continued fraction beyond, where the series loses its digits. */
    static double erfc(double x) {
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 1 - 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int k = 60; k >= 1; k--) {
            fraction = k / 2d / (x + fraction);
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
    }
}
