import type { AdapterName } from '@photonize/runtime/interface';
import { assertAdapter, assertModulePolicy, assertPolicy, CompileError } from '@photonize/transform';
import type { IsolationFlags } from './commands/options.js';
import type { Isolation } from './isolation.js';
import { diagnose, Problem } from './problems.js';
import { commandFrame } from './terminal/frame.js';

/**
 * Checks what was given as --policy, --share and --module.
 * @throws {Problem} PHO1003 and PHO9001, as wrong usage
 */
export function checkIsolation({ policy, share, module, env, globals }: IsolationFlags): Isolation {
  return {
    policy: check(policy, assertPolicy),
    share,
    env: env === true,
    globals: globals === true,
    modules: Object.fromEntries(
      module.map((pin) => {
        const [, pattern, name] = /^(.+)=(.*)$/.exec(pin) ?? [];
        if (pattern === undefined || name === undefined) throw usageProblem(pin);
        return [pattern, check(name, assertModulePolicy)];
      }),
    ),
  };
}

function usageProblem(pin: string): Problem {
  const detail = `\`--module ${pin}\` names no policy: say \`--module ${pin}=instance\``;
  return new Problem([diagnose('PHO9001', { detail })], 2);
}

/**
 * Checks what was given as --adapter.
 * @throws {Problem} PHO1012, as wrong usage
 */
export function checkAdapter(name: string): AdapterName {
  return check(name, assertAdapter);
}

function check<Name extends string>(name: string, assert: (name: string) => asserts name is Name): Name {
  try {
    assert(name);
    return name;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw new Problem(
      error.diagnostics.map((diagnostic) => ({ ...diagnostic, ...commandFrame(name) })),
      2,
    );
  }
}
