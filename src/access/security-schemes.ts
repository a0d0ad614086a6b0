import type { DocumentBuilder } from '@nestjs/swagger';

export const SERVICE_KEY_SCHEME = 'service_key';
export const CART_TOKEN_SCHEME = 'cart_token';

/** Writes the security schemes that the decorators name into the OpenAPI document. */
export function describeSecuritySchemes(document: DocumentBuilder): DocumentBuilder {
  return document
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description:
          'A service key, for servers and operators: `Api-Key <id>.<secret>`, the word `Api-Key` included. ' +
          'Made by `npm run service-key -- create`; never give one to a browser.',
      },
      SERVICE_KEY_SCHEME,
    )
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'Cart-Token',
        description: 'The token that was given once, when the cart was created.',
      },
      CART_TOKEN_SCHEME,
    );
}
