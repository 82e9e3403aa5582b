import type { InputOptions, PluginItem } from '@babel/core';
import type { Babel } from '../../../packages/babel-plugin/test/support/babel.js';
import type { Case } from '../../law/support/cases.js';

/** What a user's configuration holds besides photonize. */
export interface Configuration {
  readonly name: string;
  readonly format: 'esm' | 'cjs';
  /** Where photonize is named: before or after the other plugins, or in a preset before or after the others. */
  readonly place?: 'first plugin' | 'last plugin' | 'first preset' | 'last preset';
  readonly plugins?: (babel: Babel, file: string) => PluginItem[];
  readonly presets?: (babel: Babel, file: string) => PluginItem[];
  /** Whether Babel runs once more, with photonize alone, on what it has made. */
  readonly photonizesOutput?: boolean;
  /** Whether Babel makes other things of classes, generators, spread arguments and the like. */
  readonly isForOldEngines?: boolean;
  /** The programs that Babel itself changes. */
  readonly except?: readonly string[];
}

const toCommonJs = ({ path }: Babel, file: string) =>
  isAlwaysModule(file)
    ? []
    : ['modules-commonjs', 'dynamic-import', 'export-namespace-from'].map((name) =>
        path(`plugin-transform-${name}`),
      );

const presetEnv =
  (targets: Record<string, string>, format: 'esm' | 'cjs') =>
  ({ path }: Babel, file: string): PluginItem[] => {
    const modules = format === 'esm' || isAlwaysModule(file) ? false : 'commonjs';
    return [[path('preset-env'), { targets, modules }]];
  };

/** Nothing makes Node take such a file for CommonJS. */
function isAlwaysModule(file: string): boolean {
  return /\.m[jt]s$/.test(file);
}

/** Photonize, and what the syntax of the file needs. */
export const ALONE: Configuration = { name: 'alone', format: 'esm' };
const BEFORE: Configuration = { name: 'before the CommonJS transform', format: 'cjs', plugins: toCommonJs };

const NODE_18 = { format: 'cjs', presets: presetEnv({ node: '18' }, 'cjs') } as const;

/** Photonize among what users have. */
export const COMPOSED: readonly Configuration[] = [
  BEFORE,
  { ...BEFORE, name: 'after the CommonJS transform', place: 'last plugin' },
  { name: 'with preset-env for Node 20', format: 'cjs', presets: presetEnv({ node: '20' }, 'cjs') },
  { ...NODE_18, name: 'in a preset before preset-env', place: 'first preset' },
  { ...NODE_18, name: 'in a preset after preset-env', place: 'last preset' },
  {
    ...NODE_18,
    name: 'on what preset-env has made',
    photonizesOutput: true,
    // Closures find what `exports` holds for the photon that runs them. Static members are not understood that Babel
    // has taken apart for their decorators. One method for two prototypes of classes in `exports` is assigned once.
    except: ['capture/namespaces', 'init/imported-prototypes', 'statics/decorated', 'typescript/decorators'],
  },
  {
    name: 'with preset-env for Node 12',
    format: 'esm',
    presets: presetEnv({ node: '12' }, 'esm'),
    // Babel replaces the private fields of classes with static blocks, which photonize adds; `eval` looks for one.
    // Babel keeps all classes of a loop that have private static accessors in one variable.
    except: ['eval/strict', 'statics/auto-accessors', 'statics/private-in-steps'],
  },
  {
    name: 'with preset-env for Internet Explorer',
    format: 'cjs',
    presets: presetEnv({ ie: '11' }, 'cjs'),
    isForOldEngines: true,
    // Babel names the functions that it makes by identifiers only; it has no `with` in generators; it renames
    // variables that are called `arguments`; it asks iterators for all values before it assigns the first.
    except: ['names/static-name', 'sloppy/with', 'sloppy/module-arguments', 'order/patterns'],
  },
];

/** The configuration with least in it that can express a program. */
export function simplest({ settings: { formats } }: Case): Configuration {
  return formats.includes('esm') ? ALONE : BEFORE;
}

/**
 * Babel's version of TypeScript's older decorators has none of parameters and auto-accessors. It lets derived classes
 * use static auto-accessors (https://github.com/babel/babel/issues/16478). Its namespaces export constants only.
 */
const UNKNOWN = [
  'typescript/legacy-decorators',
  'statics/inherited-accessors',
  'typescript/namespaces',
  'typescript/namespace-aliases',
];

/** Policy `strict`, instances and an environment of one's own need a bundler; these configurations have no options. */
const NEEDS_MORE = /^(?:strict|outside)\/|^directives\/module-instance$/;

/** Whether Babel can compile a program as it is. */
export function isKnownToBabel({ name }: { readonly name: string }): boolean {
  return !UNKNOWN.includes(name) && !NEEDS_MORE.test(name);
}

/** All other configurations that can express a program. */
export function composed({ name, settings: { formats } }: Case): Configuration[] {
  return COMPOSED.filter(({ format, except = [] }) => formats.includes(format) && !except.includes(name));
}

/** What a file needs in any configuration: types, JSX and decorators are no JavaScript. */
export function syntaxOf(
  { major, path }: Babel,
  file: string,
): Required<Pick<InputOptions, 'plugins' | 'presets'>> {
  const isTypeScript = /\.[mc]?tsx?$/.test(file);
  const typescript = { rewriteImportExtensions: true, ...(major === 7 && { allowDeclareFields: true }) };
  const jsx: PluginItem = [path('preset-react'), { runtime: 'classic' }];
  return {
    plugins: [[path('plugin-proposal-decorators'), { version: '2023-11' }]],
    presets: [
      ...(file.endsWith('x') ? [jsx] : []),
      ...(isTypeScript ? [[path('preset-typescript'), typescript] satisfies PluginItem] : []),
    ],
  };
}
