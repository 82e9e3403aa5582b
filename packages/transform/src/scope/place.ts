import { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';

/**
 * A node and the way to it from the program. A path of the same place has many more abilities, and is made when
 * somebody asks for it: bundles have a million nodes.
 */
export class Place<T extends t.Node = t.Node> {
  readonly node: T;
  readonly parent: Place | undefined;
  /** The property of the parent's node that holds this one. */
  readonly key: string;
  /** Its index, if the property is a list; otherwise -1. */
  readonly index: number;

  constructor(node: T, parent: Place | undefined, key: string, index: number) {
    this.node = node;
    this.parent = parent;
    this.key = key;
    this.index = index;
  }

  get path(): NodePath<T> {
    const parentPath = this.parent?.path ?? null;
    if (parentPath === null) throw new Error('the place of a program knows its path');
    const parent = parentPath.node as t.Node & Record<string, unknown>;
    const isListed = this.index >= 0;
    const path = NodePath.get({
      parentPath,
      parent,
      container: (isListed ? parent[this.key] : parent) as t.Node,
      key: isListed ? this.index : this.key,
      ...(isListed && { listKey: this.key }),
    });
    return path.setContext(parentPath.context) as unknown as NodePath<T>;
  }
}

/** The place where all ways start. */
export class Root extends Place<t.Program> {
  readonly #path: NodePath<t.Program>;

  /** @param call the call of `eval` whose code it is, if that is what it is */
  constructor(path: NodePath<t.Program>, call?: Place) {
    super(path.node, call, 'program', -1);
    this.#path = path;
  }

  override get path(): NodePath<t.Program> {
    return this.#path;
  }
}
