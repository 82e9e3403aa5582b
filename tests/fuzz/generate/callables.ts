import { writeClass } from './classes.ts';
import { listOf } from './data.ts';
import type { Declaration, ModuleDraft, ProgramDraft } from './drafts.ts';
import { type Binding, type Callable, type CallForm, local, variable } from './entities.ts';
import { declare } from './exports.ts';
import { functionOf } from './function-values.ts';
import { numberOf } from './numbers.ts';
import { parametersOf } from './parameters.ts';
import { body, item, js, lines, statement } from './piece.ts';
import { choose, type Rules } from './rules.ts';
import { type Findings, newFindings, Scope } from './scope.ts';
import { bodyOf, statementsOf } from './statements.ts';

/** What a rule of callables gives: all but its name in the table. */
type Drawn = Omit<Declaration, 'rule'>;

/** Writes a function, a class or an object with methods into a module, above all that were written before. */
export function writeCallable(program: ProgramDraft, module: ModuleDraft): void {
  const findings = newFindings(program.nextLevel());
  const chosen = choose('callable', rules, new Scope({ program, module, findings, depth: 2 }));
  if (chosen) declare(program, module, { rule: chosen.rule, ...chosen.result });
}

/** A new binding of the module. */
export function bindingOf(
  { program, module }: Scope,
  kind: string,
  { isHoisted = false, isVariable = false }: Partial<Pick<Binding, 'isHoisted' | 'isVariable'>> = {},
): Binding {
  return { module, name: program.fresh(`${module.prefix}${kind}`), isHoisted, isVariable };
}

/** The entity of a callable whose code has been written. */
export function callableOf(
  binding: Binding,
  findings: Findings,
  options: Partial<Pick<Callable, 'form' | 'isWritable'>> & { readonly suffix?: string } = {},
): Callable {
  const { form = 'call', isWritable = false, suffix = '' } = options;
  return {
    kind: 'callable',
    binding,
    text: `${binding.name}${suffix}`,
    form,
    level: findings.level,
    cost: findings.cost,
    isLoading: findings.isLoading,
    mayThrow: findings.mayThrow,
    isWritable,
    // What it calls after it was replaced, nobody knows.
    touches: isWritable ? undefined : new Set(findings.touches),
    firstTouches: new Set(findings.touches),
  };
}

interface Keywords {
  readonly form: CallForm;
  readonly before: string;
  readonly mayAwait?: boolean;
  readonly mayYield?: boolean;
  readonly isVariable?: boolean;
}

const PLAIN: Keywords = { form: 'call', before: 'function ' };

function declaration(scope: Scope, keywords: Keywords, kind = 'Fn'): Drawn {
  const isVariable = keywords.isVariable ?? false;
  const binding = bindingOf(scope, kind, { isHoisted: true, isVariable });
  const { parts, inner } = parametersOf(scope.inFunction({ ...keywords, hasArguments: true }));
  const written = js`${keywords.before}${binding.name}(${parts}) {${lines(bodyOf(inner, 2))}\n}`;
  const { form } = keywords;
  return drawn(
    binding,
    [callableOf(binding, scope.findings, { form, isWritable: isVariable })],
    () => written,
  );
}

function variableWith(scope: Scope, keyword: string, isWritable: boolean): Drawn {
  const binding = bindingOf(scope, 'fn', { isVariable: true });
  const written = js`${keyword} ${binding.name} = ${functionOf(scope.with({ depth: 2 }))};`;
  return drawn(binding, [callableOf(binding, scope.findings, { isWritable })], () => written);
}

function drawn(binding: Binding, entities: Drawn['entities'], write: Drawn['write']): Drawn {
  return { bindings: [binding], entities, mayBeExported: true, write };
}

