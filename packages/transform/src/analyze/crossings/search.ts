import * as t from '@babel/types';
import type { Names } from '../../scope/names.js';
import type { Place } from '../../scope/place.js';
import { isGivenToChanger } from '../calls.js';
import { isChangingMethod } from '../changes.js';
import { literalKey, memberName } from '../names.js';
import { isCalled, isDeleted, isTarget, memberAround, outsideTypes } from '../positions.js';
import type { CrossingKind } from './crossing.js';
import { isForOtherHosts } from './environments.js';
import { flowFrom, isHandedOut } from './flow.js';
import { type Outside, outsideMember } from './outside.js';

/** Something that code does to an object outside of modules. */
export interface Deed {
  readonly kind: CrossingKind;
  readonly what: string;
  readonly place: Place;
  /** What it puts there. */
  readonly value?: t.Node | undefined;
}

/** Follows objects through a file, and notes what is done to them. */
export class Search {
  readonly deeds: Deed[] = [];
  readonly #names: Names;
  readonly #known = new Set<t.Node>();

  constructor(names: Names) {
    this.#names = names;
  }

  add(deed: Deed): void {
    if (!isForOtherHosts(deed.place, this.#names)) this.deeds.push(deed);
  }

  /** Looks at a place where an object stands, and at all that it gets to from there. */
  follow(start: Place, object: Outside): void {
    const pending = [{ place: start, outside: object }];
    for (let at = pending.pop(); at; at = pending.pop()) {
      if (this.#known.has(at.place.node)) continue;
      this.#known.add(at.place.node);
      const { place, outside } = at;
      this.#note(place, outside);
      if (outside.kind === 'global' && isHandedOut(place, this.#names))
        this.add({ kind: 'handedOut', what: outside.label, place });
      const member = memberAround(place);
      const inner = member && !isCalled(member) ? outsideMember(outside, memberName(member.node)) : undefined;
      if (member && inner) pending.push({ place: member, outside: inner });
      for (const next of flowFrom(place, this.#names)) {
        const given = next.property === undefined ? outside : outsideMember(outside, next.property);
        if (given) pending.push({ place: next.place, outside: given });
      }
    }
  }

  #note(place: Place, outside: Outside): void {
    const { kind } = outside;
    if (isGivenToChanger(place, this.#names)) {
      const call = outsideTypes(place).parent?.node as t.CallExpression | undefined;
      const [, key] = call?.arguments ?? [];
      const name = t.isStringLiteral(key) ? key.value : undefined;
      this.add({
        kind: changeKind(kind),
        what: partOf(outside, name),
        place,
        value: describedBy(call?.arguments.at(-1)),
      });
    }
    const member = memberAround(place);
    if (member === undefined) return;
    const name = memberName(member.node);
    if (isCalled(member)) this.#noteCall(member, name, outside);
    else if (isTarget(member) || isDeleted(member)) {
      const { parent } = outsideTypes(member as Place);
      const value = t.isAssignmentExpression(parent?.node) ? parent.node.right : undefined;
      this.add({
        kind: changeKind(kind),
        what: partOf(outside, name),
        place,
        value,
      });
    }
  }

  #noteCall(member: Place, name: string | undefined, { kind, label }: Outside): void {
    const call = outsideTypes(member).parent?.node as t.CallExpression;
    if (name !== undefined && /^__define[GS]etter__$/.test(name))
      this.add({ kind: changeKind(kind), what: label, place: member, value: call });
    if (kind === 'created' && isChangingMethod(name))
      this.add({ kind: 'global', what: label, place: member, value: call });
    const deed = kind === 'process' && name !== undefined ? deedOfProcess(name) : undefined;
    if (deed) this.add({ kind: deed, what: `process.${name}`, place: member });
  }
}

/** What a property is that has this descriptor: `{ value: 1 }`, `{ get() { … } }`. Anything else is itself. */
function describedBy(descriptor: t.Node | undefined): t.Node | undefined {
  if (!t.isObjectExpression(descriptor)) return descriptor;
  for (const property of descriptor.properties) {
    const key = t.isSpreadElement(property) ? undefined : literalKey(property);
    if (key === undefined || !/^(?:get|set|value)$/.test(key)) continue;
    return t.isObjectProperty(property) ? property.value : property;
  }
  return descriptor;
}

/** How a report names what is changed. */
function partOf({ kind, label }: Outside, name: string | undefined): string {
  if (kind === 'created') return label;
  return name === undefined ? `${label}[…]` : `${label}.${name}`;
}

function changeKind(kind: Outside['kind']): CrossingKind {
  return kind === 'created' ? 'global' : kind;
}

/** What a method of the process does to it. */
function deedOfProcess(method: string): CrossingKind | undefined {
  if (/^(?:addListener|on|once|prepend(?:Once)?Listener|removeAllListeners)$/.test(method)) return 'listener';
  if (/^(?:abort|exit|kill|reallyExit)$/.test(method)) return 'exit';
  return /^(?:chdir|set(?:e?[gu]id|groups|SourceMapsEnabled|UncaughtExceptionCaptureCallback)|umask)$/.test(
    method,
  )
    ? 'process'
    : undefined;
}
