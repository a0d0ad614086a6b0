import { Inject, Injectable, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { carriesWalletPayload, declaredAccess, movesMoney, type Access } from './decorators.ts';

export interface DeclaredRoute {
  /** `GET`, `POST`, … or `ALL`. */
  readonly method: string;
  /** The pattern as it is registered, such as `/v1/payments/:id`. */
  readonly path: string;
  readonly access: Access;
  readonly movesMoney: boolean;
  readonly carriesWalletPayload: boolean;
  /** `Controller.method`, for messages. */
  readonly handler: string;
  /** The method itself, which carries what its decorators say. */
  readonly declaredBy: object;
}

type Controller = NonNullable<ReturnType<DiscoveryService['getControllers']>[number]['metatype']>;

interface FoundRoute extends Omit<DeclaredRoute, 'access'> {
  readonly declarations: readonly Access[];
}

/** Every route of every controller, and who may call it. */
@Injectable()
export class RouteTable {
  readonly #discovery: DiscoveryService;
  readonly #scanner = new MetadataScanner();
  #byKey: ReadonlyMap<string, DeclaredRoute> | undefined;

  constructor(@Inject(DiscoveryService) discovery: DiscoveryService) {
    this.#discovery = discovery;
  }

  /**
   * All routes, sorted by path and method.
   *
   * @throws Error that names every route without exactly one access decorator.
   */
  list(): DeclaredRoute[] {
    const found = this.#discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.#routesOf(metatype) : []));
    const faults = found.filter(({ declarations }) => declarations.length !== 1).map(declarationError);
    if (faults.length > 0) throw new Error(`Routes without exactly one access decorator:\n  ${faults.join('\n  ')}`);
    return found
      .flatMap(({ declarations: [access], ...route }) => (access === undefined ? [] : [{ ...route, access }]))
      .toSorted((a, b) => `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`));
  }

  /** The declared route that Fastify matched; none for 404s and for what other libraries registered. */
  find(method: string, pattern: string | undefined): DeclaredRoute | undefined {
    this.#byKey ??= new Map(this.list().map((route) => [`${route.method} ${route.path}`, route]));
    const asked = method === 'HEAD' ? 'GET' : method;
    return this.#byKey.get(`${asked} ${pattern}`) ?? this.#byKey.get(`ALL ${pattern}`);
  }

  #routesOf(controller: Controller): FoundRoute[] {
    const prototype = controller.prototype as Record<string, object>;
    return this.#scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      return paths(controller).flatMap((base) =>
        paths(handler).map((path) => ({
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
          path: `/${[base, path]
            .flatMap((part) => part.split('/'))
            .filter(Boolean)
            .join('/')}`,
          declarations: declaredAccess(handler),
          movesMoney: movesMoney(handler),
          carriesWalletPayload: carriesWalletPayload(handler),
          handler: `${controller.name}.${name}`,
          declaredBy: handler,
        })),
      );
    });
  }
}

function paths(decorated: object): string[] {
  return [Reflect.getMetadata(PATH_METADATA, decorated) as string | string[] | undefined]
    .flat()
    .map((path) => path ?? '');
}

function declarationError({ handler, method, path, declarations }: FoundRoute): string {
  const kinds = declarations.map(({ kind }) => kind).join(' and ');
  return `${handler} (${method} ${path}): ${declarations.length === 0 ? 'none' : `${declarations.length} (${kinds})`}`;
}
