# What builds: any image of Node.js 20.19 or later with npm and a shell. docs/operations.md says how to pin it by digest.
ARG NODE_IMAGE=node:24-bookworm-slim
# What runs: the same, or one with Node.js and nothing else. No shell is needed there, neither to build on it nor to run.
ARG RUNTIME_IMAGE=${NODE_IMAGE}

# Install scripts stay off in every stage: none is needed, and the one of the development package `node` would bring a
# second Node.js that hides the image's own.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --workspaces=false && rm -rf node_modules/node node_modules/.bin/node
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build && find dist -type f \( -name '*.map' -o -name '*.d.ts' \) -delete

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# TypeScript comes along as a peer of @nestjs/swagger's compiler plugin, which runs at build time only. Source maps and types
# of other people's packages, two fifths of all of it, are read by nobody here, and OpenTelemetry's two builds for bundlers are
# never loaded by Node.js.
RUN npm ci --omit=dev --ignore-scripts --workspaces=false && rm -rf node_modules/typescript node_modules/.bin \
  && rm -rf node_modules/@opentelemetry/*/build/esm node_modules/@opentelemetry/*/build/esnext \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete

FROM ${RUNTIME_IMAGE}
# Distroless images keep Node.js in /nodejs/bin.
ENV NODE_ENV=production PORT=3000 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/nodejs/bin
WORKDIR /app
# For `pglite:./data`, where a volume is mounted; everything else belongs to root and is never written to. Node.js makes it
# itself: there may be no shell, and builders do not agree on whom COPY gives a folder to.
USER 0:0
RUN ["node", "-e", "fs.mkdirSync('data', 0o700); fs.chownSync('data', 1000, 1000)"]
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY --from=build /app/dist ./dist
# What V8 has compiled at a first start is there for all others, which may not write.
RUN ["node", "--max-semi-space-size=16", "--expose-gc", "dist/compile-ahead.js"]
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The official images begin with a shell script, which would only start what is named here.
ENTRYPOINT []
# The same limit as of `npm start`; V8 keeps what it has compiled for the limits that it was compiled under.
CMD ["node", "--max-semi-space-size=16", "--expose-gc", "dist/main.js"]
ARG RUNTIME_IMAGE
ARG REVISION=""
ARG CREATED=""
LABEL org.opencontainers.image.title="ottu-bff" \
      org.opencontainers.image.description="A checkout backend-for-frontend for Ottu merchants" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
