import type { ModuleDraft, ProgramDraft } from './drafts.ts';
import type { Callable, CallForm, DataType } from './entities.ts';
import { fixed, item, js, lines, list, type Part, type Piece, statement } from './piece.ts';
import { newFindings, Scope } from './scope.ts';

/** An event of a generated handler: operations with their argument. */
export interface Event {
  readonly steps: readonly (readonly [operation: string, argument: number])[];
  /** Whether the operations of the event run at the same time. */
  readonly together?: true;
}

/** A copy of what a variable holds. */
const COPY: Readonly<Record<DataType, (text: string) => string>> = {
  number: (text) => text,
  string: (text) => text,
  list: (text) => `[...${text}]`,
  record: (text) => `{ ...${text} }`,
  map: (text) => `[...${text}]`,
  bigint: (text) => text,
};

/** What variables of these types hold is told apart. */
const IDENTIFIED: Readonly<Partial<Record<DataType, true>>> = { list: true, record: true, map: true };

/** How an operation calls a callable with a number. */
const CALL: Readonly<Record<CallForm, (text: string) => string>> = {
  call: (text) => `(x) => ${text}(x)`,
  async: (text) => `(x) => ${text}(x)`,
  tag: (text) => `(x) => ${text}\`a\${x}b\``,
  generator: (text) => `(x) => [...${text}(x)]`,
  asyncGenerator: (text) =>
    `async (x) => { const all = []; for await (const each of ${text}(x)) all.push(each); return all; }`,
};

/** Writes the function that shows a module's state. */
export function writeObserver(module: ModuleDraft): Piece {
  const shown = module.entities.flatMap((entity) => {
    if (entity.kind === 'variable') return [item('', [COPY[entity.type](entity.text)])];
    return entity.isWritable ? [item('', [`${entity.text}.name`])] : [];
  });
  const objects = module.entities.filter((entity) => entity.kind === 'variable' && entity.type in IDENTIFIED);
  const places = objects.map(({ text }) => item('', [text]));
  if (objects.length > 1)
    shown.push(fixed('', js`[${list(places)}].map((each, _, all) => all.indexOf(each))`));
  const observer = observerOf(module);
  const reassigned = module.isReassigned ? module.variables : [];
  const names = [...reassigned.map(({ name }) => name), ...(module.isReassigned ? module.locals : [])];
  const assignments = names.map((name) => fixed('', [`${name} = ${name};`]));
  const keep = assignments.length > 0 ? js`\n  if (!keep) {${lines(assignments)}\n}` : [];
  const written = js`function ${observer}(${keep.length > 0 ? 'keep = true' : ''}) {${fixed('', keep)}\n  return [${list(shown)}];\n}`;
  if (module.kind === 'module') return statement('', ['export ', ...written]);
  return statement('', [...written, `\n${module.exportsText}.${observer} = ${observer};`]);
}

function observerOf({ prefix }: ModuleDraft): string {
  return `${prefix}State`;
}

/** Writes how the entry loads the observers of the other modules. */
export function writeObserverImports([entry, ...others]: readonly ModuleDraft[]): Piece[] {
  return others.flatMap((module) => {
    if (module.isLazy) return [];
    const name = observerOf(module);
    if (entry?.kind === 'commonjs')
      return statement('', [`const { ${name} } = require(${module.specifier});`]);
    if (module.kind === 'module') return statement('', [`import { ${name} } from ${module.specifier};`]);
    return statement('', [
      `import ${name}Owner from ${module.specifier};\nconst { ${name} } = ${name}Owner;`,
    ]);
  });
}

/** Writes the handler, which performs operations and shows the state after each, and some events for it. */
export function writeHandler(program: ProgramDraft): { pieces: Piece[]; events: Event[] } {
  const { dice, modules } = program;
  const [entry] = modules as [ModuleDraft, ...ModuleDraft[]];
  const scope = new Scope({ program, module: entry, findings: newFindings(Number.POSITIVE_INFINITY) });
  const operations = new Map(scope.callables.map((callable, i) => [`op${i}`, callable]));
  const members = [...operations].map(([name, { text, form }]) =>
    item('', [`${name}: ${CALL[form](text)},`]),
  );
  const observers = modules.map((module) => {
    const owner = module.isLazy ? `require(${module.specifier}).` : '';
    return item('', [`...${owner}${observerOf(module)}()`]);
  });
  const isModule = entry.kind === 'module';
  const pieces = [
    statement('', js`const operations = {${lines(members)}\n};`),
    statement('', js`const observe = () => [${list(observers)}];`),
    statement('', [
      `${isModule ? 'export ' : ''}async function handler({ steps, together }) {`,
      HANDLER,
      `\n}${isModule ? '' : `\n${entry.exportsText}.handler = handler;`}`,
    ]),
  ];
  return { pieces, events: dice.times(dice.int(3, 4), () => eventOf(program, operations)) };
}

function eventOf({ dice }: ProgramDraft, operations: ReadonlyMap<string, Callable>): Event {
  const together = dice.chance(30);
  const names = [...operations].filter(([, { isLoading }]) => !together || !isLoading).map(([name]) => name);
  const steps = dice.times(dice.int(1, 4), () => [dice.pick(names) ?? 'none', dice.int(0, 9)] as const);
  return { steps, ...(together && { together }) };
}

const HANDLER: Part = `
  const trace = [observe()];
  const perform = async ([name, x]) => {
    try { trace.push([name, await operations[name]?.(x)]); }
    catch (error) { trace.push([name, error instanceof TypeError || error instanceof ReferenceError ? error.name : String(error)]); }
    trace.push(observe());
  };
  if (together) await Promise.all(steps.map(perform));
  else for (const step of steps) await perform(step);
  return trace;`;
