import {
  type ChosenFiles,
  chooseFiles,
  createLinker,
  displayName,
  type FileOptions,
  type Linker,
} from '@photonize/linker';
import { type Inspection, inspect, type Policy, type PolicyOptions, perPolicy } from '@photonize/transform';
import type { Plugin } from 'esbuild';
import { BuildHost, MODULES } from './host.js';
import { toFailure, toMessage } from './messages.js';

/** A module of a build, as it is. */
export interface SurveyedModule {
  readonly path: string;
  readonly code: string;
  readonly inspection: Inspection;
}

/** Options of {@link survey}: which files, and what is done with what is found. */
export interface SurveyOptions extends Omit<FileOptions, 'policy' | 'onModule'> {
  readonly onModule: (module: SurveyedModule) => void;
}

/**
 * An esbuild plugin that tells what photonizing would do with each module under each policy, and leaves all modules as
 * they are. It has to be the only plugin.
 */
export function survey({ onModule, ...files }: SurveyOptions): Plugin {
  return {
    name: 'photonize-survey',
    setup(build) {
      const { absWorkingDir: directory = process.cwd() } = build.initialOptions;
      const chosen = perPolicy((policy) => chooseFiles(filesUnder(policy, files)));
      const host = new BuildHost(build, chosen.strict.policyOf, files.globals ?? false);
      const graphs = perPolicy((policy) => graphUnder(chosen[policy], host));
      build.onLoad({ filter: MODULES, namespace: 'file' }, async ({ path }) => {
        if (!host.isModule(path)) return undefined;
        try {
          const code = host.read(path);
          const options = await optionsOf(path, displayName(path, directory), graphs, host.globals);
          onModule({ path, code, inspection: inspect(code, options) });
          return undefined;
        } catch (error) {
          return toFailure(error);
        }
      });
      build.onEnd(() => ({ warnings: chosen.strict.unusedPins().map(toMessage) }));
    },
  };
}

/** The modules of a build as they see each other under one policy. */
interface PolicyGraph {
  readonly linker: Linker;
  readonly files: ChosenFiles;
}

function graphUnder(files: ChosenFiles, host: BuildHost): PolicyGraph {
  const load = async (path: string) => ({ code: host.read(path), policy: files.policyOf(path) });
  const resolve = host.resolve.bind(host);
  const entries = () => host.entries();
  const readonlyTypes = host.readonlyTypes.bind(host);
  const linker = createLinker({ resolve, load, entries, readonlyTypes, globals: host.globals });
  return { linker, files };
}

/** Policy `shared` stands for what happens without photons, so that no pins count. */
function filesUnder(policy: Policy, files: Omit<SurveyOptions, 'onModule'>): FileOptions {
  return policy === 'shared' ? { policy } : { ...files, policy };
}

/** Under policy `shared` modules have nothing to tell each other. */
async function optionsOf(
  path: string,
  filename: string,
  graphs: Readonly<Record<Policy, PolicyGraph>>,
  globals: boolean,
): Promise<PolicyOptions> {
  const { bindings, strict } = graphs;
  const imports = {
    bindings: await bindings.linker.imports(path),
    strict: await strict.linker.imports(path),
    shared: {},
  };
  const importersRead = {
    bindings: await bindings.linker.importersRead(path),
    strict: await strict.linker.importersRead(path),
    shared: false,
  };
  const { readonlyTypes } = await strict.linker.summary(path);
  return perPolicy((policy) => ({
    filename,
    readonlyTypes,
    policy: graphs[policy].files.policyOf(path),
    imports: imports[policy],
    importersRead: importersRead[policy],
    bundled: true,
    globals: globals && policy !== 'shared',
  }));
}
