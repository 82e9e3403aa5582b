/** A rule of the compiler, deliberately broken: a piece of its built code, and what takes its place. */
export interface Mutant {
  readonly name: string;
  /** In `packages/transform/dist`. */
  readonly file: string;
  readonly original: string;
  readonly broken: string;
}

/** Mutants that random programs must find. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'functions are called on the record',
    file: 'rewrite/access.js',
    original: 'isCalled(path) ? `(0, ${reference})` : reference',
    broken: 'reference',
  },
  {
    name: 'shorthand properties lose their keys',
    file: 'rewrite/access.js',
    original: "isName(path) ? shorthandKey(path) : ''",
    broken: "''",
  },
  {
    name: 'functions that are assigned lose their names',
    file: 'rewrite/naming.js',
    original: 'if (!isAnonymousFunction(value))',
    broken: 'if (true)',
  },
  {
    name: 'initializers with commas have no parentheses',
    file: 'rewrite/table-calls.js',
    original: '|| t.isSequenceExpression(node)',
    broken: '',
  },
  {
    name: 'dead zones are gone',
    file: 'rewrite/prologue.js',
    original: '`lets: ${',
    broken: '`vars: ${',
  },
  {
    name: 'functions that are assigned have no first value',
    file: 'rewrite/prologue.js',
    original: '...functions.map(',
    broken: '...[].map(',
  },
  {
    name: 'statements run only once',
    file: 'plan/executables.js',
    original: "return [{ kind: 'step', path, async, repeats: repeatsOf(path, expression, facts) }];",
    broken: 'return [];',
  },
  {
    name: 'nobody watches what constants do',
    file: 'plan/executables.js',
    original: "return [{ kind: 'once', path, async: containsAwait(path) }];",
    broken: 'return [];',
  },
  {
    name: 'hoisted functions capture lookups that come later',
    file: 'plan/placement.js',
    original: 'const isStart = chains.some((chain) => chain.at(-1) === common);',
    broken: 'const isStart = false;',
  },
  {
    name: 'imports are read from root',
    file: 'plan/slots.js',
    original: 'targets.set(binding, { source, slot: target.slot });',
    broken: ';',
  },
  {
    name: 'variables of loops and blocks count as constants',
    file: 'analyze/bindings.js',
    original: 'const reassigned = nested.length > 0 || ',
    broken: 'const reassigned = ',
  },
  {
    name: 'what is used before its declaration is shared',
    file: 'plan/verdicts.js',
    original: "if (isReadEarly(fact, mayBeConst || kind === 'const'))",
    broken: 'if (false)',
  },
  {
    name: 'members are the same for all',
    file: 'analyze/constancy.js',
    original: 'if (!isPrototype(expression) && mayHaveStatics(expression.object, unit))',
    broken: 'if (false)',
  },
  {
    name: 'functions with variables of their own count as plain',
    file: 'analyze/closures.js',
    original: "return values.includes('plain') && !values.includes('unknown');",
    broken: 'return true;',
  },
  {
    name: 'importers take copies of state for constants',
    file: 'summarize/forwards.js',
    original: 'if (dependent.length === 0)',
    broken: 'if (true)',
  },
  {
    name: 'static blocks run only once',
    file: 'plan/classes.js',
    original: "return runs ? [{ kind: 'staticBlock', path }] : [];",
    broken: 'return [];',
  },
  {
    name: 'functions keep the record of their first caller',
    file: 'rewrite/parameters.js',
    original: 'records.map(({ use }) => expressions.get(use))',
    broken: "records.map(({ use }) => '(' + node.callee.name + '.kept ??= ' + expressions.get(use) + ')')",
  },
  {
    name: 'functions that name their arguments are given records',
    file: 'analyze/direct-calls.js',
    original: 'this.#usesArguments(path)',
    broken: 'false',
  },
  {
    name: 'names inside `with` mean the root',
    file: 'rewrite/code.js',
    original: 'rewriteWith(edits, scope, scope.use && lookups.expressions.get(scope.use), value);',
    broken: ';',
  },
  {
    name: 'code that eval gets is left alone',
    file: 'rewrite/eval.js',
    original: 'rewriteCode(inner, plan, file, value);',
    broken: ';',
  },
  {
    name: 'namespaces that are handed on show the root',
    file: 'rewrite/namespaces.js',
    original: 'edits.rename(start, end, view);',
    broken: ';',
  },
];
