/** The version that goes with every batch; the build checks it against the package. */
export const VERSION = '0.1.0';
