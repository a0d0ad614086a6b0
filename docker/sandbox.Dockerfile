# The simulator of Ottu, for tries without Ottu (`--profile sandbox` of compose.scale.yaml). It runs from its sources.
ARG NODE_IMAGE=node:24-bookworm-slim
FROM ${NODE_IMAGE}
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Among them are packages for development: this image takes no money, and goes nowhere but to a machine for tries.
RUN npm ci --ignore-scripts && rm -rf node_modules/node node_modules/.bin/node
COPY sandbox ./sandbox
USER 1000:1000
ENV SANDBOX_HOST=0.0.0.0 SANDBOX_PORT=4000
EXPOSE 4000
CMD ["node", "sandbox/main.ts"]
