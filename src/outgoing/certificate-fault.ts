/** What is wrong with the certificate of somebody who was called, and what an operator can do. Holds no address. */
export interface CertificateFault {
  readonly seen: string;
  readonly todo: string;
}

const UNTRUSTED: CertificateFault = {
  seen: 'its certificate is not trusted: nobody whom Node.js knows has issued it',
  todo: 'name the file of the CA, in PEM, in NODE_EXTRA_CA_CERTS; a server must send its intermediate certificates itself',
};

/** OpenSSL's words for it, as Node.js says them. */
const FAULTS: Readonly<Record<string, CertificateFault>> = {
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  CERT_HAS_EXPIRED: { seen: 'its certificate has expired', todo: 'have it renewed, or set the clock of this machine' },
  CERT_NOT_YET_VALID: { seen: 'its certificate is not valid yet', todo: 'set the clock of this machine' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    seen: 'its certificate is for another name',
    todo: 'use the name that the certificate has, or is a proxy in between that ends TLS?',
  },
};

/** @param code of the error that a connection ended in; undefined where it says nothing about a certificate. */
export function certificateFault(code: string | undefined): CertificateFault | undefined {
  return code !== undefined && Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
}
