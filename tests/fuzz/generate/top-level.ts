import { stringOf } from './data.ts';
import type { Declaration, ModuleDraft, ProgramDraft } from './drafts.ts';
import { type Binding, type Entity, local } from './entities.ts';
import { numberOf } from './numbers.ts';
import { js, lines, operand, type Part, type Piece, start, statement } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import { hasDeadZone, newFindings, Scope } from './scope.ts';
import { drawStatement, singleStatement, statementsOf } from './statements.ts';

/** Callables of every level may be called at top level. */
const ANY_LEVEL = 1_000_000;

/** A top-level statement, and what it declares for those after it. */
interface Drawn {
  readonly parts: readonly Part[];
  readonly declares?: readonly Entity[];
}

/**
 * Writes a module's code: its declarations, with statements between them that use what has a value already.
 * @param initialised the bindings that have a value when the module's code begins; grows meanwhile
 */
export function writeTopLevel(
  program: ProgramDraft,
  module: ModuleDraft,
  initialised: Set<Binding>,
): Piece[] {
  const { dice } = program;
  const pieces: Piece[] = [];
  const locals: Entity[] = [];
  const place = (): Scope => {
    const findings = newFindings(ANY_LEVEL, initialised);
    const scope = new Scope({ program, module, findings, depth: 1, locals });
    return scope.with({ frame: { ...scope.frame, mayAwait: module.mayAwait } });
  };
  const addStatement = (): void => {
    const chosen = choose('topLevel', rules, place());
    if (!chosen) return;
    const { parts, declares = [] } = chosen.result;
    pieces.push(statement(chosen.rule, parts));
    locals.push(...declares);
    for (const { kind, text, ...rest } of declares)
      if (kind === 'variable' && 'isWritable' in rest && rest.isWritable) module.locals.push(text);
  };
  for (const declaration of inOrder(dice.shuffled(module.declarations), initialised)) {
    pieces.push(writeDeclaration(module, declaration, place()));
    for (const binding of declaration.bindings) initialised.add(binding);
    if (dice.chance(35)) addStatement();
  }
  for (let left = dice.int(0, 2); left > 0; left--) addStatement();
  return pieces;
}

function writeDeclaration(module: ModuleDraft, declaration: Declaration, place: Scope): Piece {
  const keyword = module.exportedInPlace.get(declaration) ?? '';
  return statement(declaration.rule, [keyword, ...declaration.write(place)]);
}

/** Declarations in the given order, save that each follows what it needs. */
function* inOrder(
  declarations: readonly Declaration[],
  initialised: ReadonlySet<Binding>,
): Generator<Declaration> {
  let left = declarations;
  while (left.length > 0) {
    const next = left.find(({ needs = [] }) => needs.every((binding) => initialised.has(binding)));
    if (next) yield next;
    else for (const declaration of left) yield withoutValue(declaration);
    left = next ? left.filter((each) => each !== next) : [];
  }
}

/** What needs modules that are evaluated later never gets its value. */
function withoutValue(declaration: Declaration): Declaration {
  const names = declaration.bindings.map(({ name }) => name);
  return { ...declaration, write: () => [`let ${names.join(', ')};`] };
}

/** Bindings whose dead zone is looked into. */
function probedBindings({ variables }: ModuleDraft): readonly Binding[] {
  return variables.filter(hasDeadZone);
}

const rules: Rules<'topLevel', Drawn> = {
  statement: (scope) => {
    const { rule, parts, declares = [] } = drawStatement(scope);
    return { parts: [statement(rule, parts)], declares };
  },
  setupCall: (scope) => {
    const name = scope.callable('call');
    return name === undefined ? undefined : { parts: js`${name}(${numberOf(scope)});` };
  },
  probe: (scope) => {
    if (!scope.module.isReassigned || !scope.program.mayProbe) return undefined;
    const { level, initialised } = scope.findings;
    const known = new Set([...(initialised ?? []), ...scope.program.modules.flatMap(probedBindings)]);
    const daring = new Scope({ ...scope, findings: newFindings(level, known, true), depth: 2 });
    const target = scope.target('string');
    const caught = target === undefined ? '' : ` ${target} += String(error?.name);`;
    return { parts: js`try {${lines([singleStatement(daring)])}\n} catch (error) {${caught} }` };
  },
  fillLoop: (scope) => {
    const key = scope.program.fresh('k');
    const inner = scope.with({ repeats: 3 }).declaring(local('number', key));
    const list = scope.container('list');
    const record = scope.container('record');
    if (list === undefined || record === undefined) return undefined;
    return {
      parts: scope.dice.pick([
        js`for (const ${key} of [1, 2]) ${record}['a'] = ${numberOf(inner)};`,
        js`[3, 4].forEach((${key}) => { ${list}.push(${numberOf(inner.inFunction())}); });`,
        js`for (let ${key} = 0; ${key} < 2; ${key}++) {${lines(statementsOf(inner.deeper, 2))}\n}`,
      ]),
    };
  },
  throwingCall: (unguarded) => {
    const { level, initialised } = unguarded.findings;
    const scope = new Scope({ ...unguarded, findings: newFindings(level, initialised, true) });
    const name = scope.callable('call');
    const target = scope.target('string');
    if (name === undefined || target === undefined) return undefined;
    return {
      parts: js`try { ${name}(${numberOf(scope)}); throw new Error(${stringOf(scope)}); } catch ({ name, message }) { ${target} = name === 'Error' ? String(message) : name; }`,
    };
  },
  immediate: (scope) => {
    const inner = scope.inFunction().deeper;
    return { parts: js`(() => {${lines(statementsOf(inner, 2))}\n})();` };
  },
  /** A process has run what needs no waiting when its first event arrives. */
  leftRunning: (scope) => {
    if (!scope.program.mayLeaveRunning) return undefined;
    const name = scope.program.fresh('x');
    const inner = scope.inFunction().deeper;
    const body = lines(statementsOf(inner.declaring(local('number', name)), 2));
    const constant = scope.dice.chance(25) ? `const ${scope.program.fresh('konst')} = ` : '';
    return {
      parts: scope.dice.pick([
        js`${constant}Promise.resolve(${numberOf(scope)}).then((${name}) => {${body}\n});`,
        js`${constant}(async (${name}) => {\n  await undefined;${body}\n})(${numberOf(scope)});`,
        js`${constant}(async () => {\n  for (let ${name} = 0; ${name} < 2; ${name}++) {\n    await ${operand(numberOf(inner))};${body}\n  }\n})();`,
      ]),
    };
  },
  constantEffects: (scope) => {
    const name = scope.program.fresh('konst');
    return {
      parts: js`const ${name} = (${start(numberOf(scope))}, ${numberOf(scope)});`,
      declares: [{ ...local('number', name), isWritable: false }],
    };
  },
  using: (scope) => {
    if (!scope.program.mayDispose) return undefined;
    const name = scope.program.fresh('resource');
    const inner = scope.inFunction({ hasArguments: true });
    const isAsync = scope.frame.mayAwait && scope.dice.chance(50);
    const [keyword, key] = isAsync ? ['await using', 'asyncDispose'] : ['using', 'dispose'];
    return {
      parts: js`${keyword} ${name} = { v: ${numberOf(scope)}, [Symbol.${key}]() { ${start(numberOf(inner))}; } };`,
      declares: [{ ...local('number', `${name}.v`), isWritable: false }],
    };
  },
};
