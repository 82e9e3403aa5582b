/**
 * Table 1 of *Photons: Lambdas on a Diet* (SoCC '20) and its §5.5: megabytes of the first invocation and of each further one
 * in the same JVM, cores in use, and what isolation adds to the execution time.
 */
export const PAPER = {
  sleep: { cpu: 0.1, first: 49, extra: 1 },
  rest: { cpu: 0.1, first: 56, extra: 1.5, overhead: 1.01 },
  hash: { cpu: 0.2, first: 127, extra: 3.5, overhead: 1.048 },
  classify: { cpu: 0.7, first: 248, extra: 29, overhead: 1.017 },
  video: { cpu: 1, first: 160, extra: 120, overhead: 1.025 },
};
