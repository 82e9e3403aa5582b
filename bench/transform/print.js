import { geometricMean } from '../support/statistics.js';

/** Prints the table of files. */
export function printFiles(files) {
  const rows = files.map(({ name, bytes, ms, toPrinted, toMapped, control, isolated, rounds }) => [
    name,
    {
      KB: Math.round(bytes / 1000),
      'MB/s': (bytes / 1000 / ms).toFixed(2),
      '÷ Babel': toPrinted.toFixed(2),
      control: control.toFixed(2),
      '÷ Babel with map': toMapped.toFixed(2),
      'isolated bindings': isolated,
      rounds,
    },
  ]);
  const mean = (key) => geometricMean(files.map((each) => each[key])).toFixed(2);
  console.log(`transforming a file ÷ parsing and printing it with Babel, Node ${process.version}`);
  console.table(Object.fromEntries(rows));
  console.log(
    `geometric mean ${mean('toPrinted')} (control ${mean('control')}), with map ${mean('toMapped')}\n`,
  );
}

/** Prints the table of builds. */
export function printBuilds(builds) {
  const rows = builds.map(({ name, plain, photonized, ratio, control, bare, rounds }) => [
    name,
    {
      'esbuild, ms': Math.round(plain),
      'with plugin, ms': Math.round(photonized),
      '÷ esbuild': ratio.toFixed(2),
      control: control.toFixed(2),
      'plugin that hands over files': bare.toFixed(2),
      rounds,
    },
  ]);
  const [{ files, bytes }] = builds;
  console.log(`building ${files} files, ${(bytes / 1e6).toFixed(1)} MB, with the plugin ÷ without`);
  console.table(Object.fromEntries(rows));
}
