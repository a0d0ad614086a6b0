ARG NODE_IMAGE=node:24-bookworm-slim

# Install scripts stay off in every stage: none is needed, and the one of the development package `node` would bring a
# second Node.js that hides the image's own.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts && rm -rf node_modules/node node_modules/.bin/node
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# TypeScript comes along as a peer of @nestjs/swagger's compiler plugin, which runs at build time only.
# OpenTelemetry brings two builds for bundlers, 10 of its 25 MB, that Node.js never loads.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/typescript node_modules/.bin \
  && rm -rf node_modules/@opentelemetry/*/build/esm node_modules/@opentelemetry/*/build/esnext

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="ottu-bff" \
      org.opencontainers.image.description="A checkout backend-for-frontend for Ottu merchants" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production PORT=3000
WORKDIR /app
# For `pglite:./data`, where a volume is mounted; everything else belongs to root and is never written to.
RUN install -d -m 0700 -o node -g node data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY --from=build /app/dist ./dist
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
