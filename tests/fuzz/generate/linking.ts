import type { Export, Link, ModuleDraft, ProgramDraft } from './drafts.ts';
import { escaped, isIdentifier, memberText, specifierName } from './names.ts';
import { item, js, list, type Piece, statement } from './piece.ts';
import { type Construct, WEIGHTS } from './weights.ts';

/**
 * Makes a module load another one, which has nothing in it yet.
 * @param isFinished whether the other has run when this one loads it
 */
export function linkModules(
  program: ProgramDraft,
  module: ModuleDraft,
  target: ModuleDraft,
  isFinished: boolean,
): void {
  const { dice } = program;
  const links =
    module.kind === 'commonjs'
      ? [requireLink(program, module, target, isFinished)]
      : target.kind === 'commonjs'
        ? [commonJsLink(program, module, target)]
        : moduleLinks(program, module, target);
  if (module.kind === 'module' && target.kind === 'module' && dice.chance(WEIGHTS.percent.reexporting)) {
    links.push(reexportLink(program, module, target));
  }
  target.links.push(...links);
}

/** Uses some of what it is told of. */
function choosy(program: ProgramDraft, add: Link['add']): Link {
  return {
    add(exported) {
      if (program.dice.chance(WEIGHTS.percent.imported)) add(exported);
    },
  };
}

function nameBindings({ imported }: ModuleDraft, { bindings }: Export, alias: string): void {
  for (const [binding, suffix] of bindings) {
    imported.set(binding, [...(imported.get(binding) ?? []), `${alias}${suffix}`]);
  }
}

function moduleLinks(program: ProgramDraft, module: ModuleDraft, target: ModuleDraft): Link[] {
  const style = program.dice.weighted(WEIGHTS.importStyle);
  const rule = `importStyle.${style}`;
  return [
    ...(style === 'namespace' ? [] : [byName(program, module, target, rule)]),
    ...(style === 'named' || style === 'renamed' ? [] : [byNamespace(program, module, target, rule)]),
  ];
}

/** `import { a, default as b } from '…'` */
function byName(program: ProgramDraft, module: ModuleDraft, target: ModuleDraft, rule: string): Link {
  const specifiers: Piece[] = [];
  const aliases = new Map<string, string>();
  module.head.push(statement(rule, js`import { ${list(specifiers)} } from ${target.specifier};`));
  return choosy(program, (exported) => {
    const { name } = exported;
    const isPlain = mayKeepName(module, name) && rule !== 'importStyle.renamed';
    const alias = aliases.get(name) ?? (isPlain ? name : program.fresh(`${module.prefix}in`));
    if (!aliases.has(name))
      specifiers.push(item('', [isPlain ? alias : `${specifierName(name)} as ${alias}`]));
    aliases.set(name, alias);
    module.localNames.add(alias);
    nameBindings(module, exported, alias);
  });
}

/** Through `export *` a module may meet its own names, or one name twice. */
function mayKeepName({ prefix, localNames }: ModuleDraft, name: string): boolean {
  return isIdentifier(name) && name !== 'default' && !name.startsWith(prefix) && !localNames.has(name);
}

/** `import * as all from '…'` */
function byNamespace(program: ProgramDraft, module: ModuleDraft, target: ModuleDraft, rule: string): Link {
  const alias = program.fresh(`${module.prefix}ns`);
  module.head.push(statement(rule, [`import * as ${alias} from ${target.specifier};`]));
  return choosy(program, (exported) =>
    nameBindings(module, exported, `${objectText(program, alias)}${memberText(exported.name)}`),
  );
}

/** How code names a namespace or an exports object: directly, or after it has handed it on. */
function objectText({ dice }: ProgramDraft, name: string): string {
  return dice.chance(WEIGHTS.percent.escaped) ? dice.pick(escaped(name)) : name;
}

/** How an ES module uses a CommonJS one: what Node finds in the text of the file can be imported by name. */
function commonJsLink(program: ProgramDraft, module: ModuleDraft, target: ModuleDraft): Link {
  const style = program.dice.weighted(WEIGHTS.importOfCommonJs);
  const rule = `importOfCommonJs.${style}`;
  if (style === 'whole') {
    const alias = program.fresh(`${module.prefix}cjs`);
    module.head.push(statement(rule, [`import ${alias} from ${target.specifier};`]));
    return choosy(program, (exported) =>
      nameBindings(module, exported, `${objectText(program, alias)}.${exported.name}`),
    );
  }
  const link =
    style === 'named' ? byName(program, module, target, rule) : byNamespace(program, module, target, rule);
  return { add: (exported) => void (exported.isPlain && link.add(exported)) };
}

