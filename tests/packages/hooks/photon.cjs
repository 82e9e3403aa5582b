// Preloaded: everything that this process runs is part of one photon.

const { enter } = require('./enter.cjs');

// What is loaded before is evaluated outside photons, and the photon gets its state by init.
for (const path of JSON.parse(process.env.LOADED_BEFORE)) require(path);
enter();
