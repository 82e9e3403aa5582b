import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Project, type SourceFile, ts } from 'ts-morph';
import { isDeeplyReadonly } from './readonly.js';

/** What the types of a program's files say. Files are read, and checked, as they are asked for. */
export class Types {
  readonly #projects = new Map<string, Project>();
  /** The files that projects have read, as they were then. */
  readonly #read = new Map<string, string>();

  /** Forgets all files if one of them has changed. */
  startBuild(): void {
    if ([...this.#read].every(([path, stamp]) => stampOf(path) === stamp)) return;
    this.#projects.clear();
    this.#read.clear();
  }

  /**
   * The variables among `names`, of the top level of a file, of whose values no part may be changed.
   * @param path the absolute path of a TypeScript file
   * @param tsconfig the file that tells how it is compiled. Default: the `tsconfig.json` around it; none are known without
   */
  readonlyVariables(path: string, names: readonly string[], tsconfig?: string): string[] {
    const config = tsconfig ?? ts.findConfigFile(dirname(path), ts.sys.fileExists);
    if (config === undefined) return [];
    const file = this.#fileOf(config, path);
    const found = names.filter((name) => {
      const declaration = file.getVariableDeclaration(name);
      return declaration !== undefined && isDeeplyReadonly(declaration.getType(), declaration);
    });
    this.#note(file.getProject().getProgram().compilerObject.getSourceFiles(), config);
    return found;
  }

  #fileOf(config: string, path: string): SourceFile {
    const project = this.#projects.get(config) ?? createProject(config);
    this.#projects.set(config, project);
    return project.getSourceFile(path) ?? project.addSourceFileAtPath(path);
  }

  #note(files: readonly ts.SourceFile[], config: string): void {
    for (const path of [config, ...files.map(({ fileName }) => fileName)])
      if (!this.#read.has(path)) this.#read.set(path, stampOf(path));
  }
}

/** A program of no files yet: those that one of them imports are looked up when its types are. */
function createProject(tsConfigFilePath: string): Project {
  return new Project({
    tsConfigFilePath,
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    // Without it, `null` is part of every type.
    compilerOptions: { strictNullChecks: true },
  });
}

/** Changes when a file does. The libraries that come with ts-morph are no files. */
function stampOf(path: string): string {
  const { mtimeMs = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${mtimeMs} ${size}`;
}