/** What is taken by value leaves out objects: importers would share the one that the module had in the beginning. */
function onlyCopies(link: Link): Link {
  return { add: (exported) => void ((exported.isPlain || isNumber(exported)) && link.add(exported)) };
}

function isNumber({ bindings }: Export): boolean {
  return [...bindings.keys()].every((binding) =>
    binding.module.entities
      .filter((entity) => entity.binding === binding)
      .every(
        (entity) => entity.kind === 'variable' && entity.type === 'number' && entity.text === binding.name,
      ),
  );
}

function requireLink(
  program: ProgramDraft,
  module: ModuleDraft,
  target: ModuleDraft,
  isFinished: boolean,
): Link {
  const style = target.isLazy ? 'late' : isFinished ? program.dice.weighted(WEIGHTS.requireStyle) : 'whole';
  const rule = `requireStyle.${style}`;
  const load = `require(${target.specifier})`;
  if (style === 'pattern') {
    const properties: Piece[] = [];
    module.head.push(statement(rule, js`const { ${list(properties)} } = ${load};`));
    const copies = choosy(program, (exported) => {
      const alias = program.fresh(`${module.prefix}in`);
      nameBindings(module, exported, alias);
      properties.push(item('', [`${specifierName(exported.name)}: ${alias}`]));
    });
    return onlyCopies(copies);
  }
  const alias = program.fresh(`${module.prefix}cjs`);
  if (!target.isLazy) module.head.push(statement(rule, [requireText(program, style, alias, load)]));
  const base = style === 'late' ? load : alias;
  return choosy(program, (exported) =>
    nameBindings(module, exported, `${objectText(program, base)}${memberText(exported.name)}`),
  );
}

/** How a module is loaded at the top of another: each time it is used, always, or if something holds that always does. */
function requireText(
  { dice }: ProgramDraft,
  style: Construct<'requireStyle'>,
  alias: string,
  load: string,
): string {
  if (style === 'late') return `${load};`;
  if (style !== 'conditional') return `const ${alias} = ${load};`;
  return dice.pick([
    `let ${alias}; if (typeof require === 'function') ${alias} = ${load};`,
    `var ${alias}; try { ${alias} = ${load}; } catch { ${alias} = {}; }`,
    `const ${alias} = typeof module === 'object' ? ${load} : {};`,
    `const ${alias} = typeof module === 'object' && ${load};`,
    `let ${alias}; { ${alias} ??= ${load}; }`,
  ]);
}

/** Makes a module pass on what another exports. */
function reexportLink(program: ProgramDraft, module: ModuleDraft, target: ModuleDraft): Link {
  const { dice } = program;
  const { namespace: _, ...inCycles } = WEIGHTS.reexportStyle;
  // The view of a namespace is a constant of the module that passes it on, which may come too late in a cycle.
  const style = program.mayCycle ? dice.weighted(inCycles) : dice.weighted(WEIGHTS.reexportStyle);
  const rule = `reexportStyle.${style}`;
  const from = `from ${target.specifier};`;
  if (style === 'star') {
    module.head.push(statement(rule, [`export * ${from}`]));
    return {
      add(exported) {
        const isKnown = module.exports.some(({ name }) => name === exported.name);
        if (exported.name !== 'default' && !isKnown) module.announce(exported);
      },
    };
  }
  if (style === 'namespace') {
    const name = program.fresh(`${module.prefix}all`);
    module.head.push(statement(rule, [`export * as ${name} ${from}`]));
    return {
      add(exported) {
        const bindings = [...exported.bindings].map(
          ([binding, suffix]) => [binding, `${memberText(exported.name)}${suffix}`] as const,
        );
        // Namespaces of each other would go on for ever.
        if (bindings.every(([, suffix]) => suffix.length < 30))
          module.announce({ name, bindings: new Map(bindings), isPlain: false });
      },
    };
  }
  const specifiers: Piece[] = [];
  module.head.push(statement(rule, js`export { ${list(specifiers)} } ${from}`));
  return choosy(program, ({ name, bindings }) => {
    if (bindings.size === 0 || name.includes('again')) return;
    const as = program.fresh(`${module.prefix}again`);
    specifiers.push(item('', [`${specifierName(name)} as ${as}`]));
    module.announce({ name: as, bindings, isPlain: false });
  });
}
