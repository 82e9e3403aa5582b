import { type Node, type Symbol as Property, type Type, ts } from 'ts-morph';

/**
 * Whether nobody may change a value of a type, nor anything that is in it.
 *
 * | | |
 * |---|---|
 * | `string`, `42`, an enum, `() => void` | yes |
 * | `readonly string[]`, `readonly [a: 1]`, `ReadonlyMap<string, number>`, `ReadonlySet<string>` | if all elements are |
 * | `{ readonly a: T }`, `Readonly<T>`, `typeof literal` of `literal as const` | if all properties are |
 * | `A \| B`, `A & B` | if all are |
 * | classes, `Date`, `RegExp`, type parameters, `unknown`, `any` | no |
 *
 * @param place where the value is
 * @param open the types that are being looked at, which may contain themselves
 */
export function isDeeplyReadonly(type: Type, place: Node, open: ReadonlySet<Type> = new Set()): boolean {
  if (open.has(type) || (type.getFlags() & PRIMITIVES) !== 0) return true;
  const inside = new Set([...open, type]);
  const isPartReadonly = (part: Type) => isDeeplyReadonly(part, place, inside);
  if (type.isUnion()) return type.getUnionTypes().every(isPartReadonly);
  if (type.isIntersection()) return type.getIntersectionTypes().every(isPartReadonly);
  if (!type.isObject()) return false;
  if (type.isTuple()) return isReadonlyTuple(type) && type.getTupleElements().every(isPartReadonly);
  if (type.isReadonlyArray() || isReadonlyCollection(type, place))
    return type.getTypeArguments().every(isPartReadonly);
  if (isDefinedByCode(type, place)) return false;
  return (
    type.getProperties().every((property) => isReadonly(property)) &&
    type.getProperties().every((property) => isPartReadonly(property.getTypeAtLocation(place))) &&
    indexesOf(type, place).every(({ isReadonly }) => isReadonly) &&
    [type.getStringIndexType(), type.getNumberIndexType()].every((part) => !part || isPartReadonly(part))
  );
}

const { TypeFlags } = ts;

const PRIMITIVES =
  TypeFlags.StringLike |
  TypeFlags.NumberLike |
  TypeFlags.BigIntLike |
  TypeFlags.BooleanLike |
  TypeFlags.EnumLike |
  TypeFlags.ESSymbolLike |
  TypeFlags.VoidLike |
  TypeFlags.Null |
  TypeFlags.Never;

function isReadonlyTuple(type: Type): boolean {
  return (type.getTargetType()?.compilerType as ts.TupleType | undefined)?.readonly === true;
}

function isReadonlyCollection(type: Type, place: Node): boolean {
  const name = type.getSymbol()?.getName() ?? '';
  return /^Readonly(?:Map|Set)$/.test(name) && isBuiltin(type, place);
}

/** Whether objects of a type may have parts that it does not tell of: those of classes, and builtin ones. */
function isDefinedByCode(type: Type, place: Node): boolean {
  return type.isClass() || (isBuiltin(type, place) && type.isInterface());
}

function isBuiltin(type: Type, place: Node): boolean {
  const program = place.getProject().getProgram().compilerObject;
  const declarations = type.getSymbol()?.getDeclarations() ?? [];
  return declarations.some((node) => program.isSourceFileDefaultLibrary(node.getSourceFile().compilerNode));
}

/** `readonly a: T`, or `a: T` in `Readonly<…>` or `as const`, of which only the checker knows. */
function isReadonly(property: Property): boolean {
  const { links } = property.compilerSymbol as CheckedSymbol;
  if (links?.checkFlags !== undefined && (links.checkFlags & READONLY) !== 0) return true;
  const declarations = property.getDeclarations();
  return (
    declarations.length > 0 &&
    declarations.every(
      ({ compilerNode }) =>
        (ts.getCombinedModifierFlags(compilerNode as ts.Declaration) & ts.ModifierFlags.Readonly) !== 0,
    )
  );
}

/** What TypeScript notes of symbols that it makes itself. */
interface CheckedSymbol {
  readonly links?: { readonly checkFlags?: number };
}

/** `CheckFlags.Readonly`. */
const READONLY = 8;

function indexesOf(type: Type, place: Node): readonly ts.IndexInfo[] {
  return place.getProject().getTypeChecker().compilerObject.getIndexInfosOfType(type.compilerType);
}
