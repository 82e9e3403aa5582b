import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import type { Binding } from '../../scope/scope.js';
import { callOf, callsOf } from '../calls.js';
import { literalKey, memberName } from '../names.js';

/** The function that is a module's body. */
export interface ModuleFunction {
  readonly node: t.Function;
  /** The key of a table, or the position where there is none. */
  readonly name: string;
}

/**
 * The module functions that a variable holds: the variable is a table of modules, or a parameter of a helper that is
 * given a module wherever it is called.
 *
 *     var __webpack_modules__ = { 585: (module, exports, require) => { … } };
 *     var require_config = __commonJS({ "src/config.js"(exports, module) { … } });
 *     (function (modules) { … })([function (module, exports, require) { … }]);
 */
export function moduleFunctionsOf(callee: t.Node, names: Names): ModuleFunction[] {
  return valuesOf(callee, names).flatMap((value) => modulesIn(value));
}

/** The modules that a call gives for the parameter at `index`. */
export function modulesGiven(
  { arguments: given }: t.CallExpression,
  index: number,
  names: Names,
): ModuleFunction[] {
  const argument = given[index];
  return argument ? valuesOf(argument, names).flatMap((value) => modulesIn(value)) : [];
}

/** The function that gets its modules from the code that calls it, as the parameter that `callee` means. */
export function helperOf(callee: t.Node, names: Names): Place<t.Function> | undefined {
  const binding = originOf(callee, names);
  return binding?.kind === 'param' ? ownerOf(binding) : undefined;
}

/** The variable that holds a module or a table of modules, copies left out: `var copy = module; copy(…)`. */
export function originOf(callee: t.Node, names: Names): Binding | undefined {
  const binding = names.bindingOf(callee);
  const [declaration] = binding?.declarations ?? [];
  const copied = t.isVariableDeclarator(declaration?.node) ? declaration.node.init : undefined;
  return t.isIdentifier(copied) ? originOf(copied, names) : binding;
}

/** The function that a parameter belongs to. */
function ownerOf({ scope: { place } }: Binding): Place<t.Function> | undefined {
  return t.isFunction(place.node) ? (place as Place<t.Function>) : undefined;
}

/** The functions in a table of modules, or the one function that a value is. */
export function modulesIn(value: t.Node, name = `module ${value.start}`): ModuleFunction[] {
  if (t.isFunction(value)) return [{ node: value, name }];
  if (t.isObjectExpression(value)) return value.properties.flatMap(functionsInProperty);
  if (!t.isArrayExpression(value)) return [];
  return value.elements.flatMap((element, i) => (element ? modulesIn(element, String(i)) : []));
}

function functionsInProperty(property: t.ObjectExpression['properties'][number]): ModuleFunction[] {
  if (t.isSpreadElement(property)) return [];
  return modulesIn(t.isObjectProperty(property) ? property.value : property, literalKey(property));
}

/** What an expression may be, where that is known: what its variable is declared with, or given. */
function valuesOf(node: t.Node, names: Names): t.Node[] {
  if (!t.isIdentifier(node)) return [node];
  const binding = names.bindingOf(node);
  if (binding === undefined) return [];
  if (binding.kind === 'param') return argumentsFor(binding, names);
  const [declaration] = binding.declarations;
  if (t.isVariableDeclarator(declaration?.node) && declaration.node.init)
    return valuesOf(declaration.node.init, names);
  const assignment = binding.writes[0]?.parent?.node;
  return t.isAssignmentExpression(assignment) ? valuesOf(assignment.right, names) : [];
}

/** What is given for a parameter wherever its function is called. */
function argumentsFor(binding: Binding, names: Names): t.Node[] {
  const owner = ownerOf(binding);
  if (owner === undefined) return [];
  const index = owner.node.params.indexOf(binding.identifier);
  return callsOfFunction(owner, names).flatMap(({ node }) => {
    const argument = node.arguments[index];
    return argument ? valuesOf(argument, names) : [];
  });
}

/** The calls of a function by whatever names it. */
export function callsOfFunction(place: Place<t.Function>, names: Names): Place<t.CallExpression>[] {
  const { parent } = place;
  const call = callOf(place);
  if (call) return [call];
  const method = t.isAssignmentExpression(parent?.node) ? parent.node.left : undefined;
  if (!t.isMemberExpression(method)) return callsOf(bindingOfFunction(place, names));
  return callsOfMethod(names.bindingOf(method.object), memberName(method));
}

/** The variable that a function is put into: `function f() {}`, `var f = () => {}`. */
export function bindingOfFunction({ node, parent }: Place<t.Function>, names: Names): Binding | undefined {
  if (t.isFunctionDeclaration(node)) return node.id ? names.bindingOf(node.id) : undefined;
  if (t.isVariableDeclarator(parent?.node)) return names.bindingOf(parent.node.id);
  return t.isAssignmentExpression(parent?.node) ? names.bindingOf(parent.node.left) : undefined;
}

/** `__webpack_require__.cw = (module) => …`, and its calls. */
function callsOfMethod(owner: Binding | undefined, method: string | undefined): Place<t.CallExpression>[] {
  return (owner?.uses ?? []).flatMap(({ parent: member, key }) => {
    if (!member || !t.isMemberExpression(member.node) || key !== 'object') return [];
    return memberName(member.node) === method ? (callOf(member) ?? []) : [];
  });
}
