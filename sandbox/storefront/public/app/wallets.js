// @ts-check
/**
 * Stands for Apple's and Google's sheets: payloads of the form that theirs have, random in content. Nothing in them could
 * be decrypted to a card. What the simulated bank makes of one is marked in it (`sim-…`, see the simulator's README).
 *
 * @import { Wallet } from '../../client-types.d.ts'
 * @typedef {'success' | 'declined' | 'three_ds_redirect' | 'three_ds_iframe' | 'answer_lost'} Wish
 */

/**
 * @param {Wallet} wallet
 * @param {Wish} wish
 * @returns {Record<string, unknown>}
 */
export function walletPayload(wallet, wish) {
  return wallet === 'apple_pay' ? applePay(`sim-${wish}`) : googlePay(`sim-${wish}`);
}

/** @param {string} mark */
function applePay(mark) {
  const transactionId = hex(32);
  return {
    paymentData: {
      version: 'EC_v1',
      data: `${base64(180)}${mark}`,
      signature: `MIAGCSqGSIb3DQEHAqCAMIAC${base64(240)}`,
      header: {
        ephemeralPublicKey: `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${base64(66)}`,
        publicKeyHash: base64(32),
        transactionId,
      },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'credit' },
    transactionIdentifier: transactionId.toUpperCase(),
  };
}

/** @param {string} mark */
function googlePay(mark) {
  const signedMessage = JSON.stringify({
    encryptedMessage: `${base64(180)}${mark}`,
    ephemeralPublicKey: base64(65),
    tag: base64(32),
  });
  const token = JSON.stringify({ signature: base64(70), protocolVersion: 'ECv2', signedMessage });
  return {
    apiVersion: 2,
    apiVersionMinor: 0,
    paymentMethodData: {
      type: 'CARD',
      description: 'Visa •••• 1019',
      info: { cardNetwork: 'VISA', cardDetails: '1019' },
      tokenizationData: { type: 'PAYMENT_GATEWAY', token },
    },
  };
}

/** @param {number} bytes */
function base64(bytes) {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))));
}

/** @param {number} bytes */
function hex(bytes) {
  return [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
