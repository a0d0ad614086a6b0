import { jest } from '@jest/globals';

// These files run the money protocol's waits, scaled down, beside other work on the same two cores: a wait of ten seconds
// is a tenth of one there. What fails for want of time passes when it is run again; what is wrong fails each time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });
