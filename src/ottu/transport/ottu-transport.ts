import { setTimeout as sleep } from 'node:timers/promises';

import { Logger } from '@nestjs/common';

import type { ProxySettings } from '../../outgoing/outgoing-agent.ts';
import { refusalNote, type RequestedTransaction } from '../likely-permission.ts';
import type { OttuOperation } from '../operations.ts';
import { CALL_GROUPS, groupLimits, type CallGroup, type CallPolicy } from './call-policy.ts';
import { abortReason, CallLifetime } from './call-lifetime.ts';
import { Credentials, type Authorization, type OttuCredentials } from './credentials.ts';
import { DailyQuota } from './daily-quota.ts';
import { Bulkhead } from './bulkhead.ts';
import { HttpSender, type HttpRequest, type OttuReply, type SenderStats } from './http-sender.ts';
import { shielded, type OttuObserver } from './observer.ts';
import { decideRetry } from './retry.ts';
import { TransportFault } from './transport-fault.ts';

export type { OttuReply } from './http-sender.ts';

/** The merchant's Ottu instance. */
export interface OttuConnection {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: OttuCredentials;
  /** Requests to Ottu at once, over all groups. */
  readonly maxConcurrency: number;
  /** Through which HTTP proxy; directly where it is absent. */
  readonly proxy?: ProxySettings | undefined;
}

export interface OttuCall extends HttpRequest {
  readonly operation: OttuOperation;
  readonly policy: CallPolicy;
  /** Ends the call when its caller has gone. For reads only: a charge or a write is never called off. */
  readonly signal?: AbortSignal | undefined;
  /** What is asked for, to name the permission that is missing when Ottu answers 403. */
  readonly asksFor?: () => RequestedTransaction;
}

/** Called before every call; throws when the call must not be made here and now (M2). */
export type AssertMayCall = () => void;

interface Try {
  readonly outcome: OttuReply | TransportFault;
  readonly authorization: Authorization | undefined;
}

/** Sends calls to the merchant's Ottu instance, each by its own policy. */
export class OttuTransport {
  readonly #logger = new Logger('Ottu');
  readonly #sender: HttpSender;
  readonly #credentials: Credentials;
  readonly #bulkheads: Readonly<Record<CallGroup, Bulkhead>>;
  readonly #quota: DailyQuota;
  readonly #observer: Required<OttuObserver>;
  readonly #assertMayCall: AssertMayCall;
  /** A set, and no signal that all of them listen to: that one would look at every listener for each that comes or goes. */
  readonly #underWay = new Set<CallLifetime>();
  #closed = false;

  /** @param quota counts the calls of several processes where it is given; otherwise the client counts its own. */
  constructor(
    connection: OttuConnection,
    assertMayCall: AssertMayCall,
    observer: OttuObserver = {},
    quota = new DailyQuota(),
  ) {
    this.#sender = new HttpSender(connection);
    this.#credentials = new Credentials(connection.credentials);
    this.#assertMayCall = assertMayCall;
    this.#observer = shielded(observer);
    this.#quota = quota;
    const gates = CALL_GROUPS.map((group): [CallGroup, Bulkhead] => [
      group,
      new Bulkhead(groupLimits(group, connection.maxConcurrency), (state) => this.#observer.onBreaker(group, state)),
    ]);
    this.#bulkheads = Object.fromEntries(gates) as Record<CallGroup, Bulkhead>;
  }

  /**
   * @throws TransportFault when no complete answer came; its `sent` says whether Ottu may have heard the request, in any
   * of its tries (M5).
   */
  async send(call: OttuCall): Promise<OttuReply> {
    this.#assertMayCall();
    const lifetime = new CallLifetime(call.policy.deadline, call.signal);
    this.#underWay.add(lifetime);
    if (this.#closed) lifetime.close();
    try {
      return await this.#sendByPolicy(call, lifetime);
    } catch (error) {
      throw error instanceof TransportFault && lifetime.sent ? error.asSent() : error;
    } finally {
      lifetime.done();
      this.#underWay.delete(lifetime);
    }
  }

  /** Sockets and requests at this moment. */
  stats(): SenderStats {
    return this.#sender.stats();
  }

  /** Ends what is under way; later calls are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const lifetime of this.#underWay) lifetime.close();
    await this.#sender.close();
  }

  async #sendByPolicy(call: OttuCall, lifetime: CallLifetime): Promise<OttuReply> {
    const { deadline, repeat } = call.policy;
    let keyRenewed = false;
    for (let tries = 1; ; tries += 1) {
      const { outcome, authorization } = await this.#try(call, lifetime, tries);
      if (!keyRenewed && this.#keyWasRenewed(outcome, authorization) && repeat === 'always') {
        keyRenewed = true;
        tries -= 1;
        continue;
      }
      const decision = decideRetry({
        outcome,
        tries,
        repeat,
        startRemainingMs: deadline.startRemainingMs(),
        random: Math.random(),
        now: Date.now(),
      });
      if (decision === 'stop') return this.#end(call, outcome);
      await pause(decision.retryAfterMs, lifetime.signal);
    }
  }

  /** One try. The key is looked at when its turn has come, so that a call that waited goes out with the newest one. */
  async #try(call: OttuCall, lifetime: CallLifetime, tries: number): Promise<Try> {
    const { group } = call.policy;
    const asked = performance.now();
    let entered: number | undefined;
    let authorization: Authorization | undefined;
    let outcome: OttuReply | TransportFault;
    try {
      if (!this.#quota.allows(group)) throw new TransportFault('budget_used_up', false);
      outcome = await this.#bulkheads[group].run(() => {
        entered = performance.now();
        authorization = this.#credentials.current();
        return this.#sender.send(call, authorization, {
          signal: lifetime.signal,
          mayStart: () => this.#start(group, lifetime),
        });
      }, lifetime.signal);
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      outcome = error;
    }
    const ended = performance.now();
    this.#observer.onCall({
      group,
      operation: call.operation,
      outcome:
        outcome instanceof TransportFault ? { fault: outcome.reason, sent: outcome.sent } : { status: outcome.status },
      tries,
      queuedMs: (entered ?? ended) - asked,
      durationMs: ended - (entered ?? ended),
    });
    return { outcome, authorization };
  }

  #start(group: CallGroup, lifetime: CallLifetime): boolean {
    if (!lifetime.start()) return false;
    const reading = this.#quota.count(group);
    this.#observer.onBudget(reading);
    if (reading.warn) {
      this.#logger.warn(
        { count: reading.total },
        `M95: 80 % of the ${reading.limit} requests that Ottu takes in a day are used`,
      );
    }
    return true;
  }

  /** Checked after calls of every kind, so that the next one goes out with the new key. */
  #keyWasRenewed(outcome: OttuReply | TransportFault, authorization: Authorization | undefined): boolean {
    if (outcome instanceof TransportFault || outcome.status !== 401 || authorization === undefined) return false;
    return this.#credentials.renewedSince(authorization);
  }

  #end(call: OttuCall, outcome: OttuReply | TransportFault): OttuReply {
    if (outcome instanceof TransportFault) throw outcome;
    const { status } = outcome;
    if (status === 401 || status === 403) {
      const note = refusalNote(status, this.#credentials.kind, call.operation, call.asksFor?.() ?? {});
      this.#logger.warn({ operation: call.operation, status }, note);
    }
    return outcome;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw abortReason(signal);
  }
}
