import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

import ts from 'typescript';
import { parseAllDocuments } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');

type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [name: string]: Yaml };
type YamlObject = Readonly<Record<string, Yaml>>;

/** An object of Kubernetes as it is applied. */
export interface Manifest extends YamlObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
}

interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
  readonly patches?: readonly { readonly path: string }[];
}

const KNOWN_MEMBERS: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'namespace',
  'resources',
  'images',
  'patches',
]);

interface Rendered {
  readonly manifests: readonly Manifest[];
  /** Every file that was read for it. */
  readonly files: readonly string[];
}

/**
 * What `kubectl kustomize` makes of a folder, as far as these folders need it: resources, a namespace, images and patches of
 * members. `kubectl` itself is not everywhere where the tests run.
 *
 * @throws where a kustomization has a member that is not among these, or a patch names an object that there is not.
 */
export function render(folder: string): Rendered {
  const file = join(folder, 'kustomization.yaml');
  const [kustomization] = documentsOf(file) as unknown as readonly Kustomization[];
  if (kustomization === undefined) throw new Error(`${file} is empty`);
  const unknown = Object.keys(kustomization).filter((name) => !KNOWN_MEMBERS.has(name));
  if (unknown.length > 0) throw new Error(`${file} has members that the tests cannot render: ${unknown.join()}`);
  const parts = kustomization.resources.map((path) => renderResource(join(folder, path)));
  const patches = (kustomization.patches ?? []).map(({ path }) => join(folder, path));
  let manifests = parts.flatMap((part) => part.manifests);
  for (const patch of patches) manifests = patched(manifests, patch);
  for (const { name, newName, newTag } of kustomization.images ?? []) {
    manifests = manifests.map((manifest) => withImage(manifest, name, `${newName}:${newTag}`) as Manifest);
  }
  const { namespace } = kustomization;
  if (namespace !== undefined) manifests = manifests.map((manifest) => inNamespace(manifest, namespace));
  const files = [file, ...parts.flatMap((part) => part.files), ...patches];
  return { manifests, files: files.map(normalize) };
}

function renderResource(path: string): Rendered {
  if (path.endsWith('.yaml')) return { manifests: documentsOf(path), files: [path] };
  return render(path);
}

/** @throws where the file is no YAML, or of another kind than Kubernetes reads it as. */
function documentsOf(path: string): readonly Manifest[] {
  // kubectl reads YAML 1.1, where 0440 is octal and `no` a boolean: a file must mean the same in both.
  const text = readFileSync(join(ROOT, path), 'utf8');
  const [now, then] = (['1.2', '1.1'] as const).map((version) => objectsIn(text, version, path));
  if (JSON.stringify(now) !== JSON.stringify(then)) throw new Error(`${path} means something else in YAML 1.1`);
  return now as Manifest[];
}

/** @throws where it is no YAML. */
export function objectsIn(text: string, version: '1.1' | '1.2', name: string): unknown[] {
  return parseAllDocuments(text, { version }).map((document) => {
    const [error] = [...document.errors, ...document.warnings];
    if (error !== undefined) throw new Error(`${name}: ${error.message}`);
    return document.toJS() as unknown;
  });
}

function patched(manifests: readonly Manifest[], file: string): Manifest[] {
  const [patch] = documentsOf(file);
  const isMeant = ({ apiVersion, kind, metadata }: Manifest): boolean =>
    apiVersion === patch?.apiVersion && kind === patch.kind && metadata.name === patch.metadata.name;
  if (patch === undefined || !manifests.some(isMeant)) throw new Error(`${file} patches what there is not`);
  return manifests.map((manifest) => (isMeant(manifest) ? (merged(manifest, patch) as Manifest) : manifest));
}

function merged(value: Yaml | undefined, patch: Yaml): Yaml {
  if (!isObject(patch)) {
    if (Array.isArray(patch)) throw new Error('lists are merged by rules of each field, which the tests do not know');
    return patch;
  }
  const before = isObject(value) ? value : {};
  return { ...before, ...mapped(patch, (member, name) => merged(before[name], member)) };
}

function withImage(value: Yaml, name: string, image: string): Yaml {
  if (Array.isArray(value)) return value.map((member: Yaml) => withImage(member, name, image));
  if (!isObject(value)) return value;
  return mapped(value, (member, key) => (key === 'image' && member === name ? image : withImage(member, name, image)));
}

const inNamespace = (manifest: Manifest, namespace: string): Manifest =>
  manifest.kind === 'Namespace' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };

const isObject = (value: Yaml | undefined): value is YamlObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (value: YamlObject, change: (member: Yaml, name: string) => Yaml): YamlObject =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member, name)]));

/**
 * Holds objects against the types that are made of Kubernetes' own OpenAPI: members that there are not, wrong kinds of values
 * and missing ones.
 *
 * @returns a sentence for each fault; those of one object begin with its kind and name.
 */
export function typeFaults(manifests: readonly Manifest[]): string[] {
  const name = join(import.meta.dirname, 'manifests.ts');
  const source = manifests.map((manifest, index) => declarationOf(manifest, index)).join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(path, source, ts.ScriptTarget.ES2024) : read(path, ...rest);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
    const { line = -1 } = file?.getLineAndCharacterOfPosition(start) ?? {};
    const { kind, metadata } = manifests[line] ?? {};
    return `${kind} ${metadata?.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** On one line, so that the line says which object a fault is in. */
function declarationOf(manifest: Manifest, index: number): string {
  const { apiVersion, kind } = manifest;
  // The core group has no name of its own.
  const group = apiVersion === 'v1' ? 'core/v1' : apiVersion.replace('.k8s.io/', '/');
  return `export const o${index}: import('kubernetes-types/${group}').${kind} = ${JSON.stringify(manifest)};`;
}
