import { TestRunner } from 'vitest';
import { enter } from './enter.cjs';

/** Runs each test file as one photon: its imports, its hooks and its tests. */
export default class PhotonRunner extends TestRunner {
  async onBeforeCollect() {
    // What is loaded before is evaluated outside photons, and the photon gets its state by init.
    for (const path of JSON.parse(process.env.LOADED_BEFORE)) await super.importFile(path, 'setup');
  }

  // Both are called by what goes on to run the file's code, and so is within the photon then.

  importFile(path, source) {
    enter();
    return super.importFile(path, source);
  }

  onBeforeRunSuite(suite) {
    enter();
    return super.onBeforeRunSuite(suite);
  }
}
