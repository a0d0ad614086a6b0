import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { problemOfFault } from '../../ottu/errors/problem-of-fault.ts';
import { problemOfReply } from '../../ottu/errors/problem-of-reply.ts';
import { knownSecrets } from '../../ottu/known-secrets.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { Problem } from '../../problems/problem.ts';
import { Redactor } from './redactor.ts';

/** The problem that the caller gets when Ottu did not do what was asked; names of members are the caller's own. */
@Injectable()
export class OttuProblems {
  constructor(private readonly settings: Settings) {}

  ofReply(reply: OttuReply): Problem {
    const redactor = new Redactor({}, knownSecrets(this.settings.ottu));
    return problemOfReply(reply, { clean: (text) => redactor.text(text) });
  }

  /** What is no fault of the transport is one of ours. */
  ofFault(fault: unknown): Problem {
    return fault instanceof TransportFault ? problemOfFault(fault) : new Problem('internal_error', { cause: fault });
  }
}
