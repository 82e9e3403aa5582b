#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read, so that they get a sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  import('../dist/main.js').then(({ main }) => main(process.argv.slice(2)));
} else {
  process.stderr.write(
    `photonize needs Node 22.18 or newer; this is Node ${process.versions.node} (${process.execPath}).\n` +
      'Run it with a newer one, for example: npx --package node@24 --package @photonize/cli photonize --help\n',
  );
  process.exitCode = 1;
}
