import type { DocumentBuilder } from '@nestjs/swagger';

export const SERVICE_KEY_SCHEME = 'service_key';
export const CART_TOKEN_SCHEME = 'cart_token';
export const CUSTOMER_JWT_SCHEME = 'customer_jwt';

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
          'Made by `npm run service-key -- create`; never put one into a page for shoppers.',
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
    )
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          "The signed-in customer: a token of the merchant's identity provider for this service, signed with one of its " +
          'published keys. Its `sub`, 1 to 64 characters, is the customer.',
      },
      CUSTOMER_JWT_SCHEME,
    );
}
