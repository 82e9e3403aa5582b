import type { Declaration, ModuleDraft, ProgramDraft } from './drafts.ts';
import type { Binding } from './entities.ts';
import { specifierName } from './names.ts';
import { item, js, list, type Piece, statement } from './piece.ts';
import { type Construct, WEIGHTS } from './weights.ts';

/** What the names of properties of `exports` begin with. */
const EXPORTS = 'exports.';

/** A property of `exports`. */
export function exportsProperty(module: ModuleDraft, key: string): Binding {
  return { module, name: `${EXPORTS}${key}`, isHoisted: false, isVariable: false };
}

/** Adds a declaration to a module, which may export it. */
export function declare(program: ProgramDraft, module: ModuleDraft, declaration: Declaration): void {
  module.declarations.push(declaration);
  module.entities.push(...declaration.entities);
  const { properties = [] } = declaration;
  for (const property of properties) announce(module, property.name.slice(EXPORTS.length), property);
  const variables = declaration.bindings.filter((binding) => !properties.includes(binding));
  if (!program.dice.chance(WEIGHTS.percent.exported)) return;
  if (module.kind === 'module') exportFromModule(program, module, declaration);
  else for (const binding of variables) exportFromCommonJs(program, module, binding);
}

function exportFromModule(program: ProgramDraft, module: ModuleDraft, declaration: Declaration): void {
  const style = program.dice.weighted(WEIGHTS.exportStyle);
  if (style === 'inline' && declaration.mayBeExported) {
    module.exportedInPlace.set(declaration, 'export ');
    for (const binding of declaration.bindings) announce(module, binding.name, binding);
    return;
  }
  const [only] = declaration.bindings;
  if (style === 'defaultInline' && only && isFunctionOrClass(declaration, only) && !hasDefault(module)) {
    module.exportedInPlace.set(declaration, 'export default ');
    announce(module, 'default', only);
    return;
  }
  for (const binding of declaration.bindings) {
    const name = exportName(program, module, binding, style);
    const text = name === binding.name ? name : `${binding.name} as ${specifierName(name)}`;
    module.tail.push(statement(`exportStyle.${style}`, js`export { ${list([item('', [text])])} };`));
    announce(module, name, binding);
  }
}

function announce(module: ModuleDraft, name: string, binding: Binding, isPlain = false): void {
  module.announce({ name, bindings: new Map([[binding, '']]), isPlain });
}

function exportName(program: ProgramDraft, module: ModuleDraft, binding: Binding, style: string): string {
  if (style === 'renamed') return program.fresh(`${module.prefix}out`);
  if (style === 'byString') return `${program.fresh(`${module.prefix}odd`)} one`;
  return style === 'byDefault' && !hasDefault(module) ? 'default' : binding.name;
}

function hasDefault({ exports }: ModuleDraft): boolean {
  return exports.some(({ name }) => name === 'default');
}

/** Whether `export default` may stand before a declaration. */
function isFunctionOrClass({ isExtensible, mayBeExported }: Declaration, { isHoisted }: Binding): boolean {
  return mayBeExported && (isHoisted || isExtensible === true);
}

/**
 * Functions are exported by value; what may change, by getters. In a cycle, exports that come late would be seen
 * by photons early: the object is shared, and complete when they run init again.
 */
function exportFromCommonJs({ dice, mayCycle }: ProgramDraft, module: ModuleDraft, binding: Binding): void {
  const { name, isHoisted } = binding;
  const stays = module.entities.every((entity) => entity.binding !== binding || !entity.isWritable);
  const style = dice.weighted(WEIGHTS.commonJsExports);
  const rule = `commonJsExports.${style}`;
  if (module.exportsObject) {
    const isValue = isHoisted && stays;
    const member = item('', [isValue ? name : `get ${name}() { return ${name}; }`]);
    // Node finds names only up to the first getter.
    if (isValue) module.exportsObject.unshift(member);
    else module.exportsObject.push(member);
  } else if (isHoisted && style === 'assign') {
    const place = mayCycle ? module.first : dice.chance(50) ? module.head : module.tail;
    place.push(statement(rule, [`${module.exportsText}.${name} = ${name};`]));
  } else {
    const getter = `{ enumerable: true, get() { return ${name}; } }`;
    const place = mayCycle ? module.first : module.tail;
    place.push(statement(rule, [`Object.defineProperty(${module.exportsText}, '${name}', ${getter});`]));
  }
  announce(
    module,
    name,
    binding,
    isHoisted && stays && (module.exportsObject !== undefined || style !== 'getters'),
  );
}

/** Lets a CommonJS module export an object of its own, or a function with properties. */
export function replaceExports(module: ModuleDraft, style: Construct<'replacedExports'>): void {
  const rule = `replacedExports.${style}`;
  module.exportsText = 'module.exports';
  if (style === 'function') {
    module.first.push(statement(rule, [`module.exports = function ${module.prefix}Main() {};`]));
    return;
  }
  const members: Piece[] = [];
  module.tail.push(statement(rule, js`module.exports = { ${list(members)} };`));
  module.exportsObject = members;
}