const rules: Rules<'callable', Drawn> = {
  declaration: (scope) => declaration(scope, PLAIN),
  constArrow: (scope) => {
    const binding = bindingOf(scope, 'arrow');
    const { parts, inner } = parametersOf(scope.inFunction());
    const value = scope.dice.chance(50) ? js`${body(numberOf(inner))}` : js`{${lines(bodyOf(inner, 2))}\n}`;
    const written = [...js`const ${binding.name} = (${parts}) => `, ...value, ';'];
    return drawn(binding, [callableOf(binding, scope.findings)], () => written);
  },
  constFunction: (scope) => {
    const binding = bindingOf(scope, 'expr');
    const { parts, inner } = parametersOf(scope.inFunction({ hasArguments: true }));
    const written = js`const ${binding.name} = function (${parts}) {${lines(bodyOf(inner, 2))}\n};`;
    return drawn(binding, [callableOf(binding, scope.findings)], () => written);
  },
  letFunction: (scope) => variableWith(scope, 'let', true),
  varArrow: (scope) => variableWith(scope, 'var', scope.dice.chance(50)),
  reassignedDeclaration: (scope) => declaration(scope, { ...PLAIN, isVariable: true }, 'Re'),
  asyncFunction: (scope) =>
    declaration(scope, { form: 'async', before: 'async function ', mayAwait: true }, 'Async'),
  asyncArrow: (scope) => {
    const binding = bindingOf(scope, 'later');
    const { parts, inner } = parametersOf(scope.inFunction({ mayAwait: true }));
    const written = js`const ${binding.name} = async (${parts}) => {${lines(bodyOf(inner, 2))}\n};`;
    return drawn(binding, [callableOf(binding, scope.findings, { form: 'async' })], () => written);
  },
  generator: (scope) =>
    declaration(scope, { form: 'generator', before: 'function* ', mayYield: true }, 'Gen'),
  asyncGenerator: (scope) =>
    declaration(
      scope,
      { form: 'asyncGenerator', before: 'async function* ', mayYield: true, mayAwait: true },
      'AsyncGen',
    ),
  tag: (scope) => {
    const binding = bindingOf(scope, 'Tag', { isHoisted: true });
    const [values, first] = [scope.program.fresh('values'), scope.program.fresh('x')];
    const inner = scope
      .inFunction({ hasArguments: true })
      .declaring(local('list', values), local('number', first));
    const written = js`function ${binding.name}(strings, ${first}, ...${values}) {${lines(bodyOf(inner, 2))}\n}`;
    return drawn(binding, [callableOf(binding, scope.findings, { form: 'tag' })], () => written);
  },
  classMethods: (scope) => writeClass(scope),
  objectMethods: (scope) => {
    const binding = bindingOf(scope, 'object');
    const inner = scope.inFunction({ hasArguments: true });
    const { parts, inner: within } = parametersOf(inner);
    const members = [
      item('', js`m(${parts}) {${lines(bodyOf(within, 2))}\n},`),
      item('', js`get v() { return ${numberOf(inner)}; },`),
      item('', js`set v(x) {${lines(statementsOf(inner.declaring(local('number', 'x')), 1))}\n},`),
      item(
        '',
        js`async later(x) {${lines(bodyOf(scope.inFunction({ mayAwait: true, hasArguments: true }).declaring(local('number', 'x')), 2))}\n},`,
      ),
    ];
    const written = js`const ${binding.name} = {${lines(members)}\n};`;
    return drawn(
      binding,
      [
        callableOf(binding, scope.findings, { suffix: '.m' }),
        callableOf(binding, scope.findings, { suffix: '.later', form: 'async' }),
      ],
      () => written,
    );
  },
  namespace: (scope) => {
    if (!scope.module.isTypeScript) return undefined;
    const binding = bindingOf(scope, 'Space');
    const [exported, numbers, hidden, name] = ['n', 'l', 'h', 'f'].map((key) => scope.program.fresh(key)) as [
      string,
      string,
      string,
      string,
    ];
    const variables = [local('number', exported), local('list', numbers), local('number', hidden)];
    scope.findings.touches.add(binding);
    const { parts, inner } = parametersOf(scope.declaring(...variables).inFunction({ hasArguments: true }));
    const member = item('', js`export function ${name}(${parts}) {${lines(bodyOf(inner, 2))}\n}`);
    const entities = [
      variable(binding, 'number', { suffix: `.${exported}` }),
      variable(binding, 'list', { suffix: `.${numbers}` }),
      callableOf(binding, scope.findings, { suffix: `.${name}` }),
    ];
    return drawn(binding, entities, (place) => {
      const outer = place.with({ frame: { ...place.frame, mayAwait: false } });
      const members = [
        statement('', js`export let ${exported} = ${numberOf(outer)}, ${numbers} = ${listOf(outer)};`),
        statement('', js`let ${hidden} = ${numberOf(outer)};`),
        member,
        ...statementsOf(outer.declaring(...variables), 2),
      ];
      return js`namespace ${binding.name} {${lines(members)}\n}`;
    });
  },
  factory: (scope) => {
    // What a factory gives keeps variables of its own, which only a variable of the module isolates.
    const [binding, count] = [bindingOf(scope, 'made', { isVariable: true }), scope.program.fresh('count')];
    const { level } = scope.findings;
    return drawn(binding, [callableOf(binding, scope.findings, { isWritable: true })], (place) => {
      const inner = place.withLevel(level).inFunction().declaring(local('number', count));
      const closure = inner.inFunction();
      return js`let ${binding.name} = ((${count} = 1) => {${lines(statementsOf(inner, 1))}\n  return (x) => (${count} += x, ${numberOf(closure)});\n})();`;
    });
  },
  instance: (scope) => {
    const classes = scope.module.declarations.filter(({ rule }) => rule === 'callable.classMethods');
    const made = scope.dice.pick(classes)?.bindings[0];
    if (made === undefined) return undefined;
    const binding = bindingOf(scope, 'inst', { isVariable: true });
    const methods = scope.module.entities.filter(
      (entity): entity is Callable =>
        entity.binding === made && entity.text.includes('.of().') && entity.kind === 'callable',
    );
    // What fields touch when an instance is made, the methods know.
    if (methods.length === 0) return undefined;
    const entities = methods.map((entity) => ({
      ...entity,
      binding,
      text: entity.text.replace(`${made.name}.of()`, binding.name),
      touches: entity.touches && new Set([...entity.touches, binding]),
    }));
    const touched = methods.flatMap(({ touches }) => [...(touches ?? [])]);
    return {
      bindings: [binding],
      entities: [variable(binding, 'number', { suffix: '.own' }), ...entities],
      mayBeExported: true,
      needs: [made, ...touched],
      write: () => [`let ${binding.name} = ${made.name}.of();`],
    };
  },
};
